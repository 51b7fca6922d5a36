/** Brings the ledger to the newest schema; refuses one that is newer than this program. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import * as ledger from './migrations/0001-ledger.ts';
import type { LedgerSchema } from './schema.ts';

const migrations: Readonly<Record<string, Migration>> = { '0001-ledger': ledger };

/** The schema that a PostgreSQL's address leads into; the database may hold other relays' ledgers beside it. */
const schemaOf = async (db: Kysely<LedgerSchema>): Promise<string> => {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? 'public';
};

/**
 * Runs what is missing, in order.
 * @throws Error when a migration fails, or the ledger was written by a newer version of the relay
 */
export const migrate = async (db: Kysely<LedgerSchema>, home: 'SQLite' | 'PostgreSQL'): Promise<void> => {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const migrator = new Migrator({ db, provider, ...(home === 'PostgreSQL' ? { migrationTableSchema: await schemaOf(db) } : {}) });
  const { error } = await migrator.migrateToLatest();
  if (error)
    throw new Error(
      'The ledger could not be brought up to date. If it was written by a newer relay, start that version; nothing was changed.',
      { cause: error },
    );
  const known = await db.selectFrom('installation').select('id').executeTakeFirst();
  if (!known) await db.insertInto('installation').values({ id: randomUUID(), epoch: 1, created_at: Date.now() }).execute();
};
