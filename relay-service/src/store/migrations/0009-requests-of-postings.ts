import type { Kysely } from 'kysely';

/** Which postings a request has: asked for every row that the poll finds without an answer, and read through all of them before. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createIndex('postings_of_request').on('postings').columns(['request_id']).execute();
};
