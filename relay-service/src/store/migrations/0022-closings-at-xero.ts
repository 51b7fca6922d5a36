import type { Kysely } from 'kysely';

/** What set-ups have opened at Xero and left behind, until it is closed there. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('closings_at_xero')
    .addColumn('grant_id', 'text', (c) => c.notNull())
    .addColumn('xero_connection_id', 'text', (c) => c.notNull())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('noted_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('closings_at_xero_key', ['grant_id', 'xero_connection_id'])
    .execute();
};
