import type { Kysely } from 'kysely';

/** When each recurring job is due, by which of many relays one runs it; and what an organisation has subscribed to. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('schedule')
    .addColumn('job', 'text', (c) => c.primaryKey())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('subscriptions')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey())
    .addColumn('plan', 'text')
    .addColumn('trial_ends_at', 'bigint')
    .addColumn('paid', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('customer', 'text')
    .addColumn('told_state', 'text')
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
};
