/** What a document calls for once it is in Xero: allocation, mail, history note, contact kept in step. Each once by document. */
import { isCreditNote } from './document-kinds.ts';
import type { EffectKind } from './effect-states.ts';
import type { Outcome } from './outcome.ts';

/** What request, invoice and settings say of it. */
export interface Afterwards {
  /** This very request asks for the mail; a retry of it does not ask anew. */
  readonly emailAsked: boolean;
  /** The invoice or the settings want the mail, once by document. */
  readonly emailWanted: boolean;
  readonly note: boolean;
  /** The credit note says which invoice it credits, and the settings allocate without asking. */
  readonly allocate: boolean;
  readonly contactUpdates: 'never' | 'fillEmpty' | 'keepInStep';
  /**
   * Set where the document may have been mailed and noted in a life of the ledger that nobody remembers, for nothing at Xero tells:
   * the mail goes out once more where this request asks for it, or never, since that life may have served this very request too.
   */
  readonly repeats?: 'asked' | 'never';
}

export interface CalledFor {
  readonly kind: EffectKind;
  readonly subjectId: string;
  /** A document, or the request of somebody who asks for it once more. */
  readonly occasion: string;
  /** Only what was refused before is taken up again; nothing is begun. */
  readonly onlyAgain?: true;
  /** A life that nobody remembers may have done it: it is not done, and whoever asked is told so. */
  readonly mayBeDone?: true;
}

type Sent = Extract<Outcome, { kind: 'sent' }>;

const emailOf = (
  { action, document, receipt, requestId, invoiceId }: Sent,
  { emailAsked, emailWanted, repeats }: Afterwards,
): readonly CalledFor[] => {
  const ofDocument = { kind: 'email', subjectId: invoiceId, occasion: document.id } as const;
  const ofRequest = { ...ofDocument, occasion: requestId };
  const posted = receipt !== null;
  // Not even what was refused is taken up again: that life may have done so.
  if (repeats === 'asked') return emailAsked ? [ofRequest] : [];
  if (repeats === 'never') return emailAsked ? [{ ...(posted ? ofDocument : ofRequest), mayBeDone: true }] : [];
  if (emailAsked) return [posted ? ofDocument : ofRequest];
  if (document.type !== 'ACCREC') return [];
  if (emailWanted && document.status === 'authorised' && (posted || action === 'approve')) return [ofDocument];
  return action === 'approve' ? [{ ...ofDocument, onlyAgain: true }] : [];
};

const noteOf = ({ document, receipt, invoiceId }: Sent, { note, repeats }: Afterwards): readonly CalledFor[] =>
  note && receipt !== null && repeats === undefined ? [{ kind: 'note', subjectId: invoiceId, occasion: document.id }] : [];

const allocationOf = ({ document, invoiceId }: Sent, { allocate }: Afterwards): readonly CalledFor[] =>
  allocate && isCreditNote(document.type) && document.status === 'authorised'
    ? [{ kind: 'allocation', subjectId: invoiceId, occasion: document.id }]
    : [];

/** Decides by what became of a request. Nothing follows a Check, a Refresh, a Void or a refusal. */
export const effectsAfter = (outcome: Outcome, afterwards: Afterwards): readonly CalledFor[] => {
  if (outcome.kind !== 'sent' || !['send', 'approve', 'update'].includes(outcome.action)) return [];
  const { receipt, customer, action } = outcome;
  const touched = receipt !== null || action === 'update';
  return [
    ...emailOf(outcome, afterwards),
    ...allocationOf(outcome, afterwards),
    ...noteOf(outcome, afterwards),
    ...(afterwards.contactUpdates !== 'never' && touched && customer
      ? [{ kind: 'contact', subjectId: customer.id, occasion: 'customer' } as const]
      : []),
  ];
};
