/** What a lost document is known by: sealed while it may be needed, and never an amount, which a fingerprint stands for. */
import type { DocumentIdentity } from '../core/document-identity.ts';
import type { Ledger } from './ledger.ts';

const place = (postingId: string) => ({ table: 'postings', row: postingId, column: 'number_sealed' });

/** Null where the marker alone tells. */
export const sealIdentity = (ledger: Ledger, postingId: string, identity: DocumentIdentity): string | null => {
  if (identity.number === null) return null;
  const sameness = identity.sameness === null ? null : ledger.seal.fingerprint(identity.sameness, postingId);
  return ledger.seal.seal(JSON.stringify({ ...identity, sameness }), place(postingId));
};

/** The identity with its sameness as a fingerprint. */
export const openIdentity = (ledger: Ledger, postingId: string, sealed: string | null): DocumentIdentity =>
  sealed === null
    ? { number: null, numberUnique: false, sameness: null }
    : (JSON.parse(ledger.seal.open(sealed, place(postingId))) as DocumentIdentity);
