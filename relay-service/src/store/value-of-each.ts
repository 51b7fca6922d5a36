/** One statement for many rows. */
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** A column's value by the row's id. @param values one at least */
export const valueOfEach = <Value extends string | null>(values: ReadonlyMap<string, Value>): RawBuilder<Value> =>
  sql<Value>`case id ${sql.join(
    [...values].map(([id, value]) => sql`when ${id} then ${value}`),
    sql` `,
  )} end`;
