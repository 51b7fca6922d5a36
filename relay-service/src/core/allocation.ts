/** Allocating a credit note to the invoice that it credits: how much of it, or why not. Decided before a call is made, refused by name. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Organisation } from './connection.ts';
import { later } from './dates.ts';
import { isCreditNote } from './document-kinds.ts';
import type { Reason } from './document.ts';
import type { Amount, CalendarDate } from './invoice.ts';
import { inLockedPeriod } from './locked-period.ts';
import { amountOrZero } from './money.ts';
import type { DocumentInXero } from './outcome.ts';

/** A credit note with what of it lies on which invoice. */
export interface CreditInXero {
  readonly document: DocumentInXero;
  readonly allocations: readonly { readonly invoiceId: string; readonly amount: Amount }[];
}

export interface AllocationQuestion {
  readonly credit: CreditInXero;
  /** The invoice that it credits, as Xero holds it; null where Xero does not have it. */
  readonly invoice: DocumentInXero | null;
  readonly organisation: Organisation;
}

export type AllocationDecision =
  /** Something of it lies on the invoice already, by whomever: a second allocation would not be what anybody asked for. */
  | { readonly kind: 'is-so'; readonly amount: Amount }
  | { readonly kind: 'allocate'; readonly amount: Amount; readonly date: CalendarDate }
  | { readonly kind: 'refused'; readonly reason: Reason };

const refused = (code: CauseCode, values: Values = {}): AllocationDecision => ({ kind: 'refused', reason: reason(code, values) });

const named = ({ number }: DocumentInXero): string => number ?? '';

/** What stands between the two documents; null = nothing. */
const mismatch = (credit: DocumentInXero, invoice: DocumentInXero): AllocationDecision | null => {
  const values = { credit: named(credit), invoice: named(invoice) };
  if (!isCreditNote(credit.type) || `${invoice.type}CREDIT` !== credit.type) return refused('ALLOCATION_OF_OTHER_SIDE', values);
  if (credit.contactId?.toLowerCase() !== invoice.contactId?.toLowerCase()) return refused('ALLOCATION_OF_OTHER_CONTACT', values);
  if (credit.currency !== invoice.currency)
    return refused('ALLOCATION_OF_OTHER_CURRENCY', { ...values, creditCurrency: credit.currency ?? '', currency: invoice.currency ?? '' });
  return null;
};

/** Whatever can no longer be allocated, because it is not approved yet, is ended, or has nothing left. */
const unusable = (credit: DocumentInXero, invoice: DocumentInXero): AllocationDecision | null => {
  const documents = [credit, invoice];
  const unapproved = documents.find(({ status }) => status === 'draft' || status === 'submitted');
  if (unapproved) return refused('ALLOCATION_NOT_APPROVED', { document: named(unapproved) });
  const ended = documents.find(({ status }) => status === 'voided' || status === 'deleted');
  if (ended) return refused('ALLOCATION_OF_ENDED', { document: named(ended), status: ended.status });
  if (!amountOrZero(credit.due).greaterThan(0)) return refused('ALLOCATION_NOTHING_LEFT', { credit: named(credit) });
  return amountOrZero(invoice.due).greaterThan(0)
    ? null
    : refused('ALLOCATION_NOTHING_DUE', { invoice: named(invoice), credit: named(credit) });
};

/**
 * Decides: min(remaining credit, amount due), so that of two allocations of the same the second finds nothing left on one side.
 * It is dated as the later of the two documents is; a closed period is never evaded by another date in silence.
 */
export const decideAllocation = (question: AllocationQuestion): AllocationDecision => {
  const { credit, invoice, organisation } = question;
  const { document } = credit;
  if (!invoice) return refused('ALLOCATION_INVOICE_NOT_IN_XERO', { credit: named(document) });
  const known = credit.allocations.find(({ invoiceId }) => invoiceId.toLowerCase() === invoice.id.toLowerCase());
  if (known) return { kind: 'is-so', amount: known.amount };
  const stop = mismatch(document, invoice) ?? unusable(document, invoice);
  if (stop) return stop;
  const date = later(document.date, invoice.date) ?? '';
  const locked = inLockedPeriod(organisation, date);
  if (locked) return refused('ALLOCATION_IN_LOCKED_PERIOD', { ...locked, credit: named(document) });
  const [remaining, due] = [amountOrZero(document.due), amountOrZero(invoice.due)];
  return { kind: 'allocate', amount: (remaining.lessThan(due) ? remaining : due).toFixed(2), date };
};
