/** Both homes of the ledger, so that one battery runs against each; PostgreSQL in a schema of its own that goes with the test. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { openOwnSchema } from '../../prove/own-schema.ts';
import { backupOfPostgres, backupOfSqlite } from './backup-of.ts';

export interface OpenHome {
  readonly ledger: Ledger;
  /** Folder of a SQLite ledger. */
  readonly folder?: string;
  /** Opens the same home once more, as a relay does that was restarted. */
  reopen(): Promise<Ledger>;
  /** Opens it once more beside the first, as a second relay does; on PostgreSQL only. */
  beside(): Promise<Ledger>;
  /** A backup, as it would lie in somebody's storage. */
  backup(): Promise<Buffer>;
  close(): Promise<void>;
}
export interface Home {
  readonly name: string;
  readonly open: () => Promise<OpenHome>;
}

const seal = createSeal([{ id: 1, key: randomBytes(32) }]);

const sqlite: Home = {
  name: 'SQLite',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stellarise-ledger-'));
    const open = (): Promise<Ledger> => openLedger({ dataDirectory: folder, databaseUrl: null, seal });
    let ledger = await open();
    return {
      ledger,
      folder,
      reopen: async () => {
        await ledger.close();
        return (ledger = await open());
      },
      beside: () => Promise.reject(new Error('One relay at a time has a SQLite ledger.')),
      backup: () => backupOfSqlite(ledger),
      close: async () => {
        await ledger.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

const postgres = (url: string): Home => ({
  name: 'PostgreSQL',
  open: async () => {
    const schema = await openOwnSchema(url);
    const open = (): Promise<Ledger> => openLedger({ dataDirectory: '', databaseUrl: schema.url, seal });
    let ledger = await open();
    return {
      ledger,
      reopen: async () => {
        await ledger.close();
        return (ledger = await open());
      },
      beside: open,
      backup: () => backupOfPostgres(ledger, url, schema.name),
      close: async () => {
        await ledger.close();
        await schema.remove();
      },
    };
  },
});

const reachable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 5_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });

/** A PostgreSQL to test on; null where this machine has none. */
export const postgresUrl = async (): Promise<string | null> => {
  const named = process.env['TEST_DATABASE_URL'];
  if (named) return named;
  if (!(await reachable(5432))) return null;
  const url = 'postgresql://postgres@127.0.0.1:5432/test';
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000 });
  return client
    .connect()
    .then(() => client.end())
    .then(() => url)
    .catch(() => null);
};

/** The homes that this machine has. */
export const homes = async (): Promise<readonly Home[]> => {
  const url = await postgresUrl();
  if (url === null) process.stdout.write('Skipped: the ledger on PostgreSQL (no TEST_DATABASE_URL, and 127.0.0.1:5432 lets nobody in).\n');
  return url === null ? [sqlite] : [sqlite, postgres(url)];
};
