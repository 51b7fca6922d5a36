/** A document as Xero answers it, turned into ours. Numbers become decimal text at once. */
import { intentOf } from '../core/marker.ts';
import type { FoundDocument } from '../core/doubts.ts';

/** An invoice of an answer (Accounting API, Invoices). */
export interface WireInvoice {
  readonly InvoiceID?: string;
  readonly InvoiceNumber?: string;
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

/** Null when the element has no id: it is no document of Xero's then. */
export const documentOf = (wire: WireInvoice): FoundDocument | null => {
  const status = statuses.find((name) => name === wire.Status?.toLowerCase());
  if (!wire.InvoiceID || /^0{8}-/.test(wire.InvoiceID) || !status) return null;
  return {
    id: wire.InvoiceID,
    number: wire.InvoiceNumber ?? null,
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
    due: amountOf(wire.AmountDue),
    intentId: intentOf(wire.Url),
  };
};

/** Xero's own words about an element; the text is in `Message` or in `Description`. */
export const errorsOf = (element: Pick<WireInvoice, 'ValidationErrors'>): readonly string[] =>
  (element.ValidationErrors ?? []).map(({ Message, Description }) => Message ?? Description ?? 'Xero gave no reason.');
