/** Counted attempts, so that guessing is slow on every relay at once. Kept under a fingerprint: the table names nobody. */
import { sql } from 'kysely';
import type { Ledger } from './ledger.ts';

/** So many in such a span. */
export interface Limit {
  readonly purpose: string;
  readonly most: number;
  readonly spanMs: number;
}

/** Fingerprints must be the same on every relay and survive a change of keys only as long as a span: the ledger's own id is the salt. */
const idOf = (ledger: Ledger, purpose: string, who: string): string =>
  ledger.seal.fingerprint(`attempt|${purpose}|${who.toLowerCase()}`, ledger.installationId);

/**
 * Counts one attempt, atomically.
 * @returns milliseconds to wait when there were too many, else 0
 */
export const countAttempt = async (ledger: Ledger, limit: Limit, who: string): Promise<number> => {
  const now = ledger.now();
  const row = await ledger.db
    .insertInto('attempts')
    .values({ id: idOf(ledger, limit.purpose, who), count: 1, until: now + limit.spanMs })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        count: sql<number>`case when attempts.until <= ${now} then 1 else attempts.count + 1 end`,
        until: sql<number>`case when attempts.until <= ${now} then ${now + limit.spanMs} else attempts.until end`,
      }),
    )
    .returning(['count', 'until'])
    .executeTakeFirstOrThrow();
  return row.count > limit.most ? Math.max(1, row.until - now) : 0;
};

/** Forgets the attempts: the person proved to be the right one. */
export const forgetAttempts = async (ledger: Ledger, limit: Limit, who: string): Promise<void> => {
  await ledger.db
    .deleteFrom('attempts')
    .where('id', '=', idOf(ledger, limit.purpose, who))
    .execute();
};

/** Removes what has run out. */
export const sweepAttempts = async (ledger: Ledger): Promise<void> => {
  await ledger.db.deleteFrom('attempts').where('until', '<', ledger.now()).execute();
};
