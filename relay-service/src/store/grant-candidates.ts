/**
 * Refresh tokens that came too late: another relay had refreshed meanwhile. Which of the two the authority takes for the living one shows only
 * when one of them is refused, so the late one is kept, sealed, for any relay to try (posting protocol, section 9).
 */
import { randomUUID } from 'node:crypto';
import type { Ledger } from './ledger.ts';

/** More than this never come; the oldest go. */
const KEPT = 5;

const place = (id: string) => ({ table: 'grant_candidates', row: id, column: 'refresh_token' });

/** Keeps a late token. */
export const keepCandidate = async (ledger: Ledger, grantId: string, refreshToken: string): Promise<void> => {
  const id = randomUUID();
  await ledger.db
    .insertInto('grant_candidates')
    .values({ id, grant_id: grantId, refresh_token: ledger.seal.seal(refreshToken, place(id)), came_at: ledger.now() })
    .execute();
  const rows = await ledger.db
    .selectFrom('grant_candidates')
    .select('id')
    .where('grant_id', '=', grantId)
    .orderBy('came_at', 'desc')
    .execute();
  const old = rows.slice(KEPT).map((row) => row.id);
  if (old.length > 0) await ledger.db.deleteFrom('grant_candidates').where('id', 'in', old).execute();
};

/** Takes the newest candidate out, so that it is tried once. @returns null where there is none left */
export const takeCandidate = async (ledger: Ledger, grantId: string): Promise<string | null> => {
  const row = await ledger.db
    .selectFrom('grant_candidates')
    .selectAll()
    .where('grant_id', '=', grantId)
    .orderBy('came_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { numDeletedRows } = await ledger.db.deleteFrom('grant_candidates').where('id', '=', row.id).executeTakeFirst();
  return numDeletedRows === 1n ? ledger.seal.open(row.refresh_token, place(row.id)) : takeCandidate(ledger, grantId);
};

/** The grant's own token is proved to be the living one. */
export const forgetCandidates = async (ledger: Ledger, grantId: string): Promise<void> => {
  await ledger.db.deleteFrom('grant_candidates').where('grant_id', '=', grantId).execute();
};
