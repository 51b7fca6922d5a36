/** Requests that have ended here and stand open in Dynamics: their answer was written over, or Dynamics came out of a backup. */
import type { ExpressionBuilder } from 'kysely';
import { untoldStates } from '../core/posting-states.ts';
import type { Ledger } from './ledger.ts';
import { reopening } from './requests.ts';
import type { LedgerSchema } from './schema.ts';

/** Noted on a request that was answered before, and whose row in Dynamics has forgotten it. */
const ASKED_BEFORE = 'ASKED_BEFORE';
/** Noted on one that is done as it was asked, unless it turns out that Dynamics came out of a backup. */
const LEFT_TAKEN = 'LEFT_TAKEN';

type OfRequest = ExpressionBuilder<LedgerSchema, 'requests'>;

const becameOf = (row: OfRequest) => row.selectFrom('postings').select('postings.id').whereRef('postings.request_id', '=', 'requests.id');

/** What it asked for was done, and it was told so: of a document that it became itself the ledger knows enough to answer as the first time. */
const isOver = (row: OfRequest) => row.and([row('state', '=', 'done'), row('cause', 'is', null), row.not(row.exists(becameOf(row)))]);

/** It ended before Dynamics or the ledger came out of a backup: its row says again what it said then. */
const isOfLostLife = (row: OfRequest) =>
  row.exists(
    row
      .selectFrom('connections')
      .select('connections.id')
      .whereRef('connections.environment_id', '=', 'requests.environment_id')
      .whereRef('connections.look_first_before', '>', 'requests.ended_at'),
  );

/**
 * Opens again what the ledger holds for ended although its row was never answered, unless a document of it is still on its way: one that is only prepared was never sent.
 * A document may have been voided and sent anew since, so that what is over, or ended in a life that is lost, is answered from what is known.
 * @returns how many
 */
export const reopenStranded = async (ledger: Ledger, environmentId: string, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await reopening(ledger, environmentId, ids)
    .set((row) => ({
      cause: row
        .case()
        .when(row.or([isOver(row), isOfLostLife(row)]))
        .then(ASKED_BEFORE)
        .else(LEFT_TAKEN)
        .end(),
    }))
    .where('ended_at', 'is not', null)
    .where((row) => row.not(row.exists(becameOf(row).where('postings.state', 'in', untoldStates))))
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

/** Those that were opened again before it was known that a side came out of a backup are answered from what is known, too. */
export const answerReopenedFromKnown = async ({ db }: Pick<Ledger, 'db'>, connectionId: string): Promise<void> => {
  await db
    .updateTable('requests')
    .set({ cause: ASKED_BEFORE })
    .where('environment_id', 'in', (row) => row.selectFrom('connections').select('environment_id').where('id', '=', connectionId))
    .where('ended_at', 'is', null)
    .where('cause', '=', LEFT_TAKEN)
    .execute();
};

/**
 * Opens again requests whose rows say that nobody has looked at them, although the ledger has answered them: Dynamics came out of a backup.
 * What they asked for is not done a second time; they are answered from what is known.
 * @param endedBefore younger ones may only have been read before they were answered @returns how many
 */
export const reopenForgotten = async (
  ledger: Ledger,
  environmentId: string,
  ids: readonly string[],
  endedBefore: number,
): Promise<number> => {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await reopening(ledger, environmentId, ids)
    .set({ cause: ASKED_BEFORE })
    .where('ended_at', '<', endedBefore)
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

/** Those of these requests that were answered before and are only to be told so. */
export const askedBefore = async (ledger: Ledger, environmentId: string, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await ledger.db
        .selectFrom('requests')
        .select('id')
        .where('environment_id', '=', environmentId)
        .where('id', 'in', [...ids])
        .where('cause', '=', ASKED_BEFORE)
        .execute()
    ).map(({ id }) => id),
  );
