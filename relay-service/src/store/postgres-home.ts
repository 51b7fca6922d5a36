/** PostgreSQL by its address: several relays share it, every commit on its disk before it is acknowledged. */
import type { DatabaseConnection, DatabaseIntrospector, Kysely } from 'kysely';
import { CompiledQuery, PostgresAdapter, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { LedgerError } from '../errors.ts';
import type { OpenDatabase } from './ledger.ts';
import { OwnSchemaIntrospector } from './own-schema-introspector.ts';
import type { LedgerSchema } from './schema.ts';

/** Milliseconds fit a double until the year 287396; text would make the two homes differ. */
const types = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser,
};

/** A role or database may have it off; whatever is stricter than "on" is left alone. */
const COMMIT_DURABLY = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const setDurable = async (connection: DatabaseConnection): Promise<void> => {
  await connection.executeQuery(CompiledQuery.raw(COMMIT_DURABLY));
};

/** Migrations are held apart by a lock of our own, which knows the schema and ends with its transaction (`migrate.ts`). */
class LockedOutsideAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}
class SharedDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockedOutsideAdapter();
  }
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new OwnSchemaIntrospector(db);
  }
}

/**
 * A relay that is stopped in the middle of a transaction, with its machine for instance, would hold its locks until it goes on, and no other
 * could take over its lanes. The server ends such a transaction; nothing of it was committed, and it is tried again.
 */
const STOPPED_AFTER_MS = 5_000;

/** Opens a pool of connections; the first query connects. */
export const openPostgres = (connectionString: string): OpenDatabase => {
  const pool = new pg.Pool({ connectionString, max: 10, types, idle_in_transaction_session_timeout: STOPPED_AFTER_MS });
  // A connection may end while nobody uses it, as when the server restarts: without a listener the relay would end too. The next query opens another.
  pool.on('error', () => undefined);
  // Nor may one that ends between two queries of a transaction end the relay: the next query says it.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return {
    dialect: new SharedDialect({ pool, onCreateConnection: setDurable }),
    beforeClose: () => Promise.resolve(),
    release: () => undefined,
  };
};

/** `host:port/database` of an address, which may hold a password. */
export const placeOf = (connectionString: string): string => {
  const url = URL.parse(connectionString);
  return url ? `${url.host}${url.pathname}` : 'in DATABASE_URL';
};

/** What stands against a server with these settings; null = it keeps what it commits. */
export const objectionTo = (settings: { readonly fsync: string; readonly synchronous_commit: string }): string | null => {
  const wrong = [
    ...(settings.fsync === 'on' ? [] : [`fsync is ${settings.fsync}`]),
    ...(settings.synchronous_commit === 'off' ? ['synchronous_commit is off and could not be switched on'] : []),
  ];
  return wrong.length === 0
    ? null
    : `The PostgreSQL of DATABASE_URL does not keep what it commits (${wrong.join(', ')}). An answer could be forgotten after a power cut, and an invoice sent twice. ` +
        'Switch fsync on in postgresql.conf, or choose another server; nothing was changed.';
};

/** @throws {LedgerError} when the server would forget a commit on a power cut */
export const holdPostgresDurable = async (db: Kysely<LedgerSchema>): Promise<void> => {
  const { rows } = await sql<{
    fsync: string;
    synchronous_commit: string;
  }>`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit`.execute(db);
  const objection = rows[0] ? objectionTo(rows[0]) : null;
  if (objection !== null) throw new LedgerError('LEDGER_NOT_DURABLE', objection);
};
