import { choice, decimal, instant, lookup, memo, text, whole } from '../columns.ts';
import { table } from '../table.ts';
import { differenceKind, reconciliationState } from '../vocabulary.ts';

const amount = (schemaName: string, label: string, description: string) =>
  decimal(schemaName, label, 4, description, { min: -100_000_000_000, max: 100_000_000_000 });

/** One comparison of both sides. */
export const reconciliation = table(
  'stl3_Reconciliation',
  {
    label: 'Reconciliation',
    pluralLabel: 'Reconciliations',
    description: 'A comparison of the invoices in Dynamics with the documents in Xero.',
  },
  {
    stl3_name: text('stl3_Name', 'Name', 200, 'Connection and time.', { required: 'required' }),
    stl3_connectorid: lookup(
      'stl3_ConnectorId',
      'Connector',
      'stl3_dynamicsxeroconnector',
      'stl3_connector_reconciliation',
      'The connection.',
      { required: 'required', onDelete: 'Cascade' },
    ),
    stl3_state: choice('stl3_State', 'State', reconciliationState, 'Where the run stands.', { default: 'running' }),
    stl3_asat: instant('stl3_AsAt', 'As at', 'Instant that both sides were read for.'),
    stl3_summary: memo('stl3_Summary', 'Summary', 100000, 'Counts and sums by currency and status, as JSON.'),
    stl3_differencecount: whole('stl3_DifferenceCount', 'Differences', 'Number of differences found.'),
    stl3_message: memo('stl3_Message', 'Message', 4000, 'What happened, in plain words.'),
  },
);

/** One difference that a comparison found. */
export const reconciliationLine = table(
  'stl3_ReconciliationLine',
  { label: 'Reconciliation Line', pluralLabel: 'Reconciliation Lines', description: 'A difference between Dynamics and Xero.' },
  {
    stl3_name: text('stl3_Name', 'Name', 300, 'Document and kind of difference.', { required: 'required' }),
    stl3_reconciliationid: lookup(
      'stl3_ReconciliationId',
      'Reconciliation',
      'stl3_reconciliation',
      'stl3_reconciliation_line',
      'The run.',
      { required: 'required', onDelete: 'Cascade' },
    ),
    stl3_invoiceid: lookup('stl3_InvoiceId', 'Invoice', 'invoice', 'stl3_invoice_reconciliationline', 'The invoice.'),
    stl3_xerodetailsid: lookup(
      'stl3_XeroDetailsId',
      'Xero Details',
      'stl3_xerodetails',
      'stl3_xerodetails_reconciliationline',
      'The document.',
    ),
    stl3_kind: choice('stl3_Kind', 'Kind', differenceKind, 'What differs.'),
    stl3_currencycode: text('stl3_CurrencyCode', 'Currency', 3, 'Currency, ISO 4217.'),
    stl3_dynamicsamount: amount('stl3_DynamicsAmount', 'In Dynamics', 'Total in Dynamics.'),
    stl3_xeroamount: amount('stl3_XeroAmount', 'In Xero', 'Total in Xero.'),
    stl3_message: memo('stl3_Message', 'Message', 2000, 'What differs, in plain words.'),
  },
);
