/** Reading of single values out of a Web API row. */

/** A row as the Web API answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** Text of a column, null when it is empty or was not selected. */
export const textOf = (row: Row, name: string): string | null => {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Whole number of a column. */
export const wholeOf = (row: Row, name: string): number | null => {
  const value = row[name];
  return typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : null;
};

/** Id that a lookup points to. */
export const lookupOf = (row: Row, name: string): string | null => textOf(row, `_${name}_value`)?.toLowerCase() ?? null;

/** An expanded single row. */
export const expandedOf = (row: Row, name: string): Row | null => {
  const value = row[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
};

/** An expanded collection. */
export const listOf = (row: Row, name: string): readonly Row[] => (Array.isArray(row[name]) ? (row[name] as Row[]) : []);
