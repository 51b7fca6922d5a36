/** The settings form, laid out for the person who configures: what everybody decides first, what few need last. */
import type { TabSpec } from './form-spec.ts';
import { columns as section, field, fields } from './form-spec.ts';

const start: TabSpec = {
  name: 'start',
  label: 'Start here',
  columns: [
    [
      section('connection', 'Connection', 'stl3_name', 'stl3_connectorid'),
      section(
        'sending',
        'Sending',
        'stl3_defaultstatus',
        'stl3_authoriseown',
        'stl3_approverabove',
        'stl3_lineamounttypes',
        'stl3_brandingthemeid',
      ),
    ],
    [
      {
        name: 'sales',
        label: 'Sales invoices',
        cells: [field('stl3_salesaccountid', { view: 'for-sales' }), field('stl3_salestaxtypeid', { view: 'for-revenue' })],
      },
      {
        name: 'bills',
        label: 'Bills',
        cells: [field('stl3_purchaseaccountid', { view: 'for-bills' }), field('stl3_purchasetaxtypeid', { view: 'for-expenses' })],
      },
      {
        name: 'confirm',
        label: 'Confirm mappings',
        cells: [
          ...fields('stl3_mappingsconfirmed'),
          field('stl3_mappingsconfirmedon', { locked: true }),
          field('stl3_mappingsconfirmedbyid', { locked: true }),
        ],
      },
    ],
  ],
};

const document: TabSpec = {
  name: 'document',
  label: 'Number, date and text',
  columns: [
    [
      section('number', 'Number', 'stl3_usexeroinvoicenumber', 'stl3_useinvoicename', 'stl3_resendnumber'),
      section('reference', 'Reference', 'stl3_referencesource', 'stl3_referencecolumn'),
    ],
    [section('dates', 'Dates', 'stl3_datesource', 'stl3_datecolumn', 'stl3_futuredate', 'stl3_todayifempty', 'stl3_timezone')],
  ],
};

const customers: TabSpec = {
  name: 'customers',
  label: 'Customers and products',
  columns: [
    [
      section(
        'contacts',
        'Customers',
        'stl3_createcontacts',
        'stl3_contactupdates',
        'stl3_accountnumberinname',
        'stl3_billto',
        'stl3_billtocolumn',
      ),
    ],
    [section('items', 'Products', 'stl3_createitems', 'stl3_bundleheaderonly', 'stl3_foldedline')],
  ],
};

const amounts: TabSpec = {
  name: 'amounts',
  label: 'Tax, discount and freight',
  columns: [
    [
      section('tax', 'Tax and rate', 'stl3_taxsource', 'stl3_ratesource'),
      {
        name: 'discount',
        label: 'Discount',
        cells: [...fields('stl3_discountway'), field('stl3_discountaccountid', { view: 'for-lines' }), ...fields('stl3_discounttaxtypeid')],
      },
    ],
    [
      {
        name: 'freight',
        label: 'Freight',
        cells: [field('stl3_freightaccountid', { view: 'for-lines' }), ...fields('stl3_freighttax', 'stl3_freighttaxtypeid')],
      },
      {
        name: 'rounding',
        label: 'Rounding',
        cells: [field('stl3_roundingaccountid', { view: 'for-rounding' }), ...fields('stl3_roundingcap')],
      },
      section('tracking', 'Tracking', 'stl3_trackingsource', 'stl3_trackingoption1id', 'stl3_trackingoption2id'),
    ],
  ],
};

const automation: TabSpec = {
  name: 'automation',
  label: 'Automation',
  columns: [
    [
      section(
        'automatic',
        'Automatic sending',
        'stl3_automaticsending',
        'stl3_automaticstatus',
        'stl3_creditallocation',
        'stl3_automaticcreditnote',
      ),
      section('notes', 'Messages', 'stl3_sendemail', 'stl3_historynote'),
    ],
    [section('states', 'Status of the invoice in Dynamics', 'stl3_paidmoves', 'stl3_paidstatus', 'stl3_voidmoves', 'stl3_voidstatus')],
  ],
};

/** Tabs of the settings form. */
export const settingsTabs: readonly TabSpec[] = [start, document, customers, amounts, automation];
