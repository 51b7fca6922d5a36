/** Views of ours on Microsoft's tables: invoices with what Xero Details knows of them, and the lines of our invoice form. */
import type { ExtendedTable } from '../../schema/index.ts';
import { details, exportState, invoice, invoiceProduct } from '../../schema/index.ts';
import { viewId } from '../ids.ts';
import type { Condition, Link, ViewSpec } from './view.ts';
import { queryTypes } from './view.ts';

const ALIAS = 'xero';
const xeroDetails: Link = {
  table: details.logicalName,
  from: details.primaryKey,
  to: 'stl3_xerodetailsid',
  alias: ALIAS,
  columns: ['stl3_exportstate', 'stl3_number', 'stl3_due', 'stl3_message'],
};
const ofXero = (...names: readonly string[]): readonly string[] => names.map((name) => `${ALIAS}.${name}`);

const view = (
  table: ExtendedTable,
  key: string,
  title: string,
  description: string,
  rest: Pick<ViewSpec, 'columns' | 'conditions' | 'order'> & Partial<ViewSpec>,
): ViewSpec => ({
  id: viewId(table.logicalName, key),
  table: table.logicalName,
  primaryKey: table.primaryKey,
  title,
  description,
  queryType: queryTypes.list,
  isDefault: false,
  quickFind: [],
  since: '1.0.0.0',
  ...rest,
});

const ACTIVE: Condition = { attribute: 'statecode', operator: 'eq', value: 0 };
const { notSent, checked, sent, partPaid, paid, credited } = exportState.values;
const inState = (...states: readonly { readonly value: number }[]): Condition => ({
  of: ALIAS,
  attribute: 'stl3_exportstate',
  operator: 'in',
  value: states.map(({ value }) => value),
});

const newest = { column: 'createdon', descending: true } as const;

const views: readonly ViewSpec[] = [
  view(invoice, 'to-send', 'Invoices to send to Xero', 'Active invoices that are not in Xero yet.', {
    columns: ['name', 'customerid', 'totalamount', 'createdon', ...ofXero('stl3_exportstate')],
    conditions: [ACTIVE],
    anyOf: [{ of: ALIAS, attribute: details.primaryKey, operator: 'null' }, inState(notSent, checked)],
    order: newest,
    link: xeroDetails,
  }),
  view(invoice, 'in-xero', 'Invoices in Xero', 'Invoices that have a document in Xero, with what is still due.', {
    columns: ['name', 'customerid', 'totalamount', ...ofXero('stl3_number', 'stl3_exportstate', 'stl3_due')],
    conditions: [inState(sent, partPaid, paid, credited)],
    order: newest,
    link: xeroDetails,
  }),
  view(invoiceProduct, 'xero', 'Invoice products (Xero)', 'Lines of an invoice with their coding in Xero.', {
    columns: ['productid', 'productdescription', 'quantity', 'priceperunit', 'extendedamount', 'stl3_accountid', 'stl3_taxtypeid'],
    conditions: [],
    order: { column: 'lineitemnumber', descending: false },
  }),
];

/** Views of a table of Microsoft's. */
export const viewsOfExtended = (table: ExtendedTable): readonly ViewSpec[] => views.filter((of) => of.table === table.logicalName);
