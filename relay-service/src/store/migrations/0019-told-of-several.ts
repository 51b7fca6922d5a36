import type { Kysely } from 'kysely';

/** When people were told that Xero holds several documents of one posting: apart from its cause, which look-ups go by. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('postings').addColumn('several_told_at', 'bigint').execute();
};
