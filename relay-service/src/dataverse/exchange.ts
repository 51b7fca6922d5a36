/**
 * Connections to the environments, over HTTP/1.1: one request at a time on each, as many as are open at once. Not undici's own Agent: of each
 * environment that it has a connection to, it keeps a queue of 2,048 places, which are 16 MB for a thousand.
 */
import { buildConnector, Client } from 'undici';

/** A connection that is idle is closed soon, whatever the other side would keep: of a thousand environments each would hold several. */
const IDLE_MS = 4_000;

/** Shared, so that the TLS session of one connection shortens the handshake of the next. */
const connect = buildConnector({ allowH2: false });

interface Connection {
  readonly client: Client;
  isOpen: boolean;
}

/** Those that nobody uses, by origin; the last one used is the first to be used again. */
const idle = new Map<string, Connection[]>();

const forget = (origin: string, connection: Connection): void => {
  const left = (idle.get(origin) ?? []).filter((each) => each !== connection);
  if (left.length > 0) idle.set(origin, left);
  else idle.delete(origin);
  void connection.client.destroy();
};

const take = (origin: string): Connection => {
  const known = idle.get(origin)?.pop();
  if (known) return known;
  const client = new Client(origin, { connect, allowH2: false, keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS });
  const connection: Connection = { client, isOpen: false };
  client.on('connect', () => (connection.isOpen = true));
  client.on('disconnect', () => {
    connection.isOpen = false;
    if (idle.get(origin)?.includes(connection)) forget(origin, connection);
  });
  return connection;
};

const giveBack = (origin: string, connection: Connection): void => {
  if (connection.isOpen) idle.set(origin, [...(idle.get(origin) ?? []), connection]);
  else forget(origin, connection);
};

/** What is asked of an environment. */
export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Milliseconds for the answer's headers, and between two parts of its body. */
  readonly timeoutMs: number;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * Asks and reads the whole answer, whatever its status; redirects are not followed.
 * @throws undici's or Node's error with its `code`, where there was no whole answer
 */
export const exchange = async (origin: string, { method, path, headers, body, timeoutMs }: Exchange): Promise<Exchanged> => {
  const connection = take(origin);
  try {
    const answer = await connection.client.request({ method, path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } finally {
    giveBack(origin, connection);
  }
};
