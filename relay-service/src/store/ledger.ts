/** Opens the ledger: SQLite in the data directory, or PostgreSQL by its address. */
import { join } from 'node:path';
import type { Dialect } from 'kysely';
import { Kysely, sql } from 'kysely';
import type { DatabaseClock } from './database-clock.ts';
import { databaseClock } from './database-clock.ts';
import { ledgerProblem } from './judge-database.ts';
import { migrate } from './migrate.ts';
import { holdPostgresDurable, openPostgres, placeOf } from './postgres-home.ts';
import type { LedgerSchema } from './schema.ts';
import type { Seal } from './seal.ts';
import { openSqlite } from './sqlite-home.ts';

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
  /** In place of the database's clock, in tests only. */
  readonly clock?: () => number;
}

/** A database that was opened and not yet looked into. */
export interface OpenDatabase {
  readonly dialect: Dialect;
  /** Ends what works on it beside the ledger. */
  readonly beforeClose: () => Promise<void>;
  /** Lets another relay have it. */
  readonly release: () => void;
}

const askTime = (db: Kysely<LedgerSchema>) => async (): Promise<number> => {
  const { rows } = await sql<{ at: number }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`.execute(db);
  return rows[0]?.at ?? Number.NaN;
};

const clockOf = async (db: Kysely<LedgerSchema>, options: LedgerOptions): Promise<DatabaseClock> => {
  const { clock } = options;
  // SQLite is this very process: its clock is ours.
  if (clock || options.databaseUrl === null) return { now: clock ?? Date.now, stop: () => undefined };
  return databaseClock(askTime(db));
};

const openDatabase = async (options: LedgerOptions): Promise<Ledger> => {
  const home = options.databaseUrl === null ? 'SQLite' : 'PostgreSQL';
  const { dialect, beforeClose, release } =
    options.databaseUrl === null ? openSqlite(options.dataDirectory) : openPostgres(options.databaseUrl);
  const db = new Kysely<LedgerSchema>({ dialect });
  const close = async (): Promise<void> => {
    await beforeClose();
    await db.destroy();
    release();
  };
  try {
    if (home === 'PostgreSQL') await holdPostgresDurable(db);
    await migrate(db, home);
    const installation = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
    const clock = await clockOf(db, options);
    return {
      db,
      home,
      seal: options.seal,
      installationId: installation.id,
      now: () => clock.now(),
      close: async () => {
        clock.stop();
        await close();
      },
    };
  } catch (problem) {
    await close();
    throw problem;
  }
};

/**
 * Opens the ledger and brings it up to date.
 * @throws {LedgerError} by name, when another relay holds the SQLite ledger, or the database is read-only, full, damaged, not to be reached,
 * would forget a commit or is from the future
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  try {
    return await openDatabase(options);
  } catch (problem) {
    const place = options.databaseUrl === null ? join(options.dataDirectory, 'ledger.db') : placeOf(options.databaseUrl);
    throw ledgerProblem(problem, place) ?? problem;
  }
};
