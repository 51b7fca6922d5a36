/** What a look-up at Xero says about a posting in doubt (posting protocol, section 4), as a pure decision. */
import type { DocumentInXero } from './outcome.ts';
import { ABSENCE_PROOF_MS } from './posting-states.ts';

/** A document found at Xero with the intent that its link carries. */
export type FoundDocument = DocumentInXero & { readonly intentId: string | null };

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
  readonly sentAt: number;
  /** When an earlier look-up found nothing. */
  readonly absentAt: number | null;
}

export type Resolution =
  | { readonly kind: 'found'; readonly document: FoundDocument }
  /** Nothing of ours is there and nothing can still arrive twice: it may be sent again. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'number-taken' }
  | { readonly kind: 'several' }
  /** Too early to tell; look again after this long. */
  | { readonly kind: 'look-again'; readonly inMs: number };

/** Noted on a posting whose number Xero has refused. */
export const NUMBER_REFUSED = 'XERO_NUMBER_NOT_UNIQUE';

const LOOK_AGAIN_MS = 30_000;

const bearsMarker = (doubt: Doubt, { intentId }: FoundDocument): boolean => intentId?.toLowerCase() === doubt.intentId.toLowerCase();

const bearsNumber = (doubt: Doubt, { type, number }: FoundDocument): boolean =>
  doubt.number !== null && type === doubt.type && number?.toLowerCase() === doubt.number.toLowerCase();

/** A credit note that we numbered has no marker; one that was voided since is an earlier generation. */
const isUnmarkedTwin = (doubt: Doubt, document: FoundDocument): boolean =>
  !doubt.numberUnique &&
  document.intentId === null &&
  bearsNumber(doubt, document) &&
  document.status !== 'voided' &&
  document.status !== 'deleted' &&
  doubt.isSame(document);

/**
 * Judges one look-up.
 * @param found every document at Xero that bears the number or the marker
 * @param now by the same clock as `doubt.sentAt`
 * @param timeScale divides the seven minutes, in tests only
 */
export const resolveDoubt = (doubt: Doubt, found: readonly FoundDocument[], now: number, timeScale = 1): Resolution => {
  const ours = found.filter((document) => bearsMarker(doubt, document) || isUnmarkedTwin(doubt, document));
  const [document] = ours;
  if (ours.length > 1) return { kind: 'several' };
  if (document) return { kind: 'found', document };
  if (doubt.numberUnique && found.some((other) => bearsNumber(doubt, other))) return { kind: 'number-taken' };
  // The number is unique there: a second PUT of what arrived meanwhile can only be refused, and is then found by its number.
  if (doubt.numberUnique && doubt.number !== null && doubt.numberRefused !== true) return { kind: 'absent' };
  const provedAt = doubt.sentAt + ABSENCE_PROOF_MS / timeScale;
  if (doubt.absentAt !== null && now >= provedAt) return { kind: doubt.numberRefused === true ? 'number-taken' : 'absent' };
  return {
    kind: 'look-again',
    inMs: Math.max(1_000 / timeScale, doubt.absentAt === null ? Math.min(LOOK_AGAIN_MS, provedAt - now) : provedAt - now),
  };
};
