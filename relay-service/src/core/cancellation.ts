/** What becomes of a document whose invoice a user canceled in Dynamics. Decided by what Xero holds, so that our own cancellations end here. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Organisation } from './connection.ts';
import { later } from './dates.ts';
import { statusWord } from './describe-outcome.ts';
import { isCreditNote } from './document-kinds.ts';
import type { Reason } from './document.ts';
import type { CalendarDate } from './invoice.ts';
import type { InLockedPeriod } from './locked-period.ts';
import { inLockedPeriod } from './locked-period.ts';
import { amountOrZero } from './money.ts';
import type { DocumentInXero } from './outcome.ts';
import { usedAmount } from './used-amount.ts';

export interface CancellationQuestion {
  /** As Xero holds it now. */
  readonly document: DocumentInXero;
  readonly organisation: Organisation;
  /** The setting "Create credit note automatically". */
  readonly automatic: boolean;
  /** Today in the connection's time zone. */
  readonly today: CalendarDate;
}

export type CancellationDecision =
  /** Paid, voided, deleted or credited already, by whomever. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'change'; readonly status: 'VOIDED' | 'DELETED' }
  /** A credit note over what is due, on a day that is open. */
  | { readonly kind: 'credit'; readonly date: CalendarDate }
  | { readonly kind: 'ask'; readonly reason: Reason };

const ask = ({ document }: CancellationQuestion, code: CauseCode, values: Values = {}): CancellationDecision => ({
  kind: 'ask',
  reason: reason(code, { document: document.number ?? '', status: statusWord(document.status), ...values }),
});

/** What cannot be voided. A bill's credit note bears the supplier's number, which nobody knows here. */
const whatStays = (question: CancellationQuestion, locked: InLockedPeriod | null): CancellationDecision => {
  const { document, automatic, today } = question;
  if (isCreditNote(document.type)) return ask(question, 'CANCELED_CREDIT_NOTE');
  if (document.type === 'ACCPAY') return ask(question, 'CANCELED_BILL');
  const open = later(today, document.date) ?? today;
  if (automatic) return { kind: 'credit', date: later(open, locked?.firstOpen ?? null) ?? open };
  return locked
    ? ask(question, 'CANCELED_IN_LOCKED_PERIOD', locked)
    : ask(question, 'CANCELED_WITH_PAYMENTS', {
        paid: usedAmount(document).toFixed(2),
        due: amountOrZero(document.due).toFixed(2),
        currency: document.currency ?? '',
      });
};

/** Decides. */
export const decideCancellation = (question: CancellationQuestion): CancellationDecision => {
  const { document, organisation, automatic } = question;
  const { status } = document;
  if (status === 'paid' || status === 'voided' || status === 'deleted') return { kind: 'nothing' };
  if (status === 'draft' || status === 'submitted')
    return automatic ? { kind: 'change', status: 'DELETED' } : ask(question, 'CANCELED_STILL_IN_XERO');
  if (!amountOrZero(document.due).greaterThan(0)) return { kind: 'nothing' };
  const locked = inLockedPeriod(organisation, document.date);
  if (!usedAmount(document).isZero() || locked) return whatStays(question, locked);
  return automatic ? { kind: 'change', status: 'VOIDED' } : ask(question, 'CANCELED_STILL_IN_XERO');
};
