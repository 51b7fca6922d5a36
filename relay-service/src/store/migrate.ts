/** Brings the ledger to the newest schema; refuses one that is newer than this program. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import * as ledger from './migrations/0001-ledger.ts';
import type { LedgerSchema } from './schema.ts';

const migrations: Readonly<Record<string, Migration>> = { '0001-ledger': ledger };

/**
 * Runs what is missing, in order.
 * @throws Error when a migration fails, or the ledger was written by a newer version of the relay
 */
export const migrate = async (db: Kysely<LedgerSchema>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error)
    throw new Error(
      'The ledger could not be brought up to date. If it was written by a newer relay, start that version; nothing was changed.',
      { cause: error },
    );
  const known = await db.selectFrom('installation').select('id').executeTakeFirst();
  if (!known) await db.insertInto('installation').values({ id: randomUUID(), epoch: 1, created_at: Date.now() }).execute();
};
