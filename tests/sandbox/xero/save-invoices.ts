/** Invoices that come in: checked, computed, kept. */
import { randomUUID } from 'node:crypto';
import { fixedOf, lineAmount, lineTax, numberOf, roundTo, totalsOf } from './arithmetic.ts';
import type { PostedInvoice, PostedLine } from './check-invoice.ts';
import type { Family } from './check-invoice.ts';
import { checkInvoice, checkStatusChange } from './check-invoice.ts';
import { forget, having } from './look-up.ts';
import type { Invoice, Line, Organisation } from './organisation.ts';
import type { JournalRow, XeroState } from './state.ts';
import { commit } from './state.ts';

/** Who posts, and how. */
export interface Posting {
  readonly clientId: string;
  readonly idempotencyKey: string | null;
  readonly unitDecimals: number;
  /** Seconds for which lists do not show what was saved. */
  readonly listLagMs: number;
}

export interface Saved {
  readonly invoice: Invoice | null;
  readonly posted: PostedInvoice;
  readonly errors: readonly string[];
  readonly journal: JournalRow | null;
}

type Types = Invoice['LineAmountTypes'];
const typesOf = (posted: PostedInvoice): Types => (posted.LineAmountTypes as Types | undefined) ?? 'Exclusive';

const rateOf = (organisation: Organisation, line: PostedLine): bigint => {
  const taxType = line.TaxType ?? organisation.accounts.find(({ Code }) => Code === line.AccountCode)?.TaxType;
  return fixedOf(organisation.taxRates.find(({ TaxType }) => TaxType === taxType)?.EffectiveRate ?? 0);
};

const computeLine = (organisation: Organisation, line: PostedLine, types: Types, decimals: number) => {
  const unitAmount = roundTo(fixedOf(line.UnitAmount ?? 0), decimals);
  const rate = rateOf(organisation, line);
  const discountRate = fixedOf(line.DiscountRate ?? 0);
  const discountAmount = roundTo(fixedOf(line.DiscountAmount ?? 0), 2);
  const quantity = roundTo(fixedOf(line.Quantity ?? (line.UnitAmount === undefined ? 0 : 1)), 4);
  const amount = lineAmount({ quantity, unitAmount, discountRate, discountAmount, rate });
  return { line, unitAmount, quantity, amount, tax: lineTax(amount, rate, types) };
};

const lineOf = (organisation: Organisation, computed: ReturnType<typeof computeLine>): Line => {
  const { line } = computed;
  const account = organisation.accounts.find(({ Code }) => Code === line.AccountCode);
  return {
    LineItemID: line.LineItemID ?? randomUUID(),
    Quantity: numberOf(computed.quantity),
    UnitAmount: numberOf(computed.unitAmount),
    TaxAmount: numberOf(computed.tax),
    LineAmount: numberOf(computed.amount),
    Tracking: (line.Tracking ?? []).map(({ TrackingCategoryID, Name = '', Option = '' }) => ({
      ...(TrackingCategoryID ? { TrackingCategoryID } : {}),
      Name,
      Option,
    })),
    ...(line.Description === undefined ? {} : { Description: line.Description }),
    ...(line.ItemCode === undefined ? {} : { ItemCode: line.ItemCode }),
    ...(account ? { AccountCode: account.Code ?? '', AccountID: account.AccountID } : {}),
    ...(line.TaxType === undefined && !account ? {} : { TaxType: line.TaxType ?? account?.TaxType ?? 'NONE' }),
    ...(line.DiscountRate === undefined ? {} : { DiscountRate: line.DiscountRate }),
    ...(line.DiscountAmount === undefined ? {} : { DiscountAmount: line.DiscountAmount }),
  };
};

const givenNumber = ({ Type, InvoiceNumber, CreditNoteNumber }: PostedInvoice): string | undefined =>
  Type?.endsWith('CREDIT') ? CreditNoteNumber : InvoiceNumber;

const nextNumber = (organisation: Organisation, family: Family): string => {
  const [prefix, documents] =
    family === 'Invoices' ? [organisation.numberPrefix, organisation.invoices] : ['CN-', organisation.creditNotes];
  for (;;) {
    const number = `${prefix}${String(organisation.nextNumber++).padStart(4, '0')}`;
    if (having(documents, 'InvoiceNumber', number).length === 0) return number;
  }
};

const journalOf = (
  state: XeroState,
  organisation: Organisation,
  invoice: Invoice,
  posting: Posting,
  kind: JournalRow['kind'],
): JournalRow =>
  commit(state, {
    kind,
    tenantId: organisation.tenantId,
    documentType: invoice.Type.endsWith('CREDIT') ? 'creditnote' : 'invoice',
    id: invoice.InvoiceID,
    number: invoice.InvoiceNumber,
    contactId: invoice.ContactID,
    reference: invoice.Reference,
    url: invoice.Url ?? null,
    lineDescriptions: invoice.Lines.map(({ Description = '' }) => Description),
    total: invoice.Total,
    status: invoice.Status,
    idempotencyKey: posting.idempotencyKey,
  });

