/** Who did what, kept a year: ids, names of actions and codes, nothing financial. */
import { randomUUID } from 'node:crypto';
import type { Ledger } from './ledger.ts';
import type { AuditTable } from './schema.ts';

/** What is written down; `actor` is an account's id, or `relay` for what no person did. */
export interface AuditEntry {
  readonly actor: string;
  /** What was done, such as `connection.disconnected`. */
  readonly action: string;
  /** What it was done to, such as the id of a connection. */
  readonly subject: string;
  /** Such as a role; whom it concerns follows as an account's id, after a space. */
  readonly code?: string | null;
}

const YEAR_MS = 366 * 86_400_000;

export const writeAudit = async (ledger: Ledger, { actor, action, subject, code = null }: AuditEntry): Promise<void> => {
  await ledger.db.insertInto('audit').values({ id: randomUUID(), at: ledger.now(), actor, action, subject, code }).execute();
};

/** What was written about a set-up is about the connection that came of it. */
export const moveAudit = async ({ db }: Ledger, setUpId: string, connectionId: string): Promise<void> => {
  await db.updateTable('audit').set({ subject: connectionId }).where('subject', '=', setUpId).execute();
};

/** The newest entries about these subjects. */
export const readAudit = (ledger: Ledger, subjects: readonly string[], limit: number): Promise<AuditTable[]> =>
  subjects.length === 0
    ? Promise.resolve([])
    : ledger.db
        .selectFrom('audit')
        .selectAll()
        .where('subject', 'in', [...subjects])
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();

/** Names of the accounts among these ids, members or not; one that was deleted has none. */
export const accountNames = async (ledger: Ledger, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const accounts = await ledger.db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(accounts.map(({ id, name }) => [id, name]));
};

/** Removes what is older than a year. @returns how many */
export const pruneAudit = async (ledger: Ledger): Promise<number> => {
  const { numDeletedRows } = await ledger.db
    .deleteFrom('audit')
    .where('at', '<', ledger.now() - YEAR_MS)
    .executeTakeFirst();
  return Number(numDeletedRows);
};
