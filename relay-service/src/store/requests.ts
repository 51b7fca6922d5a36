/** What was asked: one row per request, recorded before the webhook is answered. */
import type { Ledger } from './ledger.ts';
import type { RequestsTable } from './schema.ts';

/** Records requests; one that is known already is left as it is. Resolves once they are durable. */
export const recordRequests = async (
  ledger: Ledger,
  environmentId: string,
  ids: readonly string[],
  source: 'webhook' | 'poll',
): Promise<number> => {
  if (ids.length === 0) return 0;
  const now = ledger.now();
  const result = await ledger.db
    .insertInto('requests')
    .values(
      ids.map((id) => ({
        environment_id: environmentId,
        id,
        source,
        state: 'received' as const,
        received_at: now,
        due_at: now,
        attempts: 0,
      })),
    )
    .onConflict((conflict) => conflict.columns(['environment_id', 'id']).doNothing())
    .execute();
  return result.reduce((total, { numInsertedOrUpdatedRows = 0n }) => total + Number(numInsertedOrUpdatedRows), 0);
};

/** Requests of an environment that are due, oldest first. */
export const dueRequests = (ledger: Ledger, environmentId: string, limit: number): Promise<RequestsTable[]> =>
  ledger.db
    .selectFrom('requests')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where('ended_at', 'is', null)
    .where('due_at', '<=', ledger.now())
    .orderBy('due_at')
    .limit(limit)
    .execute();

/** Those of these requests that have no answer yet. */
export const openRequests = (ledger: Ledger, environmentId: string, ids: readonly string[]): Promise<RequestsTable[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ledger.db
        .selectFrom('requests')
        .selectAll()
        .where('environment_id', '=', environmentId)
        .where('id', 'in', [...ids])
        .where('ended_at', 'is', null)
        .execute();

/** Puts requests off: they are due again after `delayMs`. */
export const postponeRequests = async (ledger: Ledger, environmentId: string, ids: readonly string[], delayMs: number): Promise<void> => {
  if (ids.length === 0) return;
  await ledger.db
    .updateTable('requests')
    .set((row) => ({ due_at: ledger.now() + delayMs, attempts: row('attempts', '+', 1), state: 'working' as const }))
    .where('environment_id', '=', environmentId)
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .execute();
};

/** Ends a request: Dynamics has its answer, or it has nobody left to tell. */
export const endRequest = async (
  ledger: Ledger,
  environmentId: string,
  id: string,
  end: { readonly state: 'done' | 'refused'; readonly cause?: string | null; readonly postingId?: string | null },
): Promise<void> => {
  await ledger.db
    .updateTable('requests')
    .set({ state: end.state, cause: end.cause ?? null, ended_at: ledger.now(), ...(end.postingId ? { posting_id: end.postingId } : {}) })
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .execute();
};

/** Makes an ended request due again: what it asked for turned out not to have happened. */
export const reopenRequest = async (ledger: Ledger, environmentId: string, id: string): Promise<void> => {
  await ledger.db
    .updateTable('requests')
    .set({ state: 'working', ended_at: null, due_at: ledger.now() })
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .execute();
};

/**
 * Opens again what the ledger holds for ended although its row was never answered, unless a document of it is still on its way: one that is only prepared was never sent.
 * @returns how many
 */
export const reopenStranded = async (ledger: Ledger, environmentId: string, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await ledger.db
    .updateTable('requests')
    .set({ state: 'working', ended_at: null, due_at: ledger.now() })
    .where('environment_id', '=', environmentId)
    .where('id', 'in', [...ids])
    .where('ended_at', 'is not', null)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('postings')
            .select('postings.id')
            .whereRef('postings.request_id', '=', 'requests.id')
            .where('postings.state', 'in', ['intended', 'doubtful', 'posted']),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

/** When a request last arrived, or null. */
export const lastRequestAt = async (ledger: Ledger, environmentId: string): Promise<number | null> =>
  (
    await ledger.db
      .selectFrom('requests')
      .select((row) => row.fn.max('received_at').as('at'))
      .where('environment_id', '=', environmentId)
      .executeTakeFirst()
  )?.at ?? null;
