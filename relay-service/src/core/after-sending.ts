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
}

/** What still follows a document that another life of the ledger may have made: neither mail nor note, for nothing at Xero tells whether they went out. */
export const withoutRepeats = (afterwards: Afterwards): Afterwards => ({
  ...afterwards,
  emailAsked: false,
  emailWanted: false,
  note: false,
});

export interface CalledFor {
  readonly kind: EffectKind;
  readonly subjectId: string;
  /** A document, or the request of somebody who asks for it once more. */
  readonly occasion: string;
  /** Only what was refused before is taken up again; nothing is begun. */
  readonly onlyAgain?: true;
}

type Sent = Extract<Outcome, { kind: 'sent' }>;

const emailOf = (
  { action, document, receipt, requestId, invoiceId }: Sent,
  { emailAsked, emailWanted }: Afterwards,
): readonly CalledFor[] => {
  const ofDocument = { kind: 'email', subjectId: invoiceId, occasion: document.id } as const;
  const posted = receipt !== null;
  if (emailAsked) return [posted ? ofDocument : { ...ofDocument, occasion: requestId }];
  if (document.type !== 'ACCREC') return [];
  if (emailWanted && document.status === 'authorised' && (posted || action === 'approve')) return [ofDocument];
  return action === 'approve' ? [{ ...ofDocument, onlyAgain: true }] : [];
};

const allocationOf = ({ document, invoiceId }: Sent, { allocate }: Afterwards): readonly CalledFor[] =>
  allocate && isCreditNote(document.type) && document.status === 'authorised'
    ? [{ kind: 'allocation', subjectId: invoiceId, occasion: document.id }]
    : [];

/** Decides by what became of a request. Nothing follows a Check, a Refresh, a Void or a refusal. */
export const effectsAfter = (outcome: Outcome, afterwards: Afterwards): readonly CalledFor[] => {
  if (outcome.kind !== 'sent' || !['send', 'approve', 'update'].includes(outcome.action)) return [];
  const { document, receipt, invoiceId, customer, action } = outcome;
  const touched = receipt !== null || action === 'update';
  return [
    ...emailOf(outcome, afterwards),
    ...allocationOf(outcome, afterwards),
    ...(afterwards.note && receipt !== null ? [{ kind: 'note', subjectId: invoiceId, occasion: document.id } as const] : []),
    ...(afterwards.contactUpdates !== 'never' && touched && customer
      ? [{ kind: 'contact', subjectId: customer.id, occasion: 'customer' } as const]
      : []),
  ];
};
