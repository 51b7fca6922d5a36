/** Approve and Void: what may become of a document that Xero holds. Decided before a call is made, refused by name. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Organisation, Requester, Settings } from './connection.ts';
import { addDays, later } from './dates.ts';
import { isCreditNote } from './document-kinds.ts';
import type { Reason } from './document.ts';
import { parseAmount, ZERO } from './money.ts';
import type { DocumentInXero } from './outcome.ts';

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
  const names = { requester: requester.name, action: action === 'approve' ? 'Approving' : 'Voiding' };
  if (requester.roles.length === 0) return refused('NO_ROLE', names);
  if (!requester.mayRead) return refused('NO_RIGHT_TO_INVOICE', names);
  if (!requester.roles.includes('approver')) return refused('CHANGE_NEEDS_APPROVER', names);
  const own = ownerId !== null && ownerId === requester.id;
  return action === 'approve' && settings.authoriseOwn === false && own ? refused('NEEDS_ANOTHER_APPROVER', names) : null;
};

const inLockedPeriod = ({ document: { date }, organisation }: StatusQuestion): StatusDecision | null => {
  const lockDate = later(organisation.periodLockDate, organisation.endOfYearLockDate);
  if (date === null || lockDate === null || date > lockDate) return null;
  return refused('CHANGE_IN_LOCKED_PERIOD', { date, lockDate, firstOpen: addDays(lockDate, 1) });
};

const approve = (question: StatusQuestion): StatusDecision => {
  const { status, type, dueDate } = question.document;
  if (status === 'authorised' || status === 'paid') return { kind: 'is-so' };
  if (status === 'voided' || status === 'deleted') return refused('DOCUMENT_ENDED', { status });
  if (!isCreditNote(type) && dueDate === null) return refused('APPROVE_WITHOUT_DUE_DATE');
  return inLockedPeriod(question) ?? { kind: 'change', status: 'AUTHORISED' };
};

/** Payments and credits on an invoice, or what of a credit note is allocated. */
const used = ({ type, total, paid, credited, due }: DocumentInXero) =>
  isCreditNote(type)
    ? (parseAmount(total) ?? ZERO).minus(parseAmount(due) ?? ZERO)
    : (parseAmount(paid) ?? ZERO).plus(parseAmount(credited) ?? ZERO);

const voided = (question: StatusQuestion): StatusDecision => {
  const { document } = question;
  if (document.status === 'voided' || document.status === 'deleted') return { kind: 'is-so' };
  // Nothing that is only a draft is in the books, so no lock holds it.
  if (document.status === 'draft' || document.status === 'submitted') return { kind: 'change', status: 'DELETED' };
  const amount = used(document);
  if (!amount.isZero() || document.status === 'paid')
    return isCreditNote(document.type)
      ? refused('VOID_ALLOCATED')
      : refused('VOID_WITH_PAYMENTS', { amount: amount.toFixed(2), currency: document.currency ?? '' });
  return inLockedPeriod(question) ?? { kind: 'change', status: 'VOIDED' };
};

/** Decides; the requester's rights come first and alone. */
export const decideStatusChange = (question: StatusQuestion): StatusDecision =>
  mayAct(question) ?? (question.action === 'approve' ? approve(question) : voided(question));
