import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What people see of a connection: its name, its trouble, whose requests are whose, and who is told by mail. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  for (const column of ['name', 'organisation_name', 'trouble']) await schema.alterTable('connections').addColumn(column, 'text').execute();
  await schema.alterTable('connections').addColumn('demo', 'integer').execute();
  await schema.alterTable('connections').addColumn('trouble_at', 'bigint').execute();
  await schema.alterTable('requests').addColumn('connection_id', 'text').execute();
  await schema
    .alterTable('connection_members')
    .addColumn('notify', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  await schema.alterTable('connection_members').addColumn('notified_at', 'bigint').execute();
  await schema.createIndex('postings_of_connection').on('postings').columns(['connection_id', 'created_at']).execute();
  await schema
    .createIndex('requests_refused')
    .on('requests')
    .columns(['environment_id', 'ended_at'])
    .where(sql.ref('state'), '=', 'refused')
    .execute();
  await schema.createIndex('audit_of_subject').on('audit').columns(['subject', 'at']).execute();
};
