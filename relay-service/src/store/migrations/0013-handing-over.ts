import type { Kysely } from 'kysely';

/** Invitations that hand a connection over: whoever takes one up becomes its owner in the place of whoever offered it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('invitations')
    .addColumn('hands_over', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
};
