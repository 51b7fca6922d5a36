/** Main forms of our own on Microsoft's tables: a convenience, never the fallback and never first. */
import type { ExtendedTable } from '../../schema/index.ts';
import { connector, details, history, invoice, invoiceProduct, product } from '../../schema/index.ts';
import { formId, viewId } from '../ids.ts';
import type { CellSpec, FormSpec } from './form-spec.ts';
import { field, fields, section } from './form-spec.ts';
import { listOf } from './own-layouts.ts';

const glanceAt = (table: { readonly logicalName: string; readonly label: string }, column: string): CellSpec => ({
  kind: 'quickView',
  column,
  label: table.label,
  table: table.logicalName,
  formId: formId(table.logicalName, 'quick'),
});

const form = (table: ExtendedTable, title: string, description: string, rest: Pick<FormSpec, 'tabs' | 'header'>): FormSpec => ({
  table: table.logicalName,
  key: 'xero',
  type: 'main',
  title,
  description,
  since: '1.0.0.0',
  locked: false,
  fallback: false,
  ...rest,
});

const invoiceForm = form(invoice, 'Invoice (Xero)', 'The invoice with its status in Xero, its lines and what happened.', {
  header: ['totalamount', 'statuscode', 'ownerid'],
  tabs: [
    {
      name: 'summary',
      label: 'Summary',
      columns: [
        [
          section(
            'invoice',
            'Invoice',
            ...fields('invoicenumber', 'name', 'customerid', 'transactioncurrencyid', 'pricelevelid', 'datedelivered', 'duedate'),
          ),
          section('text', 'Description', field('description', { rows: 3 })),
        ],
        [
          section('status', 'Xero', { kind: 'status', column: 'stl3_statusplace', label: 'Xero status' }),
          section(
            'choices',
            'Choices for Xero',
            ...fields(
              'stl3_connectorid',
              'stl3_invoicetype',
              'stl3_lineamounttypes',
              'stl3_brandingthemeid',
              'stl3_bundleheaderonly',
              'stl3_sendemail',
              'stl3_creditsinvoiceid',
            ),
          ),
          section(
            'totals',
            'Totals',
            ...fields(
              'totallineitemamount',
              'discountpercentage',
              'discountamount',
              'totalamountlessfreight',
              'freightamount',
              'totaltax',
              'totalamount',
            ),
          ),
        ],
      ],
    },
    {
      name: 'lines',
      label: 'Lines',
      columns: [
        [
          section('lines', '', {
            kind: 'subGrid',
            id: 'lines',
            label: 'Invoice products',
            table: 'invoicedetail',
            relationship: 'invoice_details',
            viewId: viewId('invoicedetail', 'xero'),
          }),
        ],
      ],
    },
    {
      name: 'xero',
      label: 'Xero',
      columns: [
        [
          section('details', 'Document in Xero', field('stl3_xerodetailsid', { locked: true }), glanceAt(details, 'stl3_xerodetailsid')),
          section('connection', 'Connection', glanceAt(connector, 'stl3_connectorid')),
        ],
        [section('history', 'History', listOf(history, 'stl3_invoice_synchistory'))],
      ],
    },
  ],
});

const lineForm = form(invoiceProduct, 'Invoice product (Xero)', 'The line with its account, tax type and tracking in Xero.', {
  header: [],
  tabs: [
    {
      name: 'general',
      label: 'General',
      columns: [
        [
          section(
            'line',
            'Line',
            ...fields(
              'productid',
              'productdescription',
              'uomid',
              'quantity',
              'priceperunit',
              'manualdiscountamount',
              'tax',
              'extendedamount',
            ),
          ),
        ],
        [
          section(
            'coding',
            'In Xero',
            field('stl3_accountid', { view: 'for-lines' }),
            ...fields('stl3_taxtypeid', 'stl3_trackingoption1id', 'stl3_trackingoption2id'),
          ),
        ],
      ],
    },
  ],
});

const productForm = form(product, 'Product (Xero)', 'The product with its accounts and tax types in Xero.', {
  header: [],
  tabs: [
    {
      name: 'general',
      label: 'General',
      columns: [
        [section('product', 'Product', ...fields('name', 'productnumber', 'defaultuomid', 'price'), field('description', { rows: 3 }))],
        [
          section(
            'coding',
            'In Xero',
            field('stl3_salesaccountid', { view: 'for-sales' }),
            field('stl3_salestaxtypeid', { view: 'for-revenue' }),
            field('stl3_purchaseaccountid', { view: 'for-bills' }),
            field('stl3_purchasetaxtypeid', { view: 'for-expenses' }),
          ),
        ],
      ],
    },
  ],
});

/** Forms of a table of Microsoft's. */
export const formsOfExtended = (table: ExtendedTable): readonly FormSpec[] =>
  [invoiceForm, lineForm, productForm].filter((of) => of.table === table.logicalName);
