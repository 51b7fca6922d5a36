/** What was asked: one row per request, recorded before the webhook is answered. */
import type { Ledger } from './ledger.ts';
import type { KindOfWork, RequestsTable } from './schema.ts';

/** A request as it became known. */
export interface AnnouncedRequest {
  readonly environmentId: string;
  readonly id: string;
  /** Clicks if not said. */
  readonly kind?: KindOfWork;
}

/** Records requests of whichever environments; one that is known already is left as it is. Resolves once they are durable. @returns how many are new */
export const recordAnnounced = async (
  ledger: Ledger,
  announced: readonly AnnouncedRequest[],
  source: 'webhook' | 'poll',
): Promise<number> => {
  if (announced.length === 0) return 0;
  const now = ledger.now();
  // Two relays that record the same rows in different orders would wait for each other.
  const inOrder = [...announced].sort((a, b) => (a.id < b.id ? -1 : 1));
  const result = await ledger.db
    .insertInto('requests')
    .values(
      inOrder.map(({ environmentId, id, kind = 'clicks' }) => ({
        environment_id: environmentId,
        id,
        source,
        kind,
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

/** Records requests of one environment. @returns how many are new */
export const recordRequests = (
  ledger: Ledger,
  environmentId: string,
  ids: readonly string[],
  source: 'webhook' | 'poll',
): Promise<number> =>
  recordAnnounced(
    ledger,
    ids.map((id) => ({ environmentId, id })),
    source,
  );

/** Requests of an environment that are due, oldest first. */
export const dueRequests = (ledger: Ledger, environmentId: string, kind: KindOfWork, limit: number): Promise<RequestsTable[]> =>
  ledger.db
    .selectFrom('requests')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where('kind', '=', kind)
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

/** Every request of an environment that has no answer yet. @param connectionId of those alone that this connection answers for; null = all */
export const openRequestsOf = (ledger: Ledger, environmentId: string, connectionId: string | null): Promise<RequestsTable[]> => {
  const open = ledger.db.selectFrom('requests').selectAll().where('environment_id', '=', environmentId).where('ended_at', 'is', null);
  return (connectionId === null ? open : open.where('connection_id', '=', connectionId)).execute();
};

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

/** Ends a request: Dynamics has its answer, or it has nobody left to tell. The connection that answered is noted, where one did. */
export const endRequest = async (
  ledger: Ledger,
  environmentId: string,
  id: string,
  end: {
    readonly state: 'done' | 'refused';
    readonly cause?: string | null;
    readonly postingId?: string | null;
    readonly connectionId?: string;
  },
): Promise<void> => {
  await ledger.db
    .updateTable('requests')
    .set({
      state: end.state,
      cause: end.cause ?? null,
      ended_at: ledger.now(),
      ...(end.postingId ? { posting_id: end.postingId } : {}),
      ...(end.connectionId === undefined ? {} : { connection_id: end.connectionId }),
    })
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .execute();
};

/** Requests that become due again although they have ended; which connection answers is found out anew. */
export const reopening = (ledger: Ledger, environmentId: string, ids: readonly string[]) =>
  ledger.db
    .updateTable('requests')
    .set({ state: 'working', ended_at: null, due_at: ledger.now(), connection_id: null })
    .where('environment_id', '=', environmentId)
    .where('id', 'in', [...ids]);

/** Makes an ended request due again: what it asked for turned out not to have happened. */
export const reopenRequest = async (ledger: Ledger, environmentId: string, id: string): Promise<void> => {
  await reopening(ledger, environmentId, [id]).execute();
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

/** Requests of one kind that are due in an environment. */
export interface DueIn {
  readonly environmentId: string;
  readonly kind: KindOfWork;
}

/** Where something is due, whoever recorded it; in one query for all environments. */
export const whereRequestsAreDue = async (ledger: Ledger): Promise<readonly DueIn[]> =>
  (
    await ledger.db
      .selectFrom('requests')
      .select(['environment_id', 'kind'])
      .distinct()
      .where('ended_at', 'is', null)
      .where('due_at', '<=', ledger.now())
      .execute()
  ).map(({ environment_id, kind }) => ({ environmentId: environment_id, kind }));

/** Notes which connection answers for requests, where an environment has several. */
export const assignRequests = async (
  ledger: Ledger,
  environmentId: string,
  ids: readonly string[],
  connectionId: string,
): Promise<void> => {
  if (ids.length === 0) return;
  await ledger.db
    .updateTable('requests')
    .set({ connection_id: connectionId })
    .where('environment_id', '=', environmentId)
    .where('id', 'in', [...ids])
    .execute();
};

/** What waits in an environment is due now: what it waited for has come. */
export const bringForward = async (ledger: Ledger, environmentId: string): Promise<void> => {
  const now = ledger.now();
  await ledger.db
    .updateTable('requests')
    .set({ due_at: now })
    .where('environment_id', '=', environmentId)
    .where('ended_at', 'is', null)
    .where('due_at', '>', now)
    .execute();
};
