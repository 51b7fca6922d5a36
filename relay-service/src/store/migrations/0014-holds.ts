import type { Kysely } from 'kysely';

/** What one relay does at a time of many: who holds it, and until when it is given up for dead. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('holds')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute();
};
