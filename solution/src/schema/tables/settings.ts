import { choice, instant, lookup, money, text, whole, yesNo } from '../columns.ts';
import { table } from '../table.ts';
import {
  automaticSending,
  billTo,
  contactUpdates,
  creditAllocation,
  dateSource,
  discountWay,
  foldedLine,
  freightTax,
  futureDate,
  lineAmountTypes,
  rateSource,
  referenceSource,
  resendNumber,
  sendStatus,
  taxSource,
  trackingSource,
} from '../vocabulary.ts';

const account = <const S extends string>(schemaName: S, label: string, description: string) =>
  lookup(schemaName, label, 'stl3_chartofaccounts', `stl3_settings_${schemaName.slice(5).toLowerCase()}`, description, { audited: true });
const taxType = <const S extends string>(schemaName: S, label: string, description: string) =>
  lookup(schemaName, label, 'stl3_taxtype', `stl3_settings_${schemaName.slice(5).toLowerCase()}`, description, { audited: true });
const tracking = <const S extends string>(schemaName: S, label: string, description: string) =>
  lookup(schemaName, label, 'stl3_trackingcategory', `stl3_settings_${schemaName.slice(5).toLowerCase()}`, description, { audited: true });
const audited = { audited: true } as const;

/** The choices of one connector. Written by administrators, on the form, in the portal or by a flow. */
export const settings = table(
  'stl3_StellariseConnectorSettings',
  {
    label: 'Xero Connector Settings',
    pluralLabel: 'Xero Connector Settings',
    description: 'How invoices of one connection are sent to Xero.',
    audited: true,
    keys: [{ schemaName: 'stl3_ConnectorKey', label: 'One per connector', columns: ['stl3_connectorid'] }],
  },
  {
    stl3_name: text('stl3_Name', 'Name', 200, 'Name of these settings.', { required: 'required', audited: true }),
    stl3_connectorid: lookup(
      'stl3_ConnectorId',
      'Connector',
      'stl3_dynamicsxeroconnector',
      'stl3_connector_settings',
      'The connection that these settings are of.',
      {
        required: 'required',
        onDelete: 'Cascade',
        audited: true,
      },
    ),
    stl3_usexeroinvoicenumber: yesNo(
      'stl3_UseXeroInvoiceNumber',
      'Use Xero invoice number',
      'Xero gives the number; otherwise Dynamics does.',
      audited,
    ),
    stl3_useinvoicename: yesNo(
      'stl3_UseInvoiceName',
      'Use invoice name',
      'The invoice name is the number in Xero, in place of the Dynamics invoice ID.',
      audited,
    ),
    stl3_resendnumber: choice(
      'stl3_ResendNumber',
      'Number for a resend after void',
      resendNumber,
      'Which number an invoice gets when it is sent again after it was voided.',
      { default: 'ask', audited: true },
    ),
    stl3_createcontacts: yesNo(
      'stl3_CreateContacts',
      'Create new contacts in Xero',
      'No = an unknown customer is refused with the reason.',
      { default: true, audited: true },
    ),
    stl3_contactupdates: choice('stl3_ContactUpdates', 'Contact updates', contactUpdates, 'Whether later edits of a customer reach Xero.', {
      default: 'never',
      audited: true,
    }),
    stl3_billto: choice('stl3_BillTo', 'Bill to', billTo, 'Who becomes the contact in Xero.', { default: 'customer', audited: true }),
    stl3_billtocolumn: text(
      'stl3_BillToColumn',
      'Bill-to column',
      100,
      'Logical name of the lookup on the invoice that names who is billed.',
      audited,
    ),
    stl3_accountnumberinname: yesNo(
      'stl3_AccountNumberInName',
      'Tell namesakes apart',
      'A second contact of one name is made as "Name (account number)".',
      audited,
    ),
    stl3_createitems: yesNo(
      'stl3_CreateItems',
      'Create new products in Xero',
      'No = a line of an unknown product goes without item code.',
      { default: true, audited: true },
    ),
    stl3_defaultstatus: choice(
      'stl3_DefaultStatus',
      'Default Xero invoice status',
      sendStatus,
      'Status of a document that is sent without a choice of its own.',
      { default: 'draft', audited: true },
    ),
    stl3_authoriseown: yesNo(
      'stl3_AuthoriseOwn',
      'Requester may authorise own invoice',
      'No = somebody else than the owner has to send as Authorised.',
      { default: true, audited: true },
    ),
    stl3_approverabove: money(
      'stl3_ApproverAbove',
      'Approver needed above',
      'Documents above this amount, in the base currency and with tax, need an Approver. Empty = no limit.',
      audited,
    ),
    stl3_salesaccountid: account('stl3_SalesAccountId', 'Sales account', 'Account of sales lines that name none.'),
    stl3_salestaxtypeid: taxType('stl3_SalesTaxTypeId', 'Sales tax type', 'Tax type of sales lines that name none.'),
    stl3_purchaseaccountid: account('stl3_PurchaseAccountId', 'Purchase account', 'Account of bill lines that name none.'),
    stl3_purchasetaxtypeid: taxType('stl3_PurchaseTaxTypeId', 'Purchase tax type', 'Tax type of bill lines that name none.'),
    stl3_freightaccountid: account('stl3_FreightAccountId', 'Freight account', 'Account of the freight line.'),
    stl3_freighttax: choice('stl3_FreightTax', 'Freight tax', freightTax, 'How the freight line is taxed.', {
      default: 'taxType',
      audited: true,
    }),
    stl3_freighttaxtypeid: taxType('stl3_FreightTaxTypeId', 'Freight tax type', 'Tax type of the freight line.'),
    stl3_discountway: choice('stl3_DiscountWay', 'Invoice discount', discountWay, 'How a discount on the whole invoice becomes lines.', {
      default: 'spread',
      audited: true,
    }),
    stl3_discountaccountid: account('stl3_DiscountAccountId', 'Discount account', 'Account of discount lines that are not spread.'),
    stl3_discounttaxtypeid: taxType(
      'stl3_DiscountTaxTypeId',
      'Discount tax type',
      'Tax type of discount lines that are not spread. Empty = that of the lines.',
    ),
    stl3_roundingaccountid: account('stl3_RoundingAccountId', 'Rounding account', 'Account of the rounding line.'),
    stl3_roundingcap: money('stl3_RoundingCap', 'Rounding cap', 'The most that a rounding line may close. Empty = 0.05.', audited),
    stl3_taxsource: choice('stl3_TaxSource', 'Tax source', taxSource, 'Whose tax is the truth.', {
      default: 'xeroComputes',
      audited: true,
    }),
    stl3_ratesource: choice('stl3_RateSource', 'Exchange rate source', rateSource, 'Whose rate foreign currency is sent with.', {
      default: 'xero',
      audited: true,
    }),
    stl3_datesource: choice('stl3_DateSource', 'Invoice date source', dateSource, 'Which date becomes the invoice date in Xero.', {
      default: 'dateDelivered',
      audited: true,
    }),
    stl3_datecolumn: text('stl3_DateColumn', 'Date column', 100, 'Logical name of the date column on the invoice.', audited),
    stl3_futuredate: choice('stl3_FutureDate', 'Date in the future', futureDate, 'What happens before the invoice date arrives.', {
      default: 'wait',
      audited: true,
    }),
    stl3_todayifempty: yesNo(
      'stl3_TodayIfEmpty',
      'Today if the date is empty',
      'An invoice without a date gets the day of sending.',
      audited,
    ),
    stl3_referencesource: choice('stl3_ReferenceSource', 'Reference source', referenceSource, 'What becomes the Reference in Xero.', {
      default: 'description',
      audited: true,
    }),
    stl3_referencecolumn: text('stl3_ReferenceColumn', 'Reference column', 100, 'Logical name of the column on the invoice.', audited),
    stl3_trackingsource: choice(
      'stl3_TrackingSource',
      'Tracking default',
      trackingSource,
      'Where the tracking of lines that name none comes from.',
      { default: 'fixed', audited: true },
    ),
    stl3_trackingoption1id: tracking('stl3_TrackingOption1Id', 'Tracking option 1', 'First tracking option of lines that name none.'),
    stl3_trackingoption2id: tracking('stl3_TrackingOption2Id', 'Tracking option 2', 'Second tracking option of lines that name none.'),
    stl3_brandingthemeid: lookup(
      'stl3_BrandingThemeId',
      'Branding theme',
      'stl3_brandingtheme',
      'stl3_settings_brandingthemeid',
      'Theme of documents that name none.',
      audited,
    ),
    stl3_lineamounttypes: choice('stl3_LineAmountTypes', 'Line amount types', lineAmountTypes, 'Whether prices include tax.', {
      default: 'exclusive',
      audited: true,
    }),
    stl3_foldedline: choice(
      'stl3_FoldedLine',
      'Quantity or price that Xero cannot hold',
      foldedLine,
      'What happens to a line that Xero would round.',
      { default: 'fold', audited: true },
    ),
    stl3_sendemail: yesNo('stl3_SendEmail', 'Send email from Xero', 'Xero mails an authorised sales invoice to the contact.', audited),
    stl3_historynote: yesNo(
      'stl3_HistoryNote',
      'History note in Xero',
      'A note on the document in Xero says who sent it from Dynamics.',
      audited,
    ),
    stl3_bundleheaderonly: yesNo('stl3_BundleHeaderOnly', 'Header only for bundles', 'The parts of a bundle are left out.', audited),
    stl3_automaticsending: choice(
      'stl3_AutomaticSending',
      'Automatic sending',
      automaticSending,
      'Sends invoices without a click: when their date arrives, from the day this is switched on, or at a status, those made since. The connector asks as its own user, who needs the Approver role to send as Authorised.',
      { default: 'off', audited: true },
    ),
    stl3_automaticstatus: whole(
      'stl3_AutomaticStatus',
      'Status that sends',
      'Status reason of the invoice at which it is sent, as the number of its option: 4 is Billed. Empty = none.',
      audited,
    ),
    stl3_creditallocation: choice(
      'stl3_CreditAllocation',
      'Allocate credit notes',
      creditAllocation,
      'When a credit note is laid on the invoice that it credits.',
      { default: 'automatic', audited: true },
    ),
    stl3_automaticcreditnote: yesNo(
      'stl3_AutomaticCreditNote',
      'Create credit note automatically',
      'Canceling a sent invoice voids or credits it in Xero.',
      audited,
    ),
    stl3_paidmoves: yesNo('stl3_PaidMoves', 'Paid in Xero moves to Paid', 'A fully paid document closes the invoice as Paid.', audited),
    stl3_paidstatus: whole('stl3_PaidStatus', 'Status reason when paid', 'Status reason of the state Paid. Empty = Complete.', audited),
    stl3_voidmoves: yesNo('stl3_VoidMoves', 'Void in Xero moves to Canceled', 'A voided document cancels the invoice.', audited),
    stl3_voidstatus: whole(
      'stl3_VoidStatus',
      'Status reason when voided',
      'Status reason of the state Canceled. Empty = Canceled.',
      audited,
    ),
    stl3_timezone: text('stl3_TimeZone', 'Time zone', 60, 'Dynamics and Xero time zone (IANA name). Empty = of the organisation.', audited),
    stl3_mappingsconfirmed: yesNo(
      'stl3_MappingsConfirmed',
      'Confirm mappings',
      'Nothing is sent to a real organisation before an administrator has confirmed.',
      audited,
    ),
    stl3_mappingsconfirmedon: instant(
      'stl3_MappingsConfirmedOn',
      'Mappings confirmed on',
      'When the mappings were confirmed; stamped by the relay.',
      audited,
    ),
    stl3_mappingsconfirmedbyid: lookup(
      'stl3_MappingsConfirmedById',
      'Mappings confirmed by',
      'systemuser',
      'stl3_systemuser_settings_confirmed',
      'Who confirmed the mappings; stamped by the relay.',
      audited,
    ),
  },
);
