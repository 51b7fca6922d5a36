import type { Kysely } from 'kysely';

/** Whether the payment provider could not collect the money of a subscription yet. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('provider_subscriptions').addColumn('past_due', 'integer').execute();
};
