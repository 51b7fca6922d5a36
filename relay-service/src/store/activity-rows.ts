/** The list of what a connection has done, is doing and has refused, to be read page by page from the newest on. */
import type { SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { PostingState } from '../core/posting-states.ts';
import { ownRequests, postingStates } from './activity.ts';
import type { StoredConnection } from './connections.ts';
import type { Ledger } from './ledger.ts';
import type { PostingsTable } from './schema.ts';

/** As people speak of it. */
export type ActivityState = 'sent' | 'waiting' | 'checking' | 'refused';

export interface ActivityRow {
  /** Of the document's posting, else of the request. */
  readonly id: string;
  /** When it was begun. */
  readonly at: number;
  readonly state: ActivityState;
  /** Null where nothing was sent. */
  readonly kind: PostingsTable['document_kind'] | null;
  readonly invoiceId: string | null;
  readonly requestId: string;
  readonly cause: string | null;
  readonly attempts: number;
  /** When it is looked at again; null of what is over. */
  readonly dueAt: number | null;
  /** From the click to Xero's answer, milliseconds. */
  readonly tookMs: number | null;
}

/** Where rows come from. One moment has many rows, so they go by these, and then by id, as the database puts ids in order. */
const sources = ['documents', 'waiting', 'refused'] as const;
type Source = (typeof sources)[number];
const sourceOf = ({ kind, state }: ActivityRow): Source => (kind !== null ? 'documents' : state === 'waiting' ? 'waiting' : 'refused');

/** The row after which a page begins. */
export interface ActivityCursor {
  readonly at: number;
  readonly source: Source;
  readonly id: string;
}

export interface ActivityQuery {
  readonly state: ActivityState | null;
  readonly cause?: string | null;
  /** Begun from the one moment on, and before the other. */
  readonly begun?: { readonly from: number; readonly before: number } | null;
  readonly after: ActivityCursor | null;
  readonly limit: number;
}

export const cursorAt = (row: ActivityRow): ActivityCursor => ({ at: row.at, source: sourceOf(row), id: row.id });

export const cursorText = ({ at, source, id }: ActivityCursor): string => `${String(at)}.${source}.${id}`;

/** @returns null for anything that `cursorText` did not write */
export const cursorOf = (text: string): ActivityCursor | null => {
  const [, at, name, id] = /^(\d{1,15})\.(\w+)\.([\w-]{1,64})$/.exec(text) ?? [];
  const source = sources.find((each) => each === name);
  return source === undefined || id === undefined ? null : { at: Number(at), source, id };
};

/** Rows of a source that come after the cursor. @param at @param id columns that they are in order of */
const follows = (source: Source, after: ActivityCursor | null, at: string, id: string) => {
  if (after === null) return sql<SqlBool>`1 = 1`;
  const rank = sources.indexOf(source) - sources.indexOf(after.source);
  if (rank > 0) return sql<SqlBool>`${sql.ref(at)} <= ${after.at}`;
  if (rank < 0) return sql<SqlBool>`${sql.ref(at)} < ${after.at}`;
  return sql<SqlBool>`(${sql.ref(at)} <= ${after.at} and (${sql.ref(at)} < ${after.at} or ${sql.ref(id)} < ${after.id}))`;
};

const anyTime = { from: 0, before: Number.MAX_SAFE_INTEGER };

const readDocuments = async (
  ledger: Ledger,
  connection: StoredConnection,
  states: readonly PostingState[],
  { after, limit, cause = null, begun }: ActivityQuery,
): Promise<ActivityRow[]> => {
  const { from, before } = begun ?? anyTime;
  const rows = await ledger.db
    .selectFrom('postings')
    .leftJoin('calls', 'calls.id', 'postings.call_id')
    .leftJoin('requests', (join) =>
      join.onRef('requests.id', '=', 'postings.request_id').on('requests.environment_id', '=', connection.environment_id),
    )
    .select([
      'postings.id',
      'postings.created_at as at',
      'postings.state',
      'postings.document_kind as kind',
      'postings.invoice_id as invoiceId',
      'postings.request_id as requestId',
      'postings.cause',
      'postings.attempts',
      'postings.due_at as dueAt',
      'calls.ended_at as answeredAt',
      'requests.received_at as receivedAt',
    ])
    .where('postings.connection_id', '=', connection.id)
    .where('postings.state', 'in', [...states])
    .where(follows('documents', after, 'postings.created_at', 'postings.id'))
    .where('postings.created_at', '>=', from)
    .where('postings.created_at', '<', before)
    .$if(cause !== null, (all) => all.where('postings.cause', '=', cause))
    .orderBy('postings.created_at', 'desc')
    .orderBy('postings.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ state, answeredAt, receivedAt, dueAt, ...row }) => {
    const isChecking = postingStates.checking.some((each) => each === state);
    return {
      ...row,
      state: isChecking ? 'checking' : 'sent',
      dueAt: isChecking ? dueAt : null,
      tookMs: answeredAt === null || receivedAt === null ? null : Math.max(0, answeredAt - receivedAt),
    };
  });
};

const readRequests = async (
  ledger: Ledger,
  connection: StoredConnection,
  state: 'waiting' | 'refused',
  { after, limit, cause = null, begun }: ActivityQuery,
): Promise<ActivityRow[]> => {
  const { from, before } = begun ?? anyTime;
  const own = ownRequests(ledger, connection);
  const rows = await (state === 'waiting' ? own.where('ended_at', 'is', null) : own.where('state', '=', 'refused'))
    .select(['id', 'received_at as at', 'cause', 'attempts', 'due_at as dueAt'])
    .where(follows(state, after, 'received_at', 'id'))
    .where('received_at', '>=', from)
    .where('received_at', '<', before)
    .$if(cause !== null, (all) => all.where('cause', '=', cause))
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    state,
    kind: null,
    invoiceId: null,
    requestId: row.id,
    dueAt: state === 'waiting' ? row.dueAt : null,
    tookMs: null,
  }));
};

/** The newest first. Documents come from postings; what waits and what was refused, which no document need have, from requests. */
export const readActivity = async (ledger: Ledger, connection: StoredConnection, query: ActivityQuery): Promise<ActivityRow[]> => {
  const { state } = query;
  const states =
    state === null ? Object.values(postingStates).flat() : state === 'sent' || state === 'checking' ? postingStates[state] : [];
  const requests = (of: 'waiting' | 'refused') =>
    state === null || state === of ? readRequests(ledger, connection, of, query) : Promise.resolve([]);
  const documents = states.length === 0 ? [] : await readDocuments(ledger, connection, states, query);
  const pages = [documents, await requests('waiting'), await requests('refused')];
  // In the order of the sources, which sorting keeps among rows of one moment.
  return pages
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .slice(0, query.limit);
};

/** All of it, page by page, however much that is. */
export async function* allActivity(
  ledger: Ledger,
  connection: StoredConnection,
  query: Omit<ActivityQuery, 'after'>,
): AsyncGenerator<readonly ActivityRow[]> {
  for (let after: ActivityCursor | null = null; ;) {
    const rows: ActivityRow[] = await readActivity(ledger, connection, { ...query, after });
    yield rows;
    const last = rows.at(-1);
    if (rows.length < query.limit || !last) return;
    after = cursorAt(last);
  }
}

/** From click to Xero's answer, milliseconds, of the latest documents that were sent at once. */
export const recentTimes = async (ledger: Ledger, connection: StoredConnection, limit: number): Promise<number[]> =>
  (await readActivity(ledger, connection, { state: 'sent', after: null, limit })).flatMap(({ tookMs }) => tookMs ?? []);
