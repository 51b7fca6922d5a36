/** Finds rows of a list by a property without reading the list through; what was added since is entered on the next question. */

interface Index {
  /** Elements entered so far. */
  read: number;
  readonly rows: Map<string, object[]>;
}
const indexes = new WeakMap<readonly object[], Map<string, Index>>();

const keyOf = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** Rows whose property is this text, without regard to case. For lists that only grow; see `forget`. */
export const having = <Row extends object>(
  list: readonly Row[],
  property: keyof Row & string,
  value: string | undefined,
): readonly Row[] => {
  if (value === undefined || value === '') return [];
  const ofList = indexes.get(list) ?? new Map<string, Index>();
  indexes.set(list, ofList);
  const known = ofList.get(property);
  const index: Index = known && known.read <= list.length ? known : { read: 0, rows: new Map() };
  ofList.set(property, index);
  for (; index.read < list.length; index.read += 1) {
    const row = list[index.read];
    const key = keyOf(row?.[property]);
    const rows = index.rows.get(key);
    if (row && rows) rows.push(row);
    else if (row) index.rows.set(key, [row]);
  }
  return (index.rows.get(value.toLowerCase()) ?? []) as Row[];
};

/** To be called when a row of the list has changed. */
export const forget = (list: readonly object[]): void => void indexes.delete(list);

/**
 * Rows that a filter can mean, and perhaps some more.
 * @param equals of which one must hold, from the filter; null = any row may be meant
 * @param indexed properties that hold text
 */
export const candidates = <Row extends object>(
  list: readonly Row[],
  equals: readonly { readonly property: string; readonly text: string }[] | null,
  indexed: readonly (keyof Row & string)[],
): readonly Row[] => {
  const pairs = equals?.map(({ property, text }) => ({ property: indexed.find((name) => name === property), text })) ?? [];
  if (equals === null || pairs.some(({ property }) => property === undefined)) return list;
  return [...new Set(pairs.flatMap(({ property, text }) => (property === undefined ? [] : having(list, property, text))))];
};
