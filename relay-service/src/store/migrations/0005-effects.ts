import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What follows a document (allocation, mail, note, contact, cancellation), and up to where each environment was read. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('effects')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('occasion', 'text', (c) => c.notNull())
    .addColumn('request_id', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('epoch', 'integer')
    .addColumn('may_run_until', 'bigint')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('seen', 'text')
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('told_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('effects_once', ['tenant_id', 'organization_id', 'subject_id', 'kind', 'occasion'])
    .execute();
  await schema
    .createIndex('effects_due')
    .on('effects')
    .columns(['connection_id', 'due_at'])
    .where(sql.ref('told_at'), 'is', null)
    .execute();
  await schema
    .createTable('cursors')
    .addColumn('environment_id', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('cursors_key', ['environment_id', 'subject'])
    .execute();
};
