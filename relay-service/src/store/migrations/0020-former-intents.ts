import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Former intents are asked for with each send of an invoice whose row carries one: without an index every posting is read for it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createIndex('postings_by_former_intent')
    .on('postings')
    .column('former_id')
    .where(sql.ref('former_id'), 'is not', null)
    .execute();
};
