import { choice, date, instant, lookup, memo, text, yesNo } from '../columns.ts';
import { table } from '../table.ts';
import { invoiceType, lineAmountTypes, requestAction, requestState, sendStatus, verdict } from '../vocabulary.ts';

/** One click or flow action. The row is the message: users create it and never change it, the relay answers on it. */
export const request = table(
  'stl3_XeroRequest',
  {
    label: 'Xero Request',
    pluralLabel: 'Xero Requests',
    description: 'Asks the connector to do something with an invoice, and holds the answer.',
    audited: true,
    changeTracking: true,
  },
  {
    stl3_name: text('stl3_Name', 'Name', 300, 'Action and invoice, as lists show it.', { required: 'required' }),
    stl3_action: choice('stl3_Action', 'Action', requestAction, 'What is asked for.', {
      required: 'required',
      default: 'send',
      audited: true,
    }),
    stl3_invoiceid: lookup('stl3_InvoiceId', 'Invoice', 'invoice', 'stl3_invoice_xerorequest', 'The invoice.', {
      required: 'required',
      audited: true,
    }),
    stl3_connectorid: lookup(
      'stl3_ConnectorId',
      'Connector',
      'stl3_dynamicsxeroconnector',
      'stl3_connector_xerorequest',
      "The connection. Empty = the invoice's, else the default one.",
    ),
    stl3_state: choice('stl3_State', 'State', requestState, 'Where the request stands.', { default: 'requested', audited: true }),
    stl3_invoicetype: choice('stl3_InvoiceType', 'Invoice type', invoiceType, "Choice for this document. Empty = the invoice's."),
    stl3_sendstatus: choice('stl3_SendStatus', 'Status to send', sendStatus, "Choice for this document. Empty = the settings'."),
    stl3_lineamounttypes: choice(
      'stl3_LineAmountTypes',
      'Line amount types',
      lineAmountTypes,
      "Choice for this document. Empty = the invoice's.",
    ),
    stl3_brandingthemeid: lookup(
      'stl3_BrandingThemeId',
      'Branding theme',
      'stl3_brandingtheme',
      'stl3_brandingtheme_xerorequest',
      "Choice for this document. Empty = the invoice's.",
    ),
    stl3_number: text('stl3_Number', 'Number', 255, 'Number for this document. Empty = by the settings.'),
    stl3_sendemail: yesNo('stl3_SendEmail', 'Send email from Xero', 'Xero mails the document once it is authorised.'),
    stl3_date: date('stl3_Date', 'Date', 'Date for this document. Empty = by the settings.'),
    stl3_xerocontactid: text('stl3_XeroContactId', 'Xero contact id', 36, 'Contact in Xero that was chosen for this document.'),
    stl3_previewfingerprint: text(
      'stl3_PreviewFingerprint',
      'Preview fingerprint',
      100,
      'The preview that the requester saw; a post that would differ stops.',
    ),
    stl3_result: memo('stl3_Result', 'Result', 4000, 'What came of it, in plain words.'),
    stl3_cause: text('stl3_Cause', 'Cause', 60, 'Stable code of a refusal.', { audited: true }),
    stl3_remedy: memo('stl3_Remedy', 'Remedy', 2000, 'What to do, by whom.'),
    stl3_remedylink: text('stl3_RemedyLink', 'Remedy link', 1000, 'Where to do it: a page in Dynamics or Xero.', { format: 'url' }),
    stl3_verdict: choice('stl3_Verdict', 'Verdict', verdict, 'Outcome of a check.'),
    stl3_takenon: instant('stl3_TakenOn', 'Taken on', 'When the relay took the request.'),
    stl3_answeredon: instant('stl3_AnsweredOn', 'Answered on', 'When the relay answered.'),
  },
);
