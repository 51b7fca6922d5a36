/** SQLite in the data directory: exactly one relay process, every commit on the disk before it is acknowledged. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerError } from '../errors.ts';
import { startCheckpoints } from './checkpoints.ts';
import type { OpenDatabase } from './ledger.ts';
import { BUSY_TIMEOUT_MS, LedgerSqliteDialect } from './sqlite-dialect.ts';

/** `PRAGMA synchronous` as a number: the log is flushed at each commit. */
const FULL = 2;

/** Pages that SQLite keeps for itself: the rows in work. The system's own cache has the rest of the file; better-sqlite3 would keep 16 MB. */
const CACHE_KB = 4_096;

/** An exclusive transaction on a file of its own: Node has no flock, and two relays on one SQLite would both send. */
const lockFolder = (folder: string): Database.Database => {
  const lock = new Database(join(folder, 'relay.lock.db'), { timeout: BUSY_TIMEOUT_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (!String((cause as { readonly code?: unknown }).code).startsWith('SQLITE_BUSY')) throw cause;
    throw new LedgerError(
      'LEDGER_HELD',
      `Another relay already works in ${folder}. One relay at a time uses a SQLite ledger; for several, set DATABASE_URL to a PostgreSQL.`,
      cause,
    );
  }
};

/** What SQLite says that it does is asked for, not assumed: a file on a network share may refuse its log, a build may have other defaults. */
const holdDurable = (database: Database.Database, folder: string): void => {
  const journal = database.pragma('journal_mode = WAL', { simple: true });
  database.pragma('synchronous = FULL');
  const synchronous = database.pragma('synchronous', { simple: true });
  if (journal !== 'wal' || synchronous !== FULL)
    throw new LedgerError(
      'LEDGER_NOT_DURABLE',
      `SQLite cannot keep its ledger safely in ${folder} (journal_mode is ${String(journal)}, synchronous is ${String(synchronous)}; wal and ${String(FULL)} are needed). ` +
        'An answer could be forgotten after a power cut, and an invoice sent twice. Set RELAY_DATA_DIR to a folder on a local disk, or DATABASE_URL to a PostgreSQL.',
    );
};

/** @throws {LedgerError} when another relay works in the folder, or the disk cannot keep what is committed; SQLite's own error when it cannot be written */
export const openSqlite = (folder: string): OpenDatabase => {
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  const file = join(folder, 'ledger.db');
  try {
    const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    holdDurable(database, folder);
    database.pragma('wal_autocheckpoint = 0');
    database.pragma(`cache_size = -${String(CACHE_KB)}`);
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    const endCheckpoints = startCheckpoints(file);
    return {
      dialect: new LedgerSqliteDialect(database),
      beforeClose: endCheckpoints,
      release: () => lock.close(),
    };
  } catch (problem) {
    lock.close();
    throw problem;
  }
};
