/** Xero's rules for an invoice, in the words that Xero uses for their breach. */
import { fixedOf, lineAmount } from './arithmetic.ts';
import { having } from './look-up.ts';
import type { Invoice, Organisation } from './organisation.ts';

/** A line as it is posted. */
export interface PostedLine {
  readonly LineItemID?: string;
  readonly Description?: string;
  readonly Quantity?: number;
  readonly UnitAmount?: number;
  readonly ItemCode?: string;
  readonly AccountCode?: string;
  readonly TaxType?: string;
  readonly TaxAmount?: number;
  readonly LineAmount?: number;
  readonly DiscountRate?: number;
  readonly DiscountAmount?: number;
  readonly Tracking?: readonly { readonly TrackingCategoryID?: string; readonly Name?: string; readonly Option?: string }[];
}
/** An invoice as it is posted. */
export interface PostedInvoice {
  readonly InvoiceID?: string;
  readonly Type?: string;
  readonly InvoiceNumber?: string;
  readonly CreditNoteID?: string;
  readonly CreditNoteNumber?: string;
  readonly Reference?: string;
  readonly Url?: string;
  readonly Contact?: { readonly ContactID?: string; readonly Name?: string };
  readonly Status?: string;
  readonly LineAmountTypes?: string;
  readonly Date?: string;
  readonly DueDate?: string;
  readonly CurrencyCode?: string;
  readonly CurrencyRate?: number;
  readonly BrandingThemeID?: string;
  readonly SentToContact?: boolean;
  readonly LineItems?: readonly PostedLine[];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const shown = (date: string): string => `${date.slice(8, 10)}-${months[Number(date.slice(5, 7)) - 1] ?? ''}-${date.slice(0, 4)}`;

const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)));

/** What Xero has against a date in a closed period. */
export const lockErrors = (organisation: Organisation, date: string): string[] => {
  const { PeriodLockDate: period, EndOfYearLockDate: year } = organisation;
  if (period !== undefined && date <= period)
    return [`The document date cannot be before the period lock date, currently set at ${shown(period)}`];
  if (year !== undefined && date <= year)
    return [`The document date cannot be before the end of year lock date, currently set at ${shown(year)}`];
  return [];
};

const classAllows = {
  ASSET: 'CanApplyToAssets',
  EQUITY: 'CanApplyToEquity',
  EXPENSE: 'CanApplyToExpenses',
  LIABILITY: 'CanApplyToLiabilities',
  REVENUE: 'CanApplyToRevenue',
} as const;

const lineErrors = (organisation: Organisation, line: PostedLine, type: string, approved: boolean, taxed: boolean): string[] => {
  const errors: string[] = [];
  const account = organisation.accounts.find(({ Code }) => Code === line.AccountCode);
  const rate = organisation.taxRates.find(({ TaxType }) => TaxType === line.TaxType);
  const textOnly = line.AccountCode === undefined && line.Quantity === undefined && line.UnitAmount === undefined;
  if ((line.Description ?? '').trim() === '' && line.ItemCode === undefined) errors.push('Description field is mandatory');
  if ((line.Description ?? '').length > 4000) errors.push('The description field must not exceed 4000 characters');
  if (line.AccountCode !== undefined && !account) errors.push(`Account code '${line.AccountCode}' is not a valid code for this document.`);
  else if (account?.Status === 'ARCHIVED')
    errors.push(
      `Account code '${line.AccountCode ?? ''}' has been archived or has been deleted. Each line item must reference a valid account.`,
    );
  else if (account?.SystemAccount !== undefined && account.SystemAccount !== 'ROUNDING')
    errors.push(`Account code '${line.AccountCode ?? ''}' is not a valid code for this document.`);
  if (approved && !textOnly && line.AccountCode === undefined) errors.push('Account code must be specified.');
  if (line.TaxType !== undefined && rate?.Status !== 'ACTIVE')
    errors.push(`The TaxType code '${line.TaxType}' does not exist or cannot be used for this type of transaction.`);
  else if (rate && account && !rate[classAllows[account.Class]])
    errors.push(`The TaxType code '${rate.TaxType}' cannot be used with account code '${account.Code ?? ''}'.`);
  if (approved && taxed && !textOnly && line.TaxType === undefined && !account) errors.push('The TaxType field is mandatory');
  if (type !== 'ACCREC' && (line.DiscountRate !== undefined || line.DiscountAmount !== undefined))
    errors.push('Discounts can only be applied to sales invoices and quotes');
  if (line.DiscountRate !== undefined && line.DiscountAmount !== undefined)
    errors.push('Only one of DiscountRate and DiscountAmount can be specified');
  if (line.ItemCode !== undefined && having(organisation.items, 'Code', line.ItemCode).length === 0)
    errors.push(`Item code '${line.ItemCode}' is not valid`);
  if (line.LineAmount !== undefined) {
    const computed = lineAmount({
      quantity: fixedOf(line.Quantity ?? 1),
      unitAmount: fixedOf(line.UnitAmount ?? 0),
      discountRate: fixedOf(line.DiscountRate ?? 0),
      discountAmount: fixedOf(line.DiscountAmount ?? 0),
      rate: 0n,
    });
    if (computed !== fixedOf(line.LineAmount))
      errors.push(`The line total ${String(line.LineAmount)} does not match the expected line total`);
  }
  if ((line.Tracking ?? []).length > 2) errors.push('A maximum of two tracking categories can be applied to a line item');
  return errors;
};

