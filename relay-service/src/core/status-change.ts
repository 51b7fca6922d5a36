/** Approve and Void: what may become of a document that Xero holds. Decided before a call is made, refused by name. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Organisation, Requester, Settings } from './connection.ts';
import { isCreditNote } from './document-kinds.ts';
import type { Reason } from './document.ts';
import { inLockedPeriod } from './locked-period.ts';
import type { DocumentInXero } from './outcome.ts';
import { mayChange } from './requester-rights.ts';
import { usedAmount } from './used-amount.ts';

export type StatusAction = 'approve' | 'void';

export interface StatusQuestion {
  readonly action: StatusAction;
  /** As Xero holds it now. */
  readonly document: DocumentInXero;
  readonly organisation: Organisation;
  readonly settings: Settings;
  readonly requester: Requester;
  /** Owner of the invoice in Dynamics. */
  readonly ownerId: string | null;
}

export type StatusDecision =
  /** It is so already, by whomever. */
  | { readonly kind: 'is-so' }
  | { readonly kind: 'change'; readonly status: 'AUTHORISED' | 'VOIDED' | 'DELETED' }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] };

const refused = (code: CauseCode, values: Values = {}): StatusDecision => ({ kind: 'refused', reasons: [reason(code, values)] });

const mayAct = ({ action, requester, settings, ownerId }: StatusQuestion): StatusDecision | null => {
  const stop = mayChange(requester, action === 'approve' ? 'Approving' : 'Voiding');
  if (stop) return { kind: 'refused', reasons: [stop] };
  const own = ownerId !== null && ownerId === requester.id;
  return action === 'approve' && settings.authoriseOwn === false && own
    ? refused('CHANGE_NEEDS_ANOTHER_APPROVER', { requester: requester.name, button: 'Approve' })
    : null;
};

const lockOf = ({ action, document: { date }, organisation }: StatusQuestion): StatusDecision | null => {
  const locked = inLockedPeriod(organisation, date);
  return locked && refused(action === 'approve' ? 'APPROVE_IN_LOCKED_PERIOD' : 'CHANGE_IN_LOCKED_PERIOD', locked);
};

const approve = (question: StatusQuestion): StatusDecision => {
  const { status, type, dueDate } = question.document;
  if (status === 'authorised' || status === 'paid') return { kind: 'is-so' };
  if (status === 'voided' || status === 'deleted') return refused('DOCUMENT_ENDED', { status });
  if (!isCreditNote(type) && dueDate === null) return refused('APPROVE_WITHOUT_DUE_DATE');
  return lockOf(question) ?? { kind: 'change', status: 'AUTHORISED' };
};

const voided = (question: StatusQuestion): StatusDecision => {
  const { document } = question;
  if (document.status === 'voided' || document.status === 'deleted') return { kind: 'is-so' };
  // Nothing that is only a draft is in the books, so no lock holds it.
  if (document.status === 'draft' || document.status === 'submitted') return { kind: 'change', status: 'DELETED' };
  const amount = usedAmount(document);
  if (!amount.isZero() || document.status === 'paid')
    return isCreditNote(document.type)
      ? refused('VOID_ALLOCATED')
      : refused('VOID_WITH_PAYMENTS', { amount: amount.toFixed(2), currency: document.currency ?? '' });
  return lockOf(question) ?? { kind: 'change', status: 'VOIDED' };
};

/** Decides; the requester's rights come first and alone. */
export const decideStatusChange = (question: StatusQuestion): StatusDecision =>
  mayAct(question) ?? (question.action === 'approve' ? approve(question) : voided(question));
