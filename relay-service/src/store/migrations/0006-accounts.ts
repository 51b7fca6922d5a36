import type { ColumnDefinitionBuilder, Kysely } from 'kysely';
import { PostgresAdapter, sql } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
const now = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.defaultTo(sql`CURRENT_TIMESTAMP`).notNull();
const ofAccount = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull().references('accounts.id').onDelete('cascade');

/**
 * People: accounts with their sessions, ways to sign in and second factors (the first five tables are what better-auth 1.7.25 asks for
 * under our names; a test compares), who may do what with a connection, invitations, and counted attempts.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  // The library stores dates and booleans as each home has them.
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const date = postgres ? sql`timestamptz` : sql`date`;
  const yesNo = postgres ? 'boolean' : 'integer';
  const onCreate = postgres ? now : required;
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('name', 'text', required)
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('email_verified', yesNo, required)
    .addColumn('image', 'text')
    .addColumn('created_at', date, onCreate)
    .addColumn('updated_at', date, onCreate)
    .addColumn('two_factor_enabled', yesNo)
    .addColumn('company', 'text')
    .addColumn('terms_accepted_at', date)
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('expires_at', date, required)
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', date, onCreate)
    .addColumn('updated_at', date, required)
    .addColumn('ip_address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('account_id', 'text', ofAccount)
    .execute();
  await schema.createIndex('sessions_account_id_idx').on('sessions').column('account_id').execute();
  await schema
    .createTable('sign_ins')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('subject', 'text', required)
    .addColumn('provider', 'text', required)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('access_token', 'text')
    .addColumn('refresh_token', 'text')
    .addColumn('id_token', 'text')
    .addColumn('access_token_expires_at', date)
    .addColumn('refresh_token_expires_at', date)
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('created_at', date, onCreate)
    .addColumn('updated_at', date, required)
    .execute();
  await schema.createIndex('sign_ins_account_id_idx').on('sign_ins').column('account_id').execute();
  await schema.createIndex('sign_ins_once').unique().on('sign_ins').columns(['provider', 'subject']).execute();
  await schema
    .createTable('verifications')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('identifier', 'text', required)
    .addColumn('value', 'text', required)
    .addColumn('expires_at', date, required)
    .addColumn('created_at', date, onCreate)
    .addColumn('updated_at', date, onCreate)
    .execute();
  await schema.createIndex('verifications_identifier_idx').on('verifications').column('identifier').execute();
  await schema
    .createTable('second_factors')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('secret', 'text', required)
    .addColumn('backup_codes', 'text', required)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('verified', yesNo)
    .addColumn('failed_verification_count', 'integer')
    .addColumn('locked_until', date)
    .execute();
  await schema.createIndex('second_factors_secret_idx').on('second_factors').column('secret').execute();
  await schema.createIndex('second_factors_account_id_idx').on('second_factors').column('account_id').execute();
  await schema
    .createTable('connection_members')
    // Of a connection, or of one that is still being set up and will bear this id.
    .addColumn('connection_id', 'text', required)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('role', 'text', required)
    .addColumn('added_at', 'bigint', required)
    .addPrimaryKeyConstraint('connection_members_once', ['connection_id', 'account_id'])
    .execute();
  await schema.createIndex('connection_members_of_account').on('connection_members').column('account_id').execute();
  await schema
    .createTable('invitations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('invited_by', 'text', ofAccount)
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('ended_at', 'bigint')
    .execute();
  await schema.createIndex('invitations_of_connection').on('invitations').column('connection_id').execute();
  // Sealing again after a change of keys looks for what is sealed, among all documents ever posted.
  await schema.createIndex('postings_sealed').on('postings').column('id').where(sql.ref('number_sealed'), 'is not', null).execute();
  await schema
    .createTable('attempts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('count', 'integer', required)
    .addColumn('until', 'bigint', required)
    .execute();
};
