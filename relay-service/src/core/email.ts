/** Mailing an invoice from Xero: whether, or why not. Decided before the call, for it cannot be taken back. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import { statusWord } from './describe-outcome.ts';
import { documentKinds, kindOfType } from './document-kinds.ts';
import type { Mapped, Reason } from './document.ts';
import { parseAmount } from './money.ts';
import type { DocumentInXero } from './outcome.ts';
import { oneLine } from './text.ts';

export interface EmailQuestion {
  /** As Xero holds it now. */
  readonly document: DocumentInXero;
  /** Address of the contact in Xero, which is the one that Xero mails to. */
  readonly address: string | null;
  /** Demo companies send no mail. */
  readonly demo: boolean;
  /** As the invoice would be sent now; null where it cannot be told any more. */
  readonly mapped: Mapped | null;
}

export type EmailDecision = { readonly kind: 'send' } | { readonly kind: 'refused'; readonly reason: Reason };

const refused = (code: CauseCode, values: Values = {}): EmailDecision => ({ kind: 'refused', reason: reason(code, values) });

/** Only an authorised sales invoice whose total is the one that Dynamics comes to; no address is a warning, and so told by its name. */
export const decideEmail = ({ document, address, demo, mapped }: EmailQuestion): EmailDecision => {
  const { type, status, total } = document;
  if (type !== 'ACCREC') return refused('EMAIL_OF_OTHER_KIND', { kind: documentKinds[kindOfType(type)].words });
  if (status === 'paid' || status === 'voided' || status === 'deleted') return refused('EMAIL_OF_ENDED', { status: statusWord(status) });
  if (status !== 'authorised') return refused('EMAIL_NOT_APPROVED', { status: statusWord(status) });
  if (demo) return refused('EMAIL_FROM_DEMO');
  if (oneLine(address) === '') return refused('EMAIL_WITHOUT_ADDRESS');
  if (mapped?.verdict !== 'Ready') return refused('EMAIL_CHANGED_SINCE');
  const [held, wanted] = [parseAmount(total), parseAmount(mapped.predicted.total)];
  if (held === null || wanted === null || !held.equals(wanted))
    return refused('EMAIL_TOTALS_DIFFER', { total: held?.toFixed(2) ?? '', wanted: wanted?.toFixed(2) ?? '' });
  return { kind: 'send' };
};

/** The words of this refusal are not published; Xero's mail limit is the only daily one that a call of its own meets. */
export const isAllowanceUsed = (xeroText: string): boolean =>
  /e-?mail/i.test(xeroText) && /limit|allowance|exceeded|maximum/i.test(xeroText);
