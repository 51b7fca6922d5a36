import type { Kysely } from 'kysely';

/** The name of whoever connected Xero, sealed: a refusal for the want of a role there says whose role it is. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('grants').addColumn('consented_by', 'text').execute();
};
