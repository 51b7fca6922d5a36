/**
 * A call that was not found when it was looked up may still arrive. Its number, which is unique at Xero, lets the document be sent again at
 * once; but under that number alone, so the posting keeps it until it is certain that nothing arrives any more (posting protocol, section 4).
 */
import type { DocumentIdentity } from '../core/document-identity.ts';
import { foldedNumber } from '../core/document-number.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PostingChange } from '../store/posting-moves.ts';
import type { PostingsTable } from '../store/schema.ts';
import { openIdentity } from '../store/sealed-identity.ts';

/**
 * What the end of a call that made nothing does to the number: it is forgotten, unless an earlier call may still arrive under it.
 * @param posting as it was before the call
 */
export const forgetNumber = ({ attempts, number_sealed }: PostingsTable): PostingChange =>
  attempts > 0 && number_sealed !== null ? {} : { number_sealed: null };

/** Whether an earlier call may still arrive and Xero would not refuse the document that is to be sent now. */
export const mayArriveBeside = (ledger: Ledger, posting: PostingsTable, toSend: DocumentIdentity): boolean => {
  const { number, numberUnique } = openIdentity(ledger, posting);
  return numberUnique && number !== null && (toSend.number === null || foldedNumber(toSend.number) !== foldedNumber(number));
};
