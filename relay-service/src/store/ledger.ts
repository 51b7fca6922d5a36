/** Opens the ledger: SQLite in the data directory, or PostgreSQL by its address. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import type { LedgerSchema } from './schema.ts';
import type { Seal } from './seal.ts';

/** The open ledger and what every part of the store needs beside it. */
export interface Ledger {
  readonly db: Kysely<LedgerSchema>;
  readonly home: 'SQLite' | 'PostgreSQL';
  readonly seal: Seal;
  readonly installationId: string;
  /** Milliseconds since 1970 by the database's clock. */
  now(): number;
  close(): Promise<void>;
}

export interface LedgerOptions {
  readonly dataDirectory: string;
  readonly databaseUrl: string | null;
  readonly seal: Seal;
  readonly clock?: () => number;
}

const openSqlite = (folder: string): { dialect: SqliteDialect; release: () => void } => {
  mkdirSync(folder, { recursive: true });
  // An exclusive transaction on a file of its own: Node has no flock, and two relays on one SQLite would both send.
  const lock = new Database(join(folder, 'relay.lock.db'), { timeout: 50 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(
      `Another relay already works in ${folder}. One relay at a time uses a SQLite ledger; for several, set DATABASE_URL to a PostgreSQL.`,
      { cause },
    );
  }
  const database = new Database(join(folder, 'ledger.db'), { timeout: 50 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('secure_delete = ON');
  return { dialect: new SqliteDialect({ database }), release: () => lock.close() };
};

const openPostgres = (connectionString: string): { dialect: PostgresDialect; release: () => void } => {
  // Milliseconds fit a double until the year 287396; text would make the two homes differ.
  const types = {
    getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
      oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser,
  };
  return { dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 10, types }) }), release: () => undefined };
};

/**
 * Opens the ledger and brings it up to date.
 * @throws Error when another relay holds the SQLite ledger, or the database cannot be written or is from the future
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const home = options.databaseUrl === null ? 'SQLite' : 'PostgreSQL';
  const { dialect, release } = options.databaseUrl === null ? openSqlite(options.dataDirectory) : openPostgres(options.databaseUrl);
  const db = new Kysely<LedgerSchema>({ dialect });
  try {
    await migrate(db, home);
    const installation = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
    return {
      db,
      home,
      seal: options.seal,
      installationId: installation.id,
      now: options.clock ?? Date.now,
      close: async () => {
        await db.destroy();
        release();
      },
    };
  } catch (problem) {
    await db.destroy();
    release();
    throw problem;
  }
};