/** Creates one invoice or credit note, or says why not. */
export const createInvoice = (
  state: XeroState,
  organisation: Organisation,
  posted: PostedInvoice,
  posting: Posting,
  family: Family = 'Invoices',
): Saved => {
  const types = typesOf(posted);
  const lines = (posted.LineItems ?? []).map((line) => computeLine(organisation, line, types, posting.unitDecimals));
  const totals = totalsOf(lines, types);
  const errors = checkInvoice(organisation, posted, totals.total, family);
  if (errors.length > 0) return { invoice: null, posted, errors, journal: null };
  const now = state.now();
  const invoice: Invoice = {
    InvoiceID: randomUUID(),
    Type: posted.Type as Invoice['Type'],
    InvoiceNumber:
      givenNumber(posted) ?? (posted.Type === 'ACCREC' || posted.Type === 'ACCRECCREDIT' ? nextNumber(organisation, family) : ''),
    Reference: posted.Reference ?? '',
    ...(posted.Url === undefined ? {} : { Url: posted.Url }),
    ContactID: posted.Contact?.ContactID ?? '',
    Status: (posted.Status as Invoice['Status'] | undefined) ?? 'DRAFT',
    LineAmountTypes: types,
    Date: (posted.Date ?? new Date(now).toISOString()).slice(0, 10),
    ...(posted.DueDate === undefined ? {} : { DueDate: posted.DueDate.slice(0, 10) }),
    CurrencyCode: posted.CurrencyCode ?? organisation.BaseCurrency,
    CurrencyRate: posted.CurrencyRate ?? 1,
    ...(posted.BrandingThemeID === undefined ? {} : { BrandingThemeID: posted.BrandingThemeID }),
    Lines: lines.map((line) => lineOf(organisation, line)),
    SubTotal: numberOf(totals.subTotal),
    TotalTax: numberOf(totals.totalTax),
    Total: numberOf(totals.total),
    AmountPaid: 0,
    AmountCredited: 0,
    SentToContact: posted.SentToContact ?? false,
    CreatedByClient: posting.clientId,
    CreatedAt: now,
    UpdatedDateUTC: now,
    ListedFrom: now + posting.listLagMs,
  };
  (family === 'Invoices' ? organisation.invoices : organisation.creditNotes).push(invoice);
  return { invoice, posted, errors: [], journal: journalOf(state, organisation, invoice, posting, 'create') };
};

/** What a sales invoice with payments keeps: its date, currency and everything that its amounts come from. */
const touchesAmounts = (organisation: Organisation, invoice: Invoice, posted: PostedInvoice, posting: Posting): boolean => {
  const types = posted.LineAmountTypes === undefined ? invoice.LineAmountTypes : typesOf(posted);
  const lines = (posted.LineItems ?? []).map((line) => lineOf(organisation, computeLine(organisation, line, types, posting.unitDecimals)));
  const amounts = (line: Line): string =>
    JSON.stringify([line.Quantity, line.UnitAmount, line.DiscountAmount ?? 0, line.TaxType, line.TaxAmount, line.ItemCode ?? '']);
  return (
    types !== invoice.LineAmountTypes ||
    (posted.Date !== undefined && posted.Date.slice(0, 10) !== invoice.Date) ||
    (posted.CurrencyCode !== undefined && posted.CurrencyCode !== invoice.CurrencyCode) ||
    (posted.LineItems !== undefined && JSON.stringify(lines.map(amounts)) !== JSON.stringify(invoice.Lines.map(amounts)))
  );
};

/** Changes an invoice: its status, or what else is sent. */
export const updateInvoice = (
  state: XeroState,
  organisation: Organisation,
  invoice: Invoice,
  posted: PostedInvoice,
  posting: Posting,
): Saved => {
  const status = (posted.Status as Invoice['Status'] | undefined) ?? invoice.Status;
  const errors = checkStatusChange(organisation, invoice, status, posted.DueDate);
  if (errors.length > 0) return { invoice: null, posted, errors, journal: null };
  if (
    (invoice.AmountPaid > 0 || invoice.AmountCredited > 0) &&
    (invoice.Type !== 'ACCREC' || touchesAmounts(organisation, invoice, posted, posting))
  )
    return {
      invoice: null,
      posted,
      errors: ['This document cannot be edited as it has a payment or credit note allocated to it.'],
      journal: null,
    };
  if (posted.LineItems) {
    const types = posted.LineAmountTypes === undefined ? invoice.LineAmountTypes : typesOf(posted);
    const lines = posted.LineItems.map((line) => computeLine(organisation, line, types, posting.unitDecimals));
    const totals = totalsOf(lines, types);
    Object.assign(invoice, {
      LineAmountTypes: types,
      Lines: lines.map((line) => lineOf(organisation, line)),
      SubTotal: numberOf(totals.subTotal),
      TotalTax: numberOf(totals.totalTax),
      Total: numberOf(totals.total),
    });
  }
  const { Reference, Date: date, DueDate, Url, BrandingThemeID } = posted;
  const InvoiceNumber = givenNumber({ Type: invoice.Type, ...posted });
  const ContactID = posted.Contact?.ContactID;
  Object.assign(invoice, {
    Status: status,
    UpdatedDateUTC: state.now(),
    ...(ContactID === undefined ? {} : { ContactID }),
    ...(posted.CurrencyCode === undefined ? {} : { CurrencyCode: posted.CurrencyCode }),
    ...(Reference === undefined ? {} : { Reference }),
    ...(date === undefined ? {} : { Date: date.slice(0, 10) }),
    ...(DueDate === undefined ? {} : { DueDate: DueDate.slice(0, 10) }),
    ...(Url === undefined ? {} : { Url }),
    ...(BrandingThemeID === undefined ? {} : { BrandingThemeID }),
    ...(InvoiceNumber === undefined ? {} : { InvoiceNumber }),
  });
  if (InvoiceNumber !== undefined) forget(invoice.Type.endsWith('CREDIT') ? organisation.creditNotes : organisation.invoices);
  return { invoice, posted, errors: [], journal: journalOf(state, organisation, invoice, posting, 'update') };
};
