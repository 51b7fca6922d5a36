/**
 * The rules on which "exactly once" rests, as functions that the relay is started with: a test that starts it without one of them
 * shows that each is needed (posting protocol, sections 2, 4, 6 and 9).
 */
import { resolveDoubt } from '../core/doubts.ts';
import { saveRefreshed } from '../store/grants.ts';
import { movePosting } from '../store/posting-moves.ts';
import { matchElements } from '../xero/post-documents.ts';
import { replayCalls } from './replay-calls.ts';
import { lookUp } from './resolve-doubts.ts';

export interface Safeguards {
  /** Repeats a call whose answer was lost under its own key, where it can be built again byte for byte. */
  readonly replayCalls: typeof replayCalls;
  /** Asks Xero for what is in doubt. */
  readonly lookUp: typeof lookUp;
  /** Judges what was found; absence takes two look-ups, the second seven minutes after sending. */
  readonly resolveDoubt: typeof resolveDoubt;
  /** Which element of an answer is whose. */
  readonly matchElements: typeof matchElements;
  /** Moves a posting unless a successor has taken the lane. */
  readonly movePosting: typeof movePosting;
  /** Keeps a rotated token unless somebody else has rotated it since. */
  readonly saveRefreshed: typeof saveRefreshed;
}

export const safeguards: Safeguards = { replayCalls, lookUp, resolveDoubt, matchElements, movePosting, saveRefreshed };
