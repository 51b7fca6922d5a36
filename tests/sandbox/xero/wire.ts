/** Rows as Xero's answers carry them. */
import type { Saved } from './save-invoices.ts';
import type { Contact, Invoice, Organisation } from './organisation.ts';

/** `/Date(1795392000000+0000)/`, as the API writes instants and dates. */
export const wireDate = (milliseconds: number): string => `/Date(${String(milliseconds)}+0000)/`;
const dateFields = (name: 'Date' | 'DueDate', date: string | undefined): object =>
  date === undefined ? {} : { [name]: wireDate(Date.parse(`${date}T00:00:00Z`)), [`${name}String`]: `${date}T00:00:00` };

const calendarDate = (posted: string | undefined): string | undefined => {
  const day = posted?.slice(0, 10) ?? '';
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? undefined : day;
};

export const wireContact = ({ UpdatedDateUTC, ...contact }: Contact): object => ({
  ...contact,
  UpdatedDateUTC: wireDate(UpdatedDateUTC),
  HasAttachments: false,
  HasValidationErrors: false,
});

/** @param whole lists without paging leave the lines out */
export const wireInvoice = (organisation: Organisation, invoice: Invoice, whole = true): object => {
  const contact = organisation.contacts.find(({ ContactID }) => ContactID === invoice.ContactID);
  const due =
    invoice.Status === 'VOIDED' || invoice.Status === 'DELETED'
      ? 0
      : Number((invoice.Total - invoice.AmountPaid - invoice.AmountCredited).toFixed(2));
  return {
    Type: invoice.Type,
    InvoiceID: invoice.InvoiceID,
    InvoiceNumber: invoice.InvoiceNumber,
    Reference: invoice.Reference,
    ...(invoice.Url === undefined ? {} : { Url: invoice.Url }),
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    AmountDue: due,
    AmountPaid: invoice.AmountPaid,
    AmountCredited: invoice.AmountCredited,
    CurrencyRate: invoice.CurrencyRate,
    IsDiscounted: invoice.Lines.some((line) => line.DiscountAmount !== undefined || line.DiscountRate !== undefined),
    HasAttachments: false,
    HasErrors: false,
    Contact: {
      ContactID: invoice.ContactID,
      Name: contact?.Name ?? '',
      ContactStatus: contact?.ContactStatus ?? 'ACTIVE',
      HasValidationErrors: false,
    },
    ...dateFields('Date', invoice.Date),
    ...dateFields('DueDate', invoice.DueDate),
    ...(invoice.BrandingThemeID === undefined ? {} : { BrandingThemeID: invoice.BrandingThemeID }),
    Status: invoice.Status,
    LineAmountTypes: invoice.LineAmountTypes,
    ...(whole ? { LineItems: invoice.Lines } : {}),
    SubTotal: invoice.SubTotal,
    TotalTax: invoice.TotalTax,
    Total: invoice.Total,
    SentToContact: invoice.SentToContact,
    UpdatedDateUTC: wireDate(invoice.UpdatedDateUTC),
    CurrencyCode: invoice.CurrencyCode,
  };
};

/** A posted element that was refused, echoed with its errors; a date that is none is left out. */
const refused = ({ posted: { Date: date, DueDate: due, ...posted }, errors }: Saved): object => ({
  ...posted,
  ...dateFields('Date', calendarDate(date)),
  ...dateFields('DueDate', calendarDate(due)),
  InvoiceID: '00000000-0000-0000-0000-000000000000',
  HasErrors: true,
  StatusAttributeString: 'ERROR',
  ValidationErrors: errors.map((Message) => ({ Message })),
});

export const wireSaved = (organisation: Organisation, saved: Saved): object =>
  saved.invoice ? { ...wireInvoice(organisation, saved.invoice), StatusAttributeString: 'OK' } : refused(saved);
