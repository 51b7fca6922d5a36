import type { Kysely } from 'kysely';

/** The connection wizard: drafts, sign-ins under way, signs that webhooks arrive, and when reference data was read. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('connection_drafts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('reconnects', 'text')
    .addColumn('xero_grant_id', 'text')
    .addColumn('xero_connection_id', 'text')
    .addColumn('tenant_id', 'text')
    .addColumn('entra_grant_id', 'text')
    .addColumn('environment_origin', 'text')
    .addColumn('plan', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('connection_id', 'text')
    .addColumn('answers_sealed', 'text', (c) => c.notNull())
    .addColumn('problem', 'text')
    .addColumn('flashed', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
  await schema.createIndex('connection_drafts_of_owner').on('connection_drafts').columns(['owner_id', 'updated_at']).execute();
  await schema.createIndex('connection_drafts_of_connection').on('connection_drafts').columns(['connection_id']).execute();
  await schema
    .createTable('consents_begun')
    .addColumn('state_hash', 'text', (c) => c.primaryKey())
    .addColumn('draft_id', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('secrets_sealed', 'text', (c) => c.notNull())
    .addColumn('begun_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('outcome', 'text')
    .execute();
  await schema.createIndex('consents_begun_of_draft').on('consents_begun').columns(['draft_id', 'kind', 'begun_at']).execute();
  await schema
    .createTable('webhook_signs')
    .addColumn('environment_id', 'text', (c) => c.primaryKey())
    .addColumn('registered_at', 'bigint')
    .addColumn('pinged_at', 'bigint')
    .addColumn('ping_id', 'text')
    .addColumn('heard_at', 'bigint')
    .execute();
  await schema
    .createTable('reference_reads')
    .addColumn('connection_id', 'text', (c) => c.primaryKey())
    .addColumn('read_at', 'bigint')
    .addColumn('read_whole_at', 'bigint')
    .addColumn('tried_at', 'bigint')
    .addColumn('problem', 'text')
    .execute();
};
