/**
 * Kysely on better-sqlite3 as the ledger wants it: transactions begin IMMEDIATE, who waits for the connection gets it in turn, a lock that
 * somebody else holds is waited for without holding up the event loop, and statements are compiled once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { CompiledQuery as Compiled, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import { createTurn, nextTurn } from '../take-turns.ts';

/** Longest wait of the file's own lock handling, which blocks the whole process. */
export const BUSY_TIMEOUT_MS = 50;
/** After so long the statement fails: a lock that lasts is somebody's open transaction. */
const PATIENCE_MS = 5_000;
const AGAIN_MS = 20;
/** Lists of changing length make many texts; the oldest go first. */
const STATEMENTS_KEPT = 500;

// By its code: where the library is loaded more than once, its errors are of one load only.
const isBusy = (problem: unknown): boolean => {
  const { code } = problem as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
};

class PatientConnection implements DatabaseConnection {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();
  /** Its own: a transaction that gave way to work of another kind after each statement would keep everybody from the ledger. */
  private readonly isTurnOver = createTurn();

  constructor(database: Database.Database) {
    this.database = database;
  }

  private statementOf(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = this.database.prepare(sql);
    this.statements.set(sql, made);
    if (this.statements.size > STATEMENTS_KEPT) this.statements.delete(this.statements.keys().next().value ?? '');
    return made;
  }

  private run<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const statement = this.statementOf(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** @throws SqliteError when the file stayed locked for 5 s, or for any other reason at once */
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const until = performance.now() + PATIENCE_MS;
    this.isTurnOver();
    for (;;) {
      try {
        const result = this.run<Row>(query);
        // Its answers come at once: a long row of statements would hold up the event loop, the more so where several follow one another.
        if (this.isTurnOver()) await nextTurn();
        return result;
      } catch (problem) {
        // Within a transaction the lock is held already; whatever is busy then will not become free by waiting.
        if (!isBusy(problem) || this.database.inTransaction || performance.now() > until) throw problem;
        await pause(AGAIN_MS);
      }
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The ledger streams nothing.');
  }
}

/** Begins transactions as writers, and gives the one connection to one at a time. */
class LedgerSqliteDriver extends SqliteDriver {
  private readonly connection: PatientConnection;
  private isTaken = false;
  /** Who waits for the connection, in the order they came. */
  private readonly waiting: (() => void)[] = [];

  constructor(database: Database.Database) {
    super({ database });
    this.connection = new PatientConnection(database);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.isTaken) await new Promise<void>((resolve) => void this.waiting.push(resolve));
    this.isTaken = true;
    return this.connection;
  }

  /** Hands it to the next at once, so that nobody who comes meanwhile takes it first. */
  override releaseConnection(): Promise<void> {
    const next = this.waiting.shift();
    if (next) next();
    else this.isTaken = false;
    return Promise.resolve();
  }

  /** A transaction that begins as a reader and writes later fails at once when another writer came between. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(Compiled.raw('begin immediate'));
  }
}

class LedgerSqliteAdapter extends SqliteAdapter {
  /** It has one, which the driver gives to one at a time: Kysely's own lock wakes everybody who waits each time that it is given back. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** SQLite takes table definitions back with the transaction, so that a migration that fails leaves nothing; Kysely's own adapter does not rely on it. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The dialect over an open file. */
export class LedgerSqliteDialect extends SqliteDialect {
  private readonly database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.database = database;
  }

  override createAdapter(): SqliteAdapter {
    return new LedgerSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new LedgerSqliteDriver(this.database);
  }
}
