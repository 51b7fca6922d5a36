import type { Kysely } from 'kysely';

/** Since when a connection is connected, which connecting again renews; and which end of a subscription a member was told of by mail. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('connections').addColumn('connected_at', 'bigint').execute();
  await db.schema.alterTable('connection_members').addColumn('told_of_end', 'bigint').execute();
};
