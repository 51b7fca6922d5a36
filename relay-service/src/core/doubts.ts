/** What a look-up at Xero says about a posting in doubt (posting protocol, section 4), as a pure decision. */
import type { DocumentInXero } from './outcome.ts';
import { ABSENCE_PROOF_MS } from './posting-states.ts';
import { restMs } from './retry-policy.ts';

/** A document found at Xero with the intent that its link carries, and the invoice in Dynamics that the link leads to. */
export type FoundDocument = DocumentInXero & { readonly intentId: string | null; readonly invoiceKey?: string | null };

/** What the ledger knows of the doubt. */
export interface Doubt {
  readonly intentId: string;
  readonly type: DocumentInXero['type'];
  /** Number that was sent; null = Xero numbers it. */
  readonly number: string | null;
  /** Xero refuses a second document of this kind with that number. */
  readonly numberUnique: boolean;
  /** Whether a document without room for a marker is the one that was sent: the same contact, date and total. */
  readonly isSame: (document: FoundDocument) => boolean;
  /** Xero has refused the number as one that is taken: if not by this document, then by another that lists do not show. */
  readonly numberRefused?: boolean;
  /** Another number is to be sent now, so that Xero would refuse neither of two documents. */
  readonly numberChanged?: boolean;
  /** What was sent is not known, only what would be sent now: whatever bears the number may be it. */
  readonly contentUnknown?: boolean;
  /** Whether a document is known to be another posting's, and so neither the one that was sent nor in its way. */
  readonly isAnothers?: (document: FoundDocument) => boolean;
  readonly sentAt: number;
  /** When an earlier look-up found nothing. */
  readonly absentAt: number | null;
}

export type Resolution =
  | { readonly kind: 'found'; readonly document: FoundDocument }
  /**
   * Nothing of ours is there, and it may be sent again: under the same number alone, which keeps out whatever still arrives; or, where
   * look-ups agree, as it comes, for nothing arrives any more.
   */
  | { readonly kind: 'absent'; readonly by: 'number' | 'look-ups' }
  | { readonly kind: 'number-taken' }
  | { readonly kind: 'several' }
  /** Too early to tell; look again after this long. */
  | { readonly kind: 'look-again'; readonly inMs: number };

/** Noted on a posting whose number Xero has refused. */
export const NUMBER_REFUSED = 'XERO_NUMBER_NOT_UNIQUE';

/** Noted on a posting whose earlier call may still arrive under a number that is not the one to be sent now. */
export const NUMBER_CHANGED = 'NUMBER_CHANGED';

const bearsMarker = (doubt: Doubt, { intentId }: FoundDocument): boolean => intentId?.toLowerCase() === doubt.intentId.toLowerCase();

const bearsNumber = (doubt: Doubt, { type, number }: FoundDocument): boolean =>
  doubt.number !== null && type === doubt.type && number?.toLowerCase() === doubt.number.toLowerCase();

/** Neither voided nor deleted. */
export const isLiving = ({ status }: Pick<FoundDocument, 'status'>): boolean => status !== 'voided' && status !== 'deleted';

const mayBeOurs = (doubt: Doubt, document: FoundDocument): boolean =>
  bearsNumber(doubt, document) && isLiving(document) && doubt.isAnothers?.(document) !== true;

/** A credit note that we numbered has no marker; one that was voided since is an earlier generation. */
const isUnmarkedTwin = (doubt: Doubt, document: FoundDocument): boolean =>
  !doubt.numberUnique && document.intentId === null && mayBeOurs(doubt, document) && doubt.isSame(document);

/** How many of these doubts are for the same documents without a marker: each of them then has one, and nobody can tell which. */
const alikeAmong = (doubts: readonly Doubt[], documents: readonly FoundDocument[]): number =>
  doubts.filter((doubt) => documents.every((document) => isUnmarkedTwin(doubt, document))).length;

/**
 * Judges one look-up.
 * @param found every document at Xero that bears the number or the marker
 * @param now by the same clock as `doubt.sentAt`
 * @param timeScale divides the seven minutes, in tests only
 * @param others doubts that are still to be judged by the same look-up
 */
export const resolveDoubt = (
  doubt: Doubt,
  found: readonly FoundDocument[],
  now: number,
  timeScale = 1,
  others: readonly Doubt[] = [],
): Resolution => {
  const ours = found.filter((document) => bearsMarker(doubt, document) || isUnmarkedTwin(doubt, document));
  const living = ours.filter(isLiving);
  // What somebody voided or deleted of several has decided which of them stands.
  const document = living[0] ?? ours[0];
  if (living.length > 1 && living.length > 1 + alikeAmong(others, living)) return { kind: 'several' };
  if (document) return { kind: 'found', document };
  const guarded = doubt.numberUnique && doubt.number !== null && doubt.numberChanged !== true;
  const isInTheWay = guarded ? bearsNumber : mayBeOurs;
  if ((guarded || doubt.contentUnknown === true) && found.some((other) => isInTheWay(doubt, other))) return { kind: 'number-taken' };
  // The number is unique there: a second PUT of what arrived meanwhile can only be refused, and is then found by its number.
  if (guarded && doubt.numberRefused !== true) return { kind: 'absent', by: 'number' };
  const provedAt = doubt.sentAt + Math.ceil(ABSENCE_PROOF_MS / timeScale);
  if (doubt.absentAt !== null && now >= provedAt)
    return doubt.numberRefused === true ? { kind: 'number-taken' } : { kind: 'absent', by: 'look-ups' };
  return {
    kind: 'look-again',
    inMs: Math.max(
      Math.ceil(1_000 / timeScale),
      doubt.absentAt === null ? Math.min(restMs('not-found-yet'), provedAt - now) : provedAt - now,
    ),
  };
};
