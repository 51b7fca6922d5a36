/** What a lost document is known by: sealed while it may be needed, and never an amount, which a fingerprint stands for. */
import type { DocumentIdentity } from '../core/document-identity.ts';
import type { Ledger } from './ledger.ts';
import type { PostingsTable } from './schema.ts';

const place = (postingId: string) => ({ table: 'postings', row: postingId, column: 'number_sealed' });

/** Null where the marker alone tells. */
export const sealIdentity = (ledger: Ledger, postingId: string, identity: DocumentIdentity): string | null => {
  if (identity.number === null) return null;
  const sameness = identity.sameness === null ? null : ledger.seal.fingerprint(identity.sameness, postingId);
  return ledger.seal.seal(JSON.stringify({ ...identity, sameness }), place(postingId));
};

/** Of a posting: whatever may name its sealed identity. */
type Sealed = Pick<PostingsTable, 'id' | 'former_id' | 'number_sealed'>;

/**
 * The intent for which a posting's identity was sealed, which is the one that its earlier call bears. It is not the posting's own where a
 * relay of a former version gave it another one while that call may still arrive.
 */
export const sealedFor = (ledger: Ledger, { id, former_id, number_sealed }: Sealed): string => {
  if (number_sealed === null || former_id === null) return id;
  const opensFor = (intent: string): boolean => {
    try {
      ledger.seal.open(number_sealed, place(intent));
      return true;
    } catch {
      return false;
    }
  };
  // Where the key is not here, neither opens, and nothing is said of whose it is.
  return !opensFor(id) && opensFor(former_id) ? former_id : id;
};

/** The identity with its sameness as a fingerprint. */
export const openIdentity = (ledger: Ledger, posting: Sealed): DocumentIdentity =>
  posting.number_sealed === null
    ? { number: null, numberUnique: false, sameness: null }
    : (JSON.parse(ledger.seal.open(posting.number_sealed, place(sealedFor(ledger, posting)))) as DocumentIdentity);
