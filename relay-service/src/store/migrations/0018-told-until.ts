import type { Kysely } from 'kysely';

/** Up to when a member knows what happened, apart from when the turn to write was taken: a mail that could not be sent has told nothing. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('connection_members').addColumn('told_until', 'bigint').execute();
};
