import { choice, lookup, text, yesNo } from '../columns.ts';
import { extendedTable } from '../table.ts';
import { invoiceType, lineAmountTypes } from '../vocabulary.ts';

const taxType = <const S extends string>(schemaName: S, label: string, table: string, description: string) =>
  lookup(schemaName, label, 'stl3_taxtype', `stl3_taxtype_${table}_${schemaName.slice(5).toLowerCase()}`, description);
const account = <const S extends string>(schemaName: S, label: string, table: string, description: string) =>
  lookup(schemaName, label, 'stl3_chartofaccounts', `stl3_chartofaccounts_${table}_${schemaName.slice(5).toLowerCase()}`, description);
const tracking = <const S extends string>(schemaName: S, label: string, table: string, description: string) =>
  lookup(schemaName, label, 'stl3_trackingcategory', `stl3_trackingcategory_${table}_${schemaName.slice(5).toLowerCase()}`, description);

/** Our columns on the invoice: a convenience, none of them is needed to send. */
export const invoice = extendedTable('Invoice', 'invoice', 'invoices', {
  stl3_connectorid: lookup(
    'stl3_ConnectorId',
    'Xero connector',
    'stl3_dynamicsxeroconnector',
    'stl3_connector_invoice',
    'Connection to send with. Empty = the default one.',
  ),
  stl3_invoicetype: choice('stl3_InvoiceType', 'Invoice type', invoiceType, 'What the invoice becomes in Xero. Empty = sales invoice.'),
  stl3_lineamounttypes: choice(
    'stl3_LineAmountTypes',
    'Line amount types',
    lineAmountTypes,
    "Whether prices include tax. Empty = the settings'.",
  ),
  stl3_brandingthemeid: lookup(
    'stl3_BrandingThemeId',
    'Branding theme',
    'stl3_brandingtheme',
    'stl3_brandingtheme_invoice',
    "Theme in Xero. Empty = the settings'.",
  ),
  stl3_bundleheaderonly: yesNo('stl3_BundleHeaderOnly', 'Bundled product header only', 'The parts of a bundle are left out.'),
  stl3_sendemail: yesNo('stl3_SendEmail', 'Send email from Xero', 'Xero mails the document once it is authorised.'),
  stl3_creditsinvoiceid: lookup(
    'stl3_CreditsInvoiceId',
    'Credits invoice',
    'invoice',
    'stl3_invoice_creditsinvoice',
    'The invoice that this credit note corrects.',
  ),
  stl3_xerodetailsid: lookup(
    'stl3_XeroDetailsId',
    'Xero Details',
    'stl3_xerodetails',
    'stl3_xerodetails_invoice',
    'For views; a cloned invoice copies it, so it is never trusted.',
  ),
  stl3_statusplace: text('stl3_StatusPlace', 'Xero status', 100, 'Always empty: a place on the form for the status control.'),
});

/** Our columns on the invoice product. */
export const invoiceProduct = extendedTable('InvoiceDetail', 'invoicedetail', 'invoicedetails', {
  stl3_accountid: account('stl3_AccountId', 'Account in Xero', 'invoicedetail', "Account of this line. Empty = the product's."),
  stl3_taxtypeid: taxType(
    'stl3_TaxTypeId',
    'Tax type',
    'invoicedetail',
    "Tax type of this line. Empty = the customer's, else the product's.",
  ),
  stl3_trackingoption1id: tracking('stl3_TrackingOption1Id', 'Tracking option 1', 'invoicedetail', 'First tracking option of this line.'),
  stl3_trackingoption2id: tracking('stl3_TrackingOption2Id', 'Tracking option 2', 'invoicedetail', 'Second tracking option of this line.'),
});

/** Our columns on the product. */
export const product = extendedTable('Product', 'product', 'products', {
  stl3_salesaccountid: account('stl3_SalesAccountId', 'Sales account', 'product', 'Account on sales invoices.'),
  stl3_purchaseaccountid: account('stl3_PurchaseAccountId', 'Purchase account', 'product', 'Account on bills.'),
  stl3_salestaxtypeid: taxType('stl3_SalesTaxTypeId', 'Sales tax type', 'product', 'Tax type on sales invoices.'),
  stl3_purchasetaxtypeid: taxType('stl3_PurchaseTaxTypeId', 'Purchase tax type', 'product', 'Tax type on bills.'),
});

/** Our columns on the account. */
export const customerAccount = extendedTable('Account', 'account', 'accounts', {
  stl3_salestaxtypeid: taxType('stl3_SalesTaxTypeId', 'Sales tax type', 'account', 'Tax type of an exempt or foreign customer.'),
  stl3_purchasetaxtypeid: taxType('stl3_PurchaseTaxTypeId', 'Purchase tax type', 'account', 'Tax type of bills of this supplier.'),
  stl3_taxnumber: text('stl3_TaxNumber', 'Tax number', 50, 'Tax number of the customer.'),
});

/** Our columns on the contact. */
export const customerContact = extendedTable('Contact', 'contact', 'contacts', {
  stl3_salestaxtypeid: taxType('stl3_SalesTaxTypeId', 'Sales tax type', 'contact', 'Tax type of an exempt or foreign customer.'),
  stl3_purchasetaxtypeid: taxType('stl3_PurchaseTaxTypeId', 'Purchase tax type', 'contact', 'Tax type of bills of this supplier.'),
  stl3_taxnumber: text('stl3_TaxNumber', 'Tax number', 50, 'Tax number of the customer.'),
});
