/** A dialect whose commits are points at which a relay dies. What was begun and not committed is taken back, as the database does for the dead. */
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import type { Fate } from './fate.ts';

/** `update postings`, or empty for what only reads. */
const writeOf = (sql: string): string => {
  const [, verb = '', table = ''] = /^\s*(insert into|update|delete from)\s+"?(\w+)/i.exec(sql) ?? [];
  return verb === '' ? '' : `${verb.split(' ')[0] ?? ''} ${table}`;
};

class MortalConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  private readonly fate: Fate;
  /** What an open transaction has written so far; null outside of one. */
  written: string[] | null = null;

  constructor(inner: DatabaseConnection, fate: Fate) {
    this.inner = inner;
    this.fate = fate;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.fate.live();
    const write = writeOf(query.sql);
    const run = (): Promise<QueryResult<Row>> => this.inner.executeQuery<Row>(query);
    if (write === '') return run();
    if (this.written === null) return this.fate.pass(write, run);
    if (!this.written.includes(write)) this.written.push(write);
    return run();
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The ledger streams nothing.');
  }
}

const innerOf = (connection: DatabaseConnection): MortalConnection => {
  if (connection instanceof MortalConnection) return connection;
  throw new TypeError('A connection of another driver.');
};

/** @param dialect of the real database @param prepare is given each connection before it is used */
export const mortalDialect = (
  dialect: Dialect,
  fate: Fate,
  prepare: (connection: DatabaseConnection) => Promise<unknown> = () => Promise.resolve(),
): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (db) => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createDriver: (): Driver => {
    const driver = dialect.createDriver();
    return {
      init: () => driver.init(),
      acquireConnection: async () => {
        const connection = await driver.acquireConnection();
        await prepare(connection);
        return new MortalConnection(connection, fate);
      },
      beginTransaction: async (connection, settings) => {
        fate.live();
        innerOf(connection).written = [];
        await driver.beginTransaction(innerOf(connection).inner, settings);
      },
      commitTransaction: async (connection) => {
        const { written, inner } = innerOf(connection);
        const commit = (): Promise<void> => driver.commitTransaction(inner);
        await (written === null || written.length === 0 ? commit() : fate.pass(`commit of ${written.join(', ')}`, commit));
        innerOf(connection).written = null;
      },
      rollbackTransaction: (connection) => {
        innerOf(connection).written = null;
        return driver.rollbackTransaction(innerOf(connection).inner);
      },
      releaseConnection: (connection) => driver.releaseConnection(innerOf(connection).inner),
      destroy: () => driver.destroy(),
    };
  },
});
