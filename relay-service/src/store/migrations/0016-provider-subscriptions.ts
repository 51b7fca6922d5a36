import type { Kysely } from 'kysely';

/** What the payment provider holds for an organisation, each with its own last word. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('provider_subscriptions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('customer', 'text')
    .addColumn('plan', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('began_at', 'bigint', (c) => c.notNull())
    .addColumn('told_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('provider_subscriptions_by_tenant').on('provider_subscriptions').column('tenant_id').execute();
};
