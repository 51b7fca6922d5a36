/** Rows as Xero's answers carry them. */
import type { Saved } from './save-invoices.ts';
import { having } from './look-up.ts';
import type { Contact, Invoice, Organisation } from './organisation.ts';

/** `/Date(1795392000000+0000)/`, as the API writes instants and dates. */
export const wireDate = (milliseconds: number): string => `/Date(${String(milliseconds)}+0000)/`;
const dateFields = (name: 'Date' | 'DueDate', date: string | undefined): object =>
  date === undefined ? {} : { [name]: wireDate(Date.parse(`${date}T00:00:00Z`)), [`${name}String`]: `${date}T00:00:00` };

const calendarDate = (posted: string | undefined): string | undefined => {
  const day = posted?.slice(0, 10) ?? '';
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? undefined : day;
};

/** @param whole lists without paging leave the payment terms out */
export const wireContact = ({ UpdatedDateUTC, PaymentTerms, ...contact }: Contact, whole = true): object => ({
  ...contact,
  ...(whole && PaymentTerms ? { PaymentTerms } : {}),
  UpdatedDateUTC: wireDate(UpdatedDateUTC),
  HasAttachments: false,
  HasValidationErrors: false,
});

const noId = '00000000-0000-0000-0000-000000000000';
const isCredit = (type: string | undefined): boolean => type?.endsWith('CREDIT') === true;
/** Id and number bear the name of the kind. */
const named = (type: string | undefined, id: string, number: string | undefined): object =>
  isCredit(type) ? { CreditNoteID: id, CreditNoteNumber: number } : { InvoiceID: id, InvoiceNumber: number };

const due = ({ Status, Total, AmountPaid, AmountCredited }: Invoice): number =>
  Status === 'VOIDED' || Status === 'DELETED' ? 0 : Number((Total - AmountPaid - AmountCredited).toFixed(2));

/** What only invoices have, and what only credit notes have. */
const ownFields = (invoice: Invoice): object =>
  isCredit(invoice.Type)
    ? {
        Payments: [],
        Allocations: (invoice.Allocations ?? []).map(({ AllocationID, InvoiceID, Amount, Date: date }) => ({
          AllocationID,
          Amount,
          Date: wireDate(Date.parse(date)),
          Invoice: { InvoiceID, HasErrors: false, IsDiscounted: false },
        })),
        RemainingCredit: due(invoice),
      }
    : {
        Payments: [],
        CreditNotes: [],
        Prepayments: [],
        Overpayments: [],
        AmountDue: due(invoice),
        AmountPaid: invoice.AmountPaid,
        AmountCredited: invoice.AmountCredited,
        IsDiscounted: invoice.Lines.some((line) => line.DiscountAmount !== undefined || line.DiscountRate !== undefined),
        ...(invoice.Url === undefined ? {} : { Url: invoice.Url }),
        ...dateFields('DueDate', invoice.DueDate),
      };

/** @param whole lists without paging leave the lines out */
export const wireInvoice = (organisation: Organisation, invoice: Invoice, whole = true): object => {
  const [contact] = having(organisation.contacts, 'ContactID', invoice.ContactID);
  return {
    Type: invoice.Type,
    ...named(invoice.Type, invoice.InvoiceID, invoice.InvoiceNumber),
    Reference: invoice.Reference,
    ...ownFields(invoice),
    CurrencyRate: invoice.CurrencyRate,
    HasAttachments: false,
    HasErrors: false,
    Contact: {
      ContactID: invoice.ContactID,
      Name: contact?.Name ?? '',
      ContactStatus: contact?.ContactStatus ?? 'ACTIVE',
      HasValidationErrors: false,
    },
    ...dateFields('Date', invoice.Date),
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
  ...(isCredit(posted.Type) ? { CreditNoteID: noId } : { InvoiceID: noId }),
  HasErrors: true,
  StatusAttributeString: 'ERROR',
  ValidationErrors: errors.map((Message) => ({ Message })),
});

export const wireSaved = (organisation: Organisation, saved: Saved): object =>
  saved.invoice ? { ...wireInvoice(organisation, saved.invoice), StatusAttributeString: 'OK' } : refused(saved);
