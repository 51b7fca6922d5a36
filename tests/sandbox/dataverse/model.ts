/** The environment's metadata: tables by every name that a request may use, and the collections that lookups make on their targets. */
import { relationships } from '@stl3/solution';
import type { Column, TableDefinition } from './column.ts';
import { isTableThere, isThere } from './installed-version.ts';
import { allTables } from './our-tables.ts';
import { Refusal } from './refusal.ts';
import type { Value } from './state.ts';

/** Rows of `table` whose lookup `column` points here. */
export interface Collection {
  readonly name: string;
  readonly table: string;
  readonly column: string;
}
/** A many-to-many relationship, seen from one side. */
export interface Membership {
  readonly name: string;
  readonly table: string;
  readonly pairs: 'systemuserroles' | 'teammembership' | 'teamroles';
}

const bySet = new Map(allTables.map((table) => [table.setName, table]));
const byName = new Map(allTables.map((table) => [table.logicalName, table]));

const collectionsOf = (logicalName: string): readonly Collection[] => [
  ...(microsoftCollections[logicalName] ?? []),
  ...relationships
    .filter(({ column }) => column.target === logicalName)
    .map(({ schemaName, referencing, column }) => ({ name: schemaName, table: referencing, column: column.schemaName.toLowerCase() })),
];
const microsoftCollections: Readonly<Record<string, readonly Collection[]>> = {
  invoice: [{ name: 'invoice_details', table: 'invoicedetail', column: 'invoiceid' }],
};
const memberships: Readonly<Record<string, readonly Membership[]>> = {
  systemuser: [
    { name: 'systemuserroles_association', table: 'role', pairs: 'systemuserroles' },
    { name: 'teammembership_association', table: 'team', pairs: 'teammembership' },
  ],
  team: [{ name: 'teamroles_association', table: 'role', pairs: 'teamroles' }],
};

/** @throws {Refusal} 404 as the Web API words it */
export const tableOfSet = (setName: string): TableDefinition => {
  const found = bySet.get(setName);
  if (!found || !isTableThere(found)) throw new Refusal(404, '0x8006088a', `Resource not found for the segment '${setName}'.`);
  return found;
};

export const tableNamed = (logicalName: string): TableDefinition => {
  const found = byName.get(logicalName);
  if (!found) throw new Error(`The model has no table ${logicalName}.`);
  return found;
};

const defaults = new Map(
  allTables.map((table) => [
    table.logicalName,
    Object.fromEntries(
      Object.entries(table.columns).flatMap(([name, column]) => (column.default === undefined ? [] : [[name, column.default as Value]])),
    ),
  ]),
);
/** What the columns of a new row hold where nothing is given. */
export const defaultsOf = ({ logicalName }: TableDefinition): Readonly<Record<string, Value>> => defaults.get(logicalName) ?? {};

interface NamedColumn {
  readonly name: string;
  readonly column: Column;
}
interface Lookup extends NamedColumn {
  /** Logical name of the table that it leads to; of an owner, who may be of two kinds, the first. */
  readonly target: string;
}
const lookups = new Map(
  allTables.map(({ logicalName, columns }) => [
    logicalName,
    new Map(
      Object.entries(columns).flatMap(([name, column]) =>
        (column.navigations ?? [])
          .toReversed()
          .map((navigation): [string, Lookup] => [navigation.name, { name, column, target: navigation.target }]),
      ),
    ),
  ]),
);
/** The lookup that a navigation property sets. */
export const lookupOf = ({ logicalName }: TableDefinition, navigation: string): Lookup | undefined => {
  const found = lookups.get(logicalName)?.get(navigation);
  return found && isThere(found.column) ? found : undefined;
};

export const hasTable = (logicalName: string): boolean => byName.has(logicalName);

const typeName = (table: TableDefinition): string => `Microsoft.Dynamics.CRM.${table.logicalName}`;

/** A property as a query names it: `name` for values, `_name_value` for lookups. @throws {Refusal} 400 */
export const propertyOf = (table: TableDefinition, property: string): NamedColumn => {
  const name = /^_(.+)_value$/.exec(property)?.[1];
  const column = table.columns[name ?? property];
  if (!column?.read || !isThere(column) || (column.type === 'lookup') !== (name !== undefined))
    throw new Refusal(400, '0x80060888', `Could not find a property named '${property}' on type '${typeName(table)}'.`);
  return { name: name ?? property, column };
};

export type Expandable =
  | { readonly kind: 'single'; readonly column: string; readonly target: TableDefinition }
  | { readonly kind: 'collection'; readonly collection: Collection; readonly target: TableDefinition }
  | { readonly kind: 'membership'; readonly membership: Membership; readonly target: TableDefinition };

/** A navigation property that `$expand` may name. @throws {Refusal} 400 */
export const expandableOf = (table: TableDefinition, name: string): Expandable => {
  const single = lookupOf(table, name);
  if (single) return { kind: 'single', column: single.name, target: tableNamed(single.target) };
  const collection = collectionsOf(table.logicalName).find((each) => each.name === name);
  const lookup = collection && tableNamed(collection.table).columns[collection.column];
  if (collection && (!lookup || isThere(lookup))) return { kind: 'collection', collection, target: tableNamed(collection.table) };
  const membership = (memberships[table.logicalName] ?? []).find((each) => each.name === name);
  if (membership) return { kind: 'membership', membership, target: tableNamed(membership.table) };
  throw new Refusal(400, '0x80060888', `Could not find a property named '${name}' on type '${typeName(table)}'.`);
};

/** Whether a path segment is a collection of the table rather than a function. */
export const isNavigation = (table: TableDefinition, name: string): boolean =>
  [...collectionsOf(table.logicalName), ...(memberships[table.logicalName] ?? [])].some((each) => each.name === name);

export const tables = allTables;
