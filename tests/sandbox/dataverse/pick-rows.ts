/** The rows that a query means, in its order; pages are cut afterwards. */
import type { TableDefinition } from './column.ts';
import type { Related } from './filter.ts';
import { meets } from './filter.ts';
import type { Query } from './read-query.ts';
import type { Row } from './state.ts';
import { isReference } from './state.ts';

const sortKey = (row: Row, property: string): string | number => {
  const value = row.values[/^_(.+)_value$/.exec(property)?.[1] ?? property] ?? '';
  return isReference(value) ? value.id : typeof value === 'boolean' ? Number(value) : value;
};

const sorted = (rows: readonly Row[], orderBy: Query['orderBy']): Row[] =>
  [...rows].sort((left, right) => {
    for (const { property, descending } of orderBy) {
      const [a, b] = [sortKey(left, property), sortKey(right, property)];
      if (a !== b) return (a < b ? -1 : 1) * (descending ? -1 : 1);
    }
    return left.version - right.version;
  });

/** Those that meet `$filter`, by `$orderby`. */
export const pickRows = (
  table: TableDefinition,
  rows: readonly Row[],
  { filter, orderBy }: Pick<Query, 'filter' | 'orderBy'>,
  related?: Related,
): Row[] => sorted(filter === null ? rows : rows.filter((row) => meets(table, row, filter, related)), orderBy);
