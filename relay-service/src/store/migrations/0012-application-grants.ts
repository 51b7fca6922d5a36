import type { Kysely } from 'kysely';

/** Grants that are the relay's own at a company or organisation: no person, no refresh token, renewed by asking again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('grants')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('consent'))
    .execute();
};
