import type { Kysely } from 'kysely';

/** The checkout that was opened last at the payment provider, so that no second one stays open beside it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('subscriptions').addColumn('checkout', 'text').execute();
};
