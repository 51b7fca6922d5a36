/** All tables, in the order in which the zip lists them, and the relationships that their lookups make. */
import type { LookupColumn } from './columns.ts';
import type { ExtendedTable, Table } from './table.ts';
import { connector } from './tables/connector.ts';
import { contactLink } from './tables/contact-link.ts';
import { details } from './tables/details.ts';
import { history } from './tables/history.ts';
import { itemLink } from './tables/item-link.ts';
import { customerAccount, customerContact, invoice, invoiceProduct, product } from './tables/microsoft.ts';
import { reconciliation, reconciliationLine } from './tables/reconciliation.ts';
import { brandingTheme, chartOfAccounts, taxType, trackingCategory } from './tables/reference-data.ts';
import { request } from './tables/request.ts';
import { settings } from './tables/settings.ts';

/** Our own tables. */
export const tables: readonly Table[] = [
  connector,
  settings,
  brandingTheme,
  chartOfAccounts,
  taxType,
  trackingCategory,
  request,
  details,
  history,
  contactLink,
  itemLink,
  reconciliation,
  reconciliationLine,
];

/** Microsoft's tables that get columns of ours. */
export const extendedTables: readonly ExtendedTable[] = [invoice, invoiceProduct, product, customerAccount, customerContact];

/** A one-to-many relationship. Nothing but deletion ever cascades: assigning an invoice must not touch our rows. */
export interface Relationship {
  readonly schemaName: string;
  readonly referencing: string;
  readonly referenced: string;
  readonly column: LookupColumn;
}

/** One relationship per lookup of ours. */
export const relationships: readonly Relationship[] = [...tables, ...extendedTables].flatMap((of) =>
  Object.values(of.columns)
    .filter((column): column is LookupColumn => column.type === 'lookup')
    .map((column) => ({ schemaName: column.relationship, referencing: of.logicalName, referenced: column.target, column })),
);
