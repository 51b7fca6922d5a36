/** States of requests and postings, and the moves between them, as data (posting protocol, sections 1 to 5). */

export type RequestState = 'received' | 'working' | 'done' | 'refused';

/**
 * - `prepared`: the intent is committed, nothing was sent
 * - `intended`: the call is committed, bytes may have left
 * - `doubtful`: nobody knows whether Xero has it; only a look-up leads on
 * - `posted`: Xero has it; `told`: Dynamics knows
 * - `refused`: Xero said no, and nothing exists; until Dynamics knows, the request is open and is served again
 */
export type PostingState = 'prepared' | 'intended' | 'doubtful' | 'posted' | 'told' | 'refused';

export interface Move {
  readonly from: PostingState;
  readonly to: PostingState;
  readonly when: string;
}

/** Every legal move. No way leads from `posted` back to a sending state. */
export const moves: readonly Move[] = [
  { from: 'prepared', to: 'intended', when: 'the fence held, the call is committed' },
  {
    from: 'prepared',
    to: 'doubtful',
    when: 'an earlier call may still arrive under another number, or the row announces one that the ledger does not know',
  },
  { from: 'intended', to: 'posted', when: 'the answer names the document' },
  { from: 'intended', to: 'refused', when: 'Xero refused this element' },
  { from: 'intended', to: 'prepared', when: 'the call was certainly not executed' },
  { from: 'intended', to: 'doubtful', when: 'the answer was lost, cut or does not name the document' },
  { from: 'doubtful', to: 'posted', when: 'a look-up found the document by its marker' },
  { from: 'doubtful', to: 'prepared', when: 'absence is proved' },
  { from: 'doubtful', to: 'refused', when: "the number is somebody else's" },
  { from: 'posted', to: 'told', when: 'Dynamics has the answer' },
];

/** States in which nothing of the posting is at Xero or on its way there: another intent may take its place. */
export const neverSentStates: readonly PostingState[] = ['prepared', 'refused'];

/** Every legal change of the intent in a place: what was never sent gives way. */
export const newIntents: readonly Move[] = [
  { from: 'refused', to: 'prepared', when: 'somebody asks again' },
  ...neverSentStates.flatMap((from): Move[] => [
    { from, to: 'doubtful', when: 'the row carries an intent that the ledger does not know' },
    { from, to: 'posted', when: 'the row or Xero itself knows a document that the ledger does not know' },
    { from, to: 'told', when: 'that document was voided or deleted since; the next generation follows it' },
  ]),
];

/** Whether a posting may go from one state to the other. */
export const mayMove = (from: PostingState, to: PostingState): boolean => moves.some((move) => move.from === from && move.to === to);

/** States in which another posting of the same document must wait. */
export const openStates: readonly PostingState[] = ['prepared', 'intended', 'doubtful'];

/** States in which the document may be at Xero and Dynamics does not know it: on its way, in doubt, or posted. */
export const untoldStates: readonly PostingState[] = ['intended', 'doubtful', 'posted'];

/** A second look-up proves absence only this long after sending: a write that timed out may commit late, lists may lag. */
export const ABSENCE_PROOF_MS = 7 * 60_000;
