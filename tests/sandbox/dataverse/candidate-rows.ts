/** Rows that may meet a filter, found by index where the filter names values; whether they do is for the filter to say. */
import type { Token } from '@odata/parser';
import type { TableDefinition } from './column.ts';
import type { IndexedRows } from './indexed-rows.ts';
import type { Row, Value } from './state.ts';

const INDEXED = ['id', 'lookup', 'text', 'choice'];

interface Sides {
  readonly left: Token;
  readonly right: Token;
}

/** `column eq value` as the pair that an index answers; null where it cannot. */
const pairOf = (table: TableDefinition, { left, right }: Sides): readonly [string, Value] | null => {
  if ((right.type as string) !== 'Literal' || (left.type as string) === 'Literal') return null;
  const name = /^_(.+)_value$/.exec(left.raw)?.[1] ?? left.raw;
  const raw = right.raw;
  if (raw === 'null' || !INDEXED.includes(table.columns[name]?.type ?? '')) return null;
  return [name, raw.startsWith("'") ? raw.slice(1, -1).replaceAll("''", "'") : raw];
};

/** @returns null where only reading all of them tells */
const find = (table: TableDefinition, rows: IndexedRows, token: Token): ReadonlySet<Row> | null => {
  const sides = token.value as Sides;
  switch (token.type as string) {
    case 'BoolParenExpression':
    case 'ParenExpression':
    case 'CommonExpression':
      return find(table, rows, token.value as Token);
    case 'EqualsExpression': {
      const pair = pairOf(table, sides);
      if (!pair) return null;
      const [name, value] = pair;
      if (name !== table.primaryKey) return new Set(rows.having(name, value));
      const row = typeof value === 'string' ? rows.get(value.toLowerCase()) : undefined;
      return new Set(row ? [row] : []);
    }
    case 'AndExpression': {
      const [left, right] = [find(table, rows, sides.left), find(table, rows, sides.right)];
      if (!left || !right) return left ?? right;
      return left.size < right.size ? left : right;
    }
    case 'OrExpression': {
      const left = find(table, rows, sides.left);
      const right = left && find(table, rows, sides.right);
      return left && right ? new Set([...left, ...right]) : null;
    }
    default:
      return null;
  }
};

/** Every row that the filter can mean, and perhaps some more. */
export const candidateRows = (table: TableDefinition, rows: IndexedRows, filter: Token | null): readonly Row[] => [
  ...((filter && find(table, rows, filter)) ?? rows.values()),
];
