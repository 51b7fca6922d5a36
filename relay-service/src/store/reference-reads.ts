/** When each connection's reference data was read from Xero, and what hindered it. */
import { liveStates } from './connections.ts';
import type { Ledger } from './ledger.ts';
import type { ReferenceReadsTable } from './schema.ts';

/** Undefined before the first reading. */
export const referenceReadOf = (ledger: Ledger, connectionId: string): Promise<ReferenceReadsTable | undefined> =>
  ledger.db.selectFrom('reference_reads').selectAll().where('connection_id', '=', connectionId).executeTakeFirst();

/** Environments with a connection whose reference data was never read; in one query for all. */
export const environmentsNeverRead = async (ledger: Ledger): Promise<readonly string[]> =>
  (
    await ledger.db
      .selectFrom('connections')
      .select('environment_id')
      .distinct()
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('reference_reads')
              .select('reference_reads.connection_id')
              .whereRef('reference_reads.connection_id', '=', 'connections.id'),
          ),
        ),
      )
      .where('state', 'in', liveStates)
      .execute()
  ).map(({ environment_id }) => environment_id);

const note = async (ledger: Ledger, connectionId: string, row: Partial<Omit<ReferenceReadsTable, 'connection_id'>>): Promise<void> => {
  await ledger.db
    .insertInto('reference_reads')
    .values({ connection_id: connectionId, ...row })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(row))
    .execute();
};

/**
 * Everything was read and written.
 * @param startedAt when the reading began: what changed meanwhile is read again next time
 */
export const noteReferenceRead = (ledger: Ledger, connectionId: string, startedAt: number, whole: boolean): Promise<void> =>
  note(ledger, connectionId, {
    read_at: startedAt,
    tried_at: ledger.now(),
    problem: null,
    ...(whole ? { read_whole_at: startedAt } : {}),
  });

/** Nothing was changed. @param code why */
export const noteReferenceProblem = (ledger: Ledger, connectionId: string, code: string): Promise<void> =>
  note(ledger, connectionId, { tried_at: ledger.now(), problem: code });
