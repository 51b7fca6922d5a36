/** A document as Xero answers it, turned into ours. Numbers become decimal text at once. */
import { isCreditNote } from '../core/document-kinds.ts';
import type { XeroDocument } from '../core/document.ts';
import { intentOf, intentOfReference, invoiceOfLink } from '../core/marker.ts';
import type { FoundDocument } from '../core/doubts.ts';

/** An invoice or a credit note of an answer (Accounting API, Invoices and CreditNotes). */
export interface WireDocument {
  readonly Type?: string;
  readonly InvoiceID?: string;
  readonly InvoiceNumber?: string;
  readonly CreditNoteID?: string;
  readonly CreditNoteNumber?: string;
  readonly Contact?: { readonly ContactID?: string };
  readonly RemainingCredit?: number;
  readonly Reference?: string;
  readonly Status?: string;
  readonly DateString?: string;
  readonly Date?: string;
  readonly DueDateString?: string;
  readonly DueDate?: string;
  readonly CurrencyCode?: string;
  readonly SubTotal?: number;
  readonly TotalTax?: number;
  readonly Total?: number;
  readonly AmountPaid?: number;
  readonly AmountCredited?: number;
  readonly AmountDue?: number;
  readonly Url?: string;
  readonly UpdatedDateUTC?: string;
  readonly HasErrors?: boolean;
  readonly StatusAttributeString?: string;
  readonly ValidationErrors?: readonly { readonly Message?: string; readonly Description?: string }[];
}

const statuses = ['draft', 'submitted', 'authorised', 'paid', 'voided', 'deleted'] as const;

const amountOf = (value: number | undefined): string | null => (value === undefined ? null : String(value));

/** `2026-11-23T00:00:00` or `/Date(1795392000000+0000)/` -> `2026-11-23`. */
const dateOf = (readable: string | undefined, wire: string | undefined): string | null => {
  if (readable) return readable.slice(0, 10);
  const milliseconds = /\/Date\((-?\d+)/.exec(wire ?? '')?.[1];
  if (milliseconds) return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  return wire ? wire.slice(0, 10) : null;
};

const types = ['ACCREC', 'ACCPAY', 'ACCRECCREDIT', 'ACCPAYCREDIT'] as const;
const typeOf = (wire: WireDocument): XeroDocument['Type'] | undefined =>
  types.find((type) => type === wire.Type) ?? (wire.Type === undefined ? 'ACCREC' : undefined);

const numberIn = (wire: WireDocument): string | null => wire.InvoiceNumber ?? wire.CreditNoteNumber ?? null;

/** Intent id that the element carries: in its link or, as credit notes have none, at the end of its Reference. */
const intentIn = (wire: WireDocument): string | null =>
  intentOf(wire.Url) ?? (isCreditNote(typeOf(wire) ?? 'ACCREC') ? intentOfReference(wire.Reference) : null);

/** What tells which document an element is, also where it was refused and has no id. */
export const identityOf = (wire: WireDocument): { readonly number: string | null; readonly intentId: string | null } => ({
  number: numberIn(wire),
  intentId: intentIn(wire),
});

/** Null when the element has no id or is of a kind that we never make. */
export const documentOf = (wire: WireDocument): FoundDocument | null => {
  const status = statuses.find((name) => name === wire.Status?.toLowerCase());
  const id = wire.InvoiceID ?? wire.CreditNoteID;
  const type = typeOf(wire);
  if (!id || /^0{8}-/.test(id) || !status || !type) return null;
  return {
    id,
    type,
    contactId: wire.Contact?.ContactID ?? null,
    number: numberIn(wire),
    reference: wire.Reference ?? null,
    status,
    date: dateOf(wire.DateString, wire.Date),
    dueDate: dateOf(wire.DueDateString, wire.DueDate),
    currency: wire.CurrencyCode ?? null,
    net: amountOf(wire.SubTotal),
    tax: amountOf(wire.TotalTax),
    total: amountOf(wire.Total),
    paid: amountOf(wire.AmountPaid),
    credited: amountOf(wire.AmountCredited),
    due: amountOf(wire.AmountDue ?? wire.RemainingCredit),
    intentId: intentIn(wire),
    invoiceKey: invoiceOfLink(wire.Url),
  };
};

/** An element of the answer to a write: the document, or Xero's own words where it was refused. */
export const writtenOf = (wire: WireDocument): { readonly document: FoundDocument | null; readonly errors: readonly string[] } => {
  const errors = wire.HasErrors === true || wire.StatusAttributeString === 'ERROR' ? errorsOf(wire) : [];
  return { document: errors.length === 0 ? documentOf(wire) : null, errors };
};

/** Xero's own words about an element; the text is in `Message` or in `Description`. */
export const errorsOf = (element: Pick<WireDocument, 'ValidationErrors'>): readonly string[] =>
  (element.ValidationErrors ?? []).map(({ Message, Description }) => Message ?? Description ?? 'Xero gave no reason.');
