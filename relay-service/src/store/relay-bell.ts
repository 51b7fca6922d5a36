/**
 * The bell: relays that share a PostgreSQL tell each other that something was recorded (LISTEN and NOTIFY).
 * It only saves waiting; whatever it misses is found in the ledger. A pooler that hands out connections by the transaction swallows what
 * is listened for, so that the bell is rung for oneself at the start: unheard means that the ledger is looked at twice a second instead.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sql } from 'kysely';
import type { Ledger } from './ledger.ts';
import { schemaOf } from './migrate.ts';

/** Many requests of one moment ring once. */
const DEBOUNCE_MS = 20;
/** A ring of our own that was not heard for so long will not be heard. */
const UNHEARD_MS = 1_000;
const LISTEN_AGAIN_MS = 5_000;
/** How often the ledger is looked at while the bell is deaf. */
export const DEAF_POLL_MS = 500;

export interface RelayBell {
  /** Tells the other relays, soon and outside of any transaction. */
  ring(environmentId: string): void;
  /** Nothing is heard: who waits for it looks for himself. */
  readonly deaf: boolean;
  close(): Promise<void>;
}

export interface BellOptions {
  /** Connection that is kept open to listen; a direct one where the ledger's own goes through a pooler. */
  readonly listenUrl: string;
  /** Another relay has recorded something for this environment. */
  readonly heard: (environmentId: string) => void;
  readonly warn: (problem: unknown, message: string) => void;
}

interface Ring {
  readonly from: string;
  /** Absent when it is only a trial. */
  readonly environment?: string;
}

/** Channels are the database's, ledgers are schemas: relays of another schema are not woken. */
const channelOf = (schema: string): string => `stellarise:${schema}`.slice(0, 63);

/** Starts to listen. Never throws: without a bell the relay works on, only less quickly. */
export const openRelayBell = async (ledger: Ledger, { listenUrl, heard, warn }: BellOptions): Promise<RelayBell> => {
  const self = randomUUID();
  const channel = channelOf(await schemaOf(ledger.db));
  let listener: pg.Client | null = null;
  let deaf = true;
  let closed = false;
  let trial: (() => void) | null = null;
  let again: NodeJS.Timeout | null = null;
  const waiting = new Set<string>();
  let soon: NodeJS.Timeout | null = null;

  const notify = async (rings: readonly Ring[]): Promise<void> => {
    for (const ring of rings) await sql`select pg_notify(${channel}, ${JSON.stringify(ring)})`.execute(ledger.db);
  };
  const take = (payload: string): void => {
    const ring = JSON.parse(payload) as Ring;
    if (ring.from !== self && ring.environment !== undefined) heard(ring.environment);
    else if (ring.from === self && ring.environment === undefined) trial?.();
  };
  const listen = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: listenUrl, keepAlive: true });
    const lost = (problem?: Error): void => {
      if (closed || listener !== client) return;
      listener = null;
      deaf = true;
      warn(problem, 'the relay does not hear other relays any more; it looks at the ledger twice a second until it does');
      again = setTimeout(() => void tryToListen(), LISTEN_AGAIN_MS).unref();
    };
    client.on('error', lost).on('end', () => lost());
    client.on('notification', ({ payload = '' }) => take(payload));
    await client.connect();
    listener = client;
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    const wasHeard = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), UNHEARD_MS);
      // Late on a busy server, it is a hearing one all the same.
      trial = () => {
        clearTimeout(timer);
        deaf = false;
        resolve(true);
      };
    });
    await notify([{ from: self }]);
    if (!(await wasHeard))
      warn(
        null,
        'the relay does not hear its own notice, as behind a pooler that hands out connections by the transaction; it looks at the ledger twice a second. DATABASE_LISTEN_URL can name a direct connection',
      );
  };
  const tryToListen = async (): Promise<void> => {
    try {
      await listen();
    } catch (problem) {
      warn(problem, 'the relay cannot listen to other relays; it looks at the ledger twice a second until it can');
      if (!closed) again = setTimeout(() => void tryToListen(), LISTEN_AGAIN_MS).unref();
    }
  };

  await tryToListen();
  return {
    ring: (environmentId) => {
      waiting.add(environmentId);
      soon ??= setTimeout(() => {
        soon = null;
        const rings = [...waiting].map((environment) => ({ from: self, environment }));
        waiting.clear();
        void notify(rings).catch((problem: unknown) => warn(problem, 'other relays could not be told; they look for themselves'));
      }, DEBOUNCE_MS);
    },
    get deaf() {
      return deaf;
    },
    close: async () => {
      closed = true;
      if (soon) clearTimeout(soon);
      if (again) clearTimeout(again);
      await listener?.end().catch(() => undefined);
    },
  };
};
