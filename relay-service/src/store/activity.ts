/** What a connection has done and is doing: counts, states, times and codes; nothing financial is there to be read. */
import { sql } from 'kysely';
import type { PostingState } from '../core/posting-states.ts';
import type { StoredConnection } from './connections.ts';
import { liveStates } from './connections.ts';
import type { Ledger } from './ledger.ts';

/** What people call sent, and checking with Xero. What is only prepared waits with its request. */
export const postingStates = {
  sent: ['posted', 'told'],
  checking: ['intended', 'doubtful'],
} as const satisfies Readonly<Record<string, readonly PostingState[]>>;

/**
 * Requests that this connection answers for. Which one that is, is noted once it is known; what it is not noted on belongs to each that may
 * have been meant, since nothing that was asked may be in no list: an invoice that names no organisation, and what waits to be read.
 */
export const ownRequests = ({ db }: Ledger, { id, environment_id, created_at, state }: StoredConnection) => {
  const on = db
    .selectFrom('connections')
    .select('connections.id')
    .where('connections.environment_id', '=', environment_id)
    .where('connections.state', 'in', liveStates);
  return db
    .selectFrom('requests')
    .where('environment_id', '=', environment_id)
    .where((row) =>
      row.or([
        row('connection_id', '=', id),
        row.and([
          row('connection_id', 'is', null),
          // What had its answer before this connection was made was another's.
          row.or([row('ended_at', 'is', null), row('ended_at', '>=', created_at)]),
          // One that is off is meant where no other of its environment is on.
          ...(liveStates.includes(state) ? [] : [row.not(row.exists(on))]),
        ]),
      ]),
    );
};

export interface RefusedCause {
  readonly cause: string;
  readonly count: number;
  readonly latestAt: number;
}

/** What was refused since a moment, one row a cause, the most frequent first. */
export const refusedByCause = async (ledger: Ledger, connection: StoredConnection, since: number): Promise<RefusedCause[]> =>
  (
    await ownRequests(ledger, connection)
      .select((row) => ['cause', row.fn.countAll<number>().as('count'), row.fn.max<number>('ended_at').as('latestAt')])
      .where('state', '=', 'refused')
      .where('ended_at', '>=', since)
      .groupBy('cause')
      .execute()
  )
    .map(({ cause, count, latestAt }) => ({ cause: cause ?? 'UNKNOWN', count, latestAt }))
    .toSorted((a, b) => b.count - a.count);

/** Ids of refused requests of one cause, or the one that is named. */
export const refusedRequestIds = async (
  ledger: Ledger,
  connection: StoredConnection,
  of: { readonly cause: string } | { readonly requestId: string },
  limit: number,
): Promise<string[]> => {
  const own = ownRequests(ledger, connection).select('id').where('state', '=', 'refused');
  const rows = await ('cause' in of ? own.where('cause', '=', of.cause) : own.where('id', '=', of.requestId))
    .orderBy('ended_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};

export interface Queue {
  readonly waiting: number;
  readonly oldestAt: number | null;
  /** Documents that are being looked for at Xero. */
  readonly checking: number;
  readonly nextLookAt: number | null;
  /** Everything of the organisation rests until then. */
  readonly parkedUntil: number | null;
  readonly callsLeftToday: number | null;
}

/** What is queued, in doubt or parked, and until when. */
export const readQueue = async (ledger: Ledger, connection: StoredConnection): Promise<Queue> => {
  const waiting = await ownRequests(ledger, connection)
    .select((row) => [row.fn.countAll<number>().as('count'), row.fn.min<number | null>('received_at').as('oldestAt')])
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  const checking = await ledger.db
    .selectFrom('postings')
    .select((row) => [row.fn.countAll<number>().as('count'), row.fn.min<number | null>('due_at').as('nextLookAt')])
    .where('connection_id', '=', connection.id)
    .where('state', 'in', [...postingStates.checking])
    .executeTakeFirstOrThrow();
  const lane = await ledger.db.selectFrom('lanes').selectAll().where('id', '=', connection.lane_id).executeTakeFirst();
  const parkedUntil = lane?.parked_until ?? null;
  return {
    waiting: waiting.count,
    oldestAt: waiting.oldestAt,
    checking: checking.count,
    nextLookAt: checking.nextLookAt,
    parkedUntil: parkedUntil !== null && parkedUntil > ledger.now() ? parkedUntil : null,
    callsLeftToday: lane?.calls_day_left ?? null,
  };
};

const DAY_MS = 86_400_000;

/** Documents sent on each of the last days, UTC, the oldest first; days without any are there with 0. */
export const sentPerDay = async (
  ledger: Ledger,
  connectionId: string,
  days: number,
): Promise<readonly { readonly day: string; readonly count: number }[]> => {
  const today = Math.floor(ledger.now() / DAY_MS);
  const rows = await ledger.db
    .selectFrom('postings')
    .select((row) => [sql<number>`created_at / 86400000`.as('day'), row.fn.countAll<number>().as('count')])
    .where('connection_id', '=', connectionId)
    .where('created_at', '>=', (today - days + 1) * DAY_MS)
    .where('state', 'in', [...postingStates.sent])
    .groupBy(sql`created_at / 86400000`)
    .execute();
  const counts = new Map(rows.map(({ day, count }) => [Math.floor(day), count]));
  return Array.from({ length: days }, (_, index) => {
    const day = today - days + 1 + index;
    return { day: new Date(day * DAY_MS).toISOString().slice(0, 10), count: counts.get(day) ?? 0 };
  });
};

/** Documents of an organisation that were sent since a moment, whichever of its connections sent them. */
export const sentSince = async (ledger: Ledger, tenantId: string, since: number): Promise<number> =>
  (
    await ledger.db
      .selectFrom('postings')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', tenantId)
      .where('created_at', '>=', since)
      .where('state', 'in', [...postingStates.sent])
      .executeTakeFirstOrThrow()
  ).count;
