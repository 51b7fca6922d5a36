import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** The ledger: requests, postings, calls and lanes, and what they refer to. Plain types that both homes have. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('installation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('grants')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('system', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('refreshing_since', 'bigint')
    .addColumn('refresh_token', 'text', (c) => c.notNull())
    .addColumn('access_token', 'text')
    .addColumn('access_expires_at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('environments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('grant_id', 'text', (c) => c.notNull().references('grants.id'))
    .addColumn('webhook_key_hash', 'text', (c) => c.notNull())
    .addColumn('former_webhook_key_hash', 'text')
    .addColumn('runs_on_poll', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('lanes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('holder', 'text')
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('calls_day_left', 'integer')
    .addColumn('parked_until', 'bigint')
    .execute();
  await schema
    .createTable('connections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('environment_id', 'text', (c) => c.notNull().references('environments.id'))
    .addColumn('connector_id', 'text', (c) => c.notNull())
    .addColumn('lane_id', 'text', (c) => c.notNull().references('lanes.id'))
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('xero_connection_id', 'text', (c) => c.notNull())
    .addColumn('xero_grant_id', 'text', (c) => c.notNull().references('grants.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('connections_once', ['environment_id', 'connector_id'])
    .execute();
  await schema
    .createTable('requests')
    .addColumn('environment_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('posting_id', 'text')
    .addColumn('cause', 'text')
    .addColumn('ended_at', 'bigint')
    .addPrimaryKeyConstraint('requests_key', ['environment_id', 'id'])
    .execute();
  await schema
    .createIndex('requests_waiting')
    .on('requests')
    .columns(['environment_id', 'due_at'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await schema
    .createTable('calls')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lane_id', 'text', (c) => c.notNull().references('lanes.id'))
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('members', 'integer', (c) => c.notNull())
    .addColumn('fingerprint', 'text', (c) => c.notNull())
    .addColumn('salt', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'bigint', (c) => c.notNull())
    .addColumn('may_run_until', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await schema.createIndex('calls_recent').on('calls').columns(['lane_id', 'sent_at']).execute();
  await schema
    .createTable('postings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('invoice_id', 'text', (c) => c.notNull())
    .addColumn('document_kind', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('request_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('call_id', 'text', (c) => c.references('calls.id'))
    .addColumn('number_sealed', 'text')
    .addColumn('xero_document_id', 'text')
    .addColumn('invoice_row_version', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('looked_up_at', 'bigint')
    .addColumn('absent_at', 'bigint')
    .addColumn('cause', 'text')
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('postings_once', ['tenant_id', 'organization_id', 'invoice_id', 'document_kind', 'generation'])
    .execute();
  await schema
    .createIndex('postings_open')
    .on('postings')
    .columns(['connection_id', 'due_at'])
    .where(sql.ref('state'), 'in', ['prepared', 'intended', 'doubtful', 'posted', 'refused'])
    .execute();
  await schema
    .createTable('audit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('code', 'text')
    .execute();
};
