import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * Requests are clicks or bulk; a posting knows the intent that it had before. A relay of before writes clicks and leaves the rest
 * empty, which is right.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .alterTable('requests')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('clicks'))
    .execute();
  await schema
    .createIndex('requests_due')
    .on('requests')
    .columns(['environment_id', 'kind', 'due_at'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await schema.createIndex('requests_arrived').on('requests').columns(['environment_id', 'received_at']).execute();
  // SQLite cannot tell that a list of states given with the query lies within those of a partial index.
  await schema.createIndex('postings_by_state').on('postings').columns(['connection_id', 'state', 'due_at']).execute();
  await schema.alterTable('postings').addColumn('former_id', 'text').execute();
};
