import { choice, instant, lookup, memo, text, whole } from '../columns.ts';
import { table } from '../table.ts';
import { historyResult, requestAction, startedBy } from '../vocabulary.ts';

/** What happened to an invoice, newest first. Written by the relay alone. */
export const history = table(
  'stl3_SyncHistory',
  { label: 'Sync History', pluralLabel: 'Sync History', description: 'What the connector did with an invoice, and why.' },
  {
    stl3_name: text('stl3_Name', 'Name', 300, 'Action and result, as lists show it.', { required: 'required' }),
    stl3_invoiceid: lookup('stl3_InvoiceId', 'Invoice', 'invoice', 'stl3_invoice_synchistory', 'The invoice.'),
    stl3_invoicekey: text('stl3_InvoiceKey', 'Invoice id', 36, "The invoice's id as text; it survives the invoice's deletion."),
    stl3_xerodetailsid: lookup('stl3_XeroDetailsId', 'Xero Details', 'stl3_xerodetails', 'stl3_xerodetails_synchistory', 'The document.'),
    stl3_connectorid: lookup(
      'stl3_ConnectorId',
      'Connector',
      'stl3_dynamicsxeroconnector',
      'stl3_connector_synchistory',
      'The connection.',
    ),
    stl3_requestid: lookup('stl3_RequestId', 'Request', 'stl3_xerorequest', 'stl3_xerorequest_synchistory', 'The request that started it.'),
    stl3_happenedon: instant('stl3_HappenedOn', 'Time', 'When it happened.'),
    stl3_action: choice('stl3_Action', 'Action', requestAction, 'What was asked for.'),
    stl3_result: choice('stl3_Result', 'Result', historyResult, 'How it ended.'),
    stl3_message: memo('stl3_Message', 'Message', 4000, 'What happened, in plain words.'),
    stl3_cause: text('stl3_Cause', 'Cause', 60, 'Stable code of a refusal.'),
    stl3_remedy: memo('stl3_Remedy', 'Remedy', 2000, 'What to do, by whom.'),
    stl3_startedby: choice('stl3_StartedBy', 'Started by', startedBy, 'Who or what started it.'),
    stl3_requesterid: lookup('stl3_RequesterId', 'Requester', 'systemuser', 'stl3_systemuser_synchistory', 'The person who asked for it.'),
    stl3_number: text('stl3_Number', 'Number in Xero', 255, 'Number of the document in Xero.'),
    stl3_durationms: whole('stl3_DurationMs', 'Duration (ms)', 'From the request to the answer, in milliseconds.'),
  },
);
