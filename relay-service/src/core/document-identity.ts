/** By what a document is known again whose answer was lost (posting protocol, section 4). */
import { isCreditNote } from './document-kinds.ts';
import type { XeroDocument } from './document.ts';
import type { Amount, CalendarDate } from './invoice.ts';
import { parseAmount } from './money.ts';

/** What the ledger keeps, sealed, until Dynamics was told. */
export interface DocumentIdentity {
  /** Null where Xero gives the number, or where the marker alone is asked. */
  readonly number: string | null;
  /** Xero refuses a second document of this kind with that number. */
  readonly numberUnique: boolean;
  /** Contact, date and total, of a document that has no room for a marker; fingerprinted before it is kept. */
  readonly sameness: string | null;
}

/** Contact, date and total as one text, however Xero writes them. */
export const samenessOf = (contactId: string | null, date: CalendarDate | null, total: Amount | null): string =>
  [contactId?.toLowerCase() ?? '', date ?? '', parseAmount(total)?.toFixed(2) ?? ''].join('|');

/** @param total as Xero will compute it */
export const identityOf = (document: XeroDocument, total: Amount): DocumentIdentity => {
  if (document.Type === 'ACCREC') return { number: document.InvoiceNumber ?? null, numberUnique: true, sameness: null };
  const number = isCreditNote(document.Type) ? (document.CreditNoteNumber ?? null) : null;
  return { number, numberUnique: false, sameness: number === null ? null : samenessOf(document.Contact.ContactID, document.Date, total) };
};
