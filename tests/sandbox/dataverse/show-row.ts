/** A row as JSON: values, lookups, annotations, ETag and expanded rows. */
import type { Column, TableDefinition } from './column.ts';
import { isThere } from './installed-version.ts';
import { tableNamed } from './model.ts';
import { pickRows } from './pick-rows.ts';
import type { Query } from './read-query.ts';
import type { Environment, Row, Value } from './state.ts';
import { isReference, referenceOf, rowsOf } from './state.ts';

export interface Showing {
  readonly environment: Environment;
  /** `*`, or the names asked for in `odata.include-annotations`. */
  readonly annotations: (name: string) => boolean;
  readonly mayRead: (table: TableDefinition, row: Row) => boolean;
}

const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
const LOGICAL_NAME = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const NAVIGATION = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

export const etagOf = (row: Row): string => `W/"${String(row.version)}"`;

const nameOf = (environment: Environment, table: string, id: string): string => {
  const definition = tableNamed(table);
  const name = rowsOf(environment, table).get(id)?.values[definition.primaryName];
  return typeof name === 'string' ? name : '';
};

const symbolOf = (environment: Environment, row: Row): string => {
  const currency = referenceOf(row, 'transactioncurrencyid');
  const symbol = currency && rowsOf(environment, 'transactioncurrency').get(currency.id)?.values['currencysymbol'];
  return typeof symbol === 'string' ? symbol : '';
};

const formatted = (showing: Showing, row: Row, column: Column, value: Value): string | null => {
  switch (column.type) {
    case 'choice':
      return column.options?.[value as number] ?? null;
    case 'yesno':
      return value === true ? 'Yes' : 'No';
    case 'money':
      return `${symbolOf(showing.environment, row)}${(value as number).toLocaleString('en-AU', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
    case 'whole':
    case 'decimal':
      return (value as number).toLocaleString('en-AU');
    case 'date':
    case 'instant':
      return new Date(value as string).toLocaleDateString('en-AU', { timeZone: column.type === 'date' ? 'UTC' : 'Australia/Sydney' });
    default:
      return null;
  }
};

const showValue = (showing: Showing, row: Row, name: string, column: Column): Record<string, unknown> => {
  const value = row.values[name] ?? null;
  const property = column.type === 'lookup' ? `_${name}_value` : name;
  if (!isReference(value)) {
    const display = value === null || !showing.annotations(FORMATTED) ? null : formatted(showing, row, column, value);
    return { ...(display === null ? {} : { [`${property}@${FORMATTED}`]: display }), [property]: value };
  }
  const navigation = column.navigations?.find(({ target }) => target === value.table)?.name ?? name;
  return {
    ...(showing.annotations(NAVIGATION) ? { [`${property}@${NAVIGATION}`]: navigation } : {}),
    ...(showing.annotations(LOGICAL_NAME) ? { [`${property}@${LOGICAL_NAME}`]: value.table } : {}),
    ...(showing.annotations(FORMATTED) ? { [`${property}@${FORMATTED}`]: nameOf(showing.environment, value.table, value.id) } : {}),
    [property]: value.id,
  };
};

/** Rows that a navigation property of a row leads to. */
export const relatedRows = (environment: Environment, row: Row, to: Query['expand'][number]['to']): Row[] => {
  if (to.kind === 'collection') {
    const { table, column } = to.collection;
    return [...rowsOf(environment, table).having(column, row.id)];
  }
  if (to.kind === 'membership')
    return environment.pairs[to.membership.pairs].flatMap(([left, right]) =>
      left === row.id ? (rowsOf(environment, to.target.logicalName).get(right) ?? []) : [],
    );
  const reference = referenceOf(row, to.column);
  const found = reference?.table === to.target.logicalName ? rowsOf(environment, reference.table).get(reference.id) : undefined;
  return found ? [found] : [];
};

/** One row, as a query asks for it. */
export const showRow = (showing: Showing, table: TableDefinition, row: Row, query: Query): Record<string, unknown> => {
  const names =
    query.select?.map((property) => /^_(.+)_value$/.exec(property)?.[1] ?? property) ??
    Object.keys(table.columns).filter((name) => isThere(table.columns[name]!));
  const shown: Record<string, unknown> = { '@odata.etag': etagOf(row) };
  for (const name of new Set([...names, table.primaryKey])) {
    const column = table.columns[name];
    if (column?.read === true) Object.assign(shown, showValue(showing, row, name, column));
  }
  for (const { name, to, query: inner } of query.expand) {
    const readable = relatedRows(showing.environment, row, to).filter((each) => showing.mayRead(to.target, each));
    if (to.kind === 'single') {
      shown[name] = readable[0] ? showRow(showing, to.target, readable[0], inner) : null;
      continue;
    }
    const related = pickRows(to.target, readable, inner).slice(0, inner.top ?? undefined);
    shown[name] = related.map((each) => showRow(showing, to.target, each, inner));
    // Carried even when the collection is complete, as real answers do; the page behind it is then empty.
    const link = `${showing.environment.origin}/api/data/v9.2/${table.setName}(${row.id})/${name}`;
    shown[`${name}@odata.nextLink`] = `${link}?$skiptoken=${String(readable.length)}`;
  }
  return shown;
};
