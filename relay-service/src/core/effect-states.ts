/** What follows a document that is in Xero, its states and their moves, as data (posting protocol, section 5: "every write has its rule"). */

/**
 * - `allocation`: a credit note is laid on the invoice that it credits
 * - `email`: Xero mails the invoice to its contact
 * - `note`: a history note on the document
 * - `contact`: the contact is kept in step with the customer
 * - `cancellation`: the document follows an invoice that a user canceled in Dynamics
 */
export type EffectKind = 'allocation' | 'email' | 'note' | 'contact' | 'cancellation';

/**
 * - `wanted`: it is owed, nothing was sent
 * - `intended`: committed, bytes may have left
 * - `done`: it is so at Xero, or nothing was left to do
 * - `refused`: a rule or Xero said no; asking again takes it up again
 * - `unsure`: nobody will ever know; a person looks
 */
export type EffectState = 'wanted' | 'intended' | 'done' | 'refused' | 'unsure';

export interface EffectMove {
  readonly from: EffectState;
  readonly to: EffectState;
  readonly when: string;
  /** Kinds that have the move; all of them if not said. */
  readonly of?: readonly EffectKind[];
}

/**
 * Xero is asked first what became of a lost answer: what lies on the invoice (min(remaining credit, amount due) leaves nothing for a second
 * allocation), what the contact and the document are like now.
 */
const readAgain: readonly EffectKind[] = ['allocation', 'contact', 'cancellation'];
/** Nothing at Xero tells, and a customer who is mailed the same invoice twice may pay it twice. */
const atMostOnce: readonly EffectKind[] = ['email', 'note'];

/** Every legal move. A mail or a note that is done or unsure is never sent again. */
export const effectMoves: readonly EffectMove[] = [
  { from: 'wanted', to: 'intended', when: 'the rules allow it and the intent is committed' },
  { from: 'wanted', to: 'done', when: 'it is so already' },
  { from: 'wanted', to: 'refused', when: 'a rule said no before anything was sent' },
  { from: 'intended', to: 'done', when: 'Xero answered that it is so' },
  { from: 'intended', to: 'refused', when: 'Xero refused it' },
  { from: 'intended', to: 'wanted', when: 'it was certainly not executed' },
  { from: 'intended', to: 'wanted', when: 'the answer was lost; Xero is read first', of: readAgain },
  { from: 'intended', to: 'unsure', when: 'the answer was lost, and nothing at Xero tells', of: atMostOnce },
  { from: 'wanted', to: 'unsure', when: 'the ledger was restored, and its lost life may have done it', of: atMostOnce },
  { from: 'refused', to: 'unsure', when: 'the ledger was restored, and nobody had been told of the refusal', of: atMostOnce },
  { from: 'refused', to: 'wanted', when: 'somebody asks for it again' },
  { from: 'done', to: 'wanted', when: 'the customer was sent another document and may have changed since', of: ['contact'] },
];

/** Whether an effect of this kind may go from one state to the other. */
export const mayFollow = (kind: EffectKind, from: EffectState, to: EffectState): boolean =>
  effectMoves.some((move) => move.from === from && move.to === to && (move.of === undefined || move.of.includes(kind)));

/** Where an effect goes whose answer nobody waits for any more. */
export const afterLostAnswer = (kind: EffectKind): EffectState => (atMostOnce.includes(kind) ? 'unsure' : 'wanted');
