import type { Kysely } from 'kysely';

/** Fences outside the ledger: how far each connection's connector row in Dynamics was written, what is looked up first, and copies that were heard of. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  for (const column of ['ledger_epoch', 'ledger_sequence', 'sequence_told', 'sequence_at', 'look_first_since', 'look_first_before'])
    await schema.alterTable('connections').addColumn(column, 'bigint').execute();
  await schema
    .createTable('copies')
    .addColumn('environment_id', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('heard_at', 'bigint', (c) => c.notNull())
    .addColumn('answered_at', 'bigint')
    .addPrimaryKeyConstraint('copies_key', ['environment_id', 'origin'])
    .execute();
  // A row in Dynamics names a posting by its document where its intent is unknown.
  await schema.createIndex('postings_of_document').on('postings').columns(['xero_document_id']).execute();
};
