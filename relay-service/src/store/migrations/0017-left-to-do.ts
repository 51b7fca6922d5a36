import type { Kysely } from 'kysely';

/** What disconnecting left to a person, until somebody says that it is done. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('left_to_do')
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('item', 'text', (c) => c.notNull())
    .addColumn('noted_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('left_to_do_key', ['connection_id', 'item'])
    .execute();
};