/** A number is taken by any sales invoice, voided and deleted ones included; case does not count. */
export const numberTaken = (organisation: Organisation, number: string, except?: string): boolean =>
  having(organisation.invoices, 'InvoiceNumber', number).some((invoice) => invoice.Type === 'ACCREC' && invoice.InvoiceID !== except);

/** Types that each endpoint takes. */
export const familyTypes = { Invoices: ['ACCREC', 'ACCPAY'], CreditNotes: ['ACCRECCREDIT', 'ACCPAYCREDIT'] } as const;
export type Family = keyof typeof familyTypes;

/** What Xero has against a new invoice or credit note; nothing = it is taken. */
export const checkInvoice = (organisation: Organisation, posted: PostedInvoice, total: bigint, family: Family = 'Invoices'): string[] => {
  const status = posted.Status ?? 'DRAFT';
  const approved = status === 'SUBMITTED' || status === 'AUTHORISED';
  const types = posted.LineAmountTypes ?? 'Exclusive';
  const errors: string[] = [];
  if (!(familyTypes[family] as readonly (string | undefined)[]).includes(posted.Type))
    errors.push(family === 'Invoices' ? 'Invoice not of valid type for creation' : 'Credit note not of valid type for creation');
  const contact = having(organisation.contacts, 'ContactID', posted.Contact?.ContactID)[0];
  if (posted.Contact === undefined) errors.push('A Contact must be specified for this type of transaction');
  else if (!contact && posted.Contact.Name === undefined) errors.push('The contact could not be found or does not exist');
  else if (contact && contact.ContactStatus !== 'ACTIVE')
    errors.push(
      'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
    );
  if (!['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(status)) errors.push('Invoice not of valid status for creation');
  if ((posted.LineItems ?? []).length === 0) errors.push('One or more line items must be specified');
  if (posted.InvoiceNumber !== undefined) {
    if (posted.InvoiceNumber.length > 255) errors.push('Invoice Number must not exceed 255 characters');
    if (posted.Type === 'ACCREC' && numberTaken(organisation, posted.InvoiceNumber)) errors.push('Invoice # must be unique.');
  }
  if (posted.Date !== undefined && !isDate(posted.Date)) errors.push('The document date is not valid');
  if (family === 'Invoices' && approved && !isDate(posted.DueDate)) errors.push('Due date cannot be empty.');
  if (isDate(posted.DueDate) && isDate(posted.Date) && posted.DueDate.slice(0, 10) < posted.Date.slice(0, 10))
    errors.push('The due date cannot be before the document date');
  if (status === 'AUTHORISED' && isDate(posted.Date)) errors.push(...lockErrors(organisation, posted.Date.slice(0, 10)));
  if (posted.CurrencyCode !== undefined && !organisation.currencies.some(({ Code }) => Code === posted.CurrencyCode))
    errors.push(`Organisation is not subscribed to currency ${posted.CurrencyCode}`);
  if (
    posted.BrandingThemeID !== undefined &&
    !organisation.brandingThemes.some(({ BrandingThemeID }) => BrandingThemeID === posted.BrandingThemeID)
  )
    errors.push('The branding theme could not be found');
  if (posted.Url !== undefined && !URL.canParse(posted.Url)) errors.push('The Url is not valid');
  else if (posted.Url !== undefined && new URL(posted.Url).hostname.includes('xero')) errors.push('Url must not contain xero in its host');
  for (const line of posted.LineItems ?? []) errors.push(...lineErrors(organisation, line, posted.Type ?? '', approved, types !== 'NoTax'));
  if (total < 0n) errors.push('The Total for this document must be greater than or equal to zero.');
  return errors;
};

/** What Xero has against a new status of a document; nothing = it is taken. */
export const checkStatusChange = (organisation: Organisation, invoice: Invoice, status: Invoice['Status'], dueDate?: string): string[] => [
  ...(statusMoves[invoice.Status].includes(status) ? [] : ['Invoice not of valid status for modification']),
  ...(status === 'AUTHORISED' && !invoice.Type.endsWith('CREDIT') && (dueDate ?? invoice.DueDate) === undefined
    ? ['Due date cannot be empty.']
    : []),
  ...(status === 'AUTHORISED' || status === 'VOIDED' ? lockErrors(organisation, invoice.Date) : []),
];

/** Statuses that a document may go to from each. */
export const statusMoves: Readonly<Record<Invoice['Status'], readonly Invoice['Status'][]>> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'AUTHORISED', 'DRAFT', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: [],
  VOIDED: [],
  DELETED: [],
};
