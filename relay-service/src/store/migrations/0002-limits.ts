import type { Kysely } from 'kysely';

/**
 * What a successor must know of Xero's limits: calls taken in slices, the day's count, and since when Xero does not answer.
 * Of grants: when each was last refreshed, and tokens that came too late to be kept in the grant's own row.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('call_slices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('lane_id', 'text', (c) => c.notNull())
    .addColumn('calls', 'integer', (c) => c.notNull())
    .addColumn('counts_until', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('call_slices_of_app').on('call_slices').columns(['app_id', 'counts_until']).execute();
  await schema.createIndex('call_slices_of_lane').on('call_slices').columns(['lane_id', 'counts_until']).execute();
  for (const column of ['calls_day_limit', 'calls_day_background', 'parked_failures'] as const)
    await schema.alterTable('lanes').addColumn(column, 'integer').execute();
  for (const column of ['day_resets_at', 'probe_until'] as const) await schema.alterTable('lanes').addColumn(column, 'bigint').execute();
  await schema.alterTable('lanes').addColumn('parked_cause', 'text').execute();
  await schema.alterTable('grants').addColumn('refreshed_at', 'bigint').execute();
  await schema
    .createTable('grant_candidates')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('grant_id', 'text', (c) => c.notNull().references('grants.id').onDelete('cascade'))
    .addColumn('refresh_token', 'text', (c) => c.notNull())
    .addColumn('came_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('grant_candidates_of_grant').on('grant_candidates').columns(['grant_id', 'came_at']).execute();
};
