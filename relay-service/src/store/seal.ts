/** Sealing of secrets and fingerprints of bodies (posting protocol, section 10). */
import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

/** Where a sealed value stands; a value moved to another place does not open. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface Seal {
  /** Id of the key that seals: the first. */
  readonly sealsWith: number;
  seal(text: string, place: Place): string;
  /** @throws Error when the key is unknown or the value does not belong to this place */
  open(sealed: string, place: Place): string;
  /** HMAC-SHA-256 under a purpose key: a plain hash of an amount could be guessed. */
  fingerprint(body: string, salt: string): string;
  /** Whether a fingerprint was made of this body, by whichever of the keys. */
  isFingerprintOf(fingerprint: string, body: string, salt: string): boolean;
}

const associated = (place: Place, keyId: number): Buffer => Buffer.from(`${place.table}|${place.row}|${place.column}|${keyId}`);

/**
 * AES-256-GCM with a 12-byte random nonce, sealed as `keyId.nonce.tag.ciphertext` in base64url.
 * @param given the keys: the first seals, all open; ids are never used again
 */
export const createSeal = (given: readonly { readonly id: number; readonly key: Buffer }[]): Seal => {
  // Of bytes Node makes such a key anew each time, which takes longer than the sealing.
  const keys = given.map(({ id, key }) => ({
    id,
    key: createSecretKey(key),
    fingerprintKey: createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'stellarise fingerprint', 32))),
  }));
  const [first] = keys;
  if (!first) throw new Error('No key to seal with.');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const fingerprintBy = (key: KeyObject, body: string, salt: string): string =>
    createHmac('sha256', key).update(salt).update(body).digest('base64url');
  return {
    sealsWith: first.id,
    seal: (text, place) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', first.key, nonce).setAAD(associated(place, first.id));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [String(first.id), ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed, place) => {
      const [id = '', nonce = '', tag = '', body = ''] = sealed.split('.');
      const key = byId.get(Number(id));
      if (!key) throw new Error(`A secret is sealed with key ${id}, which RELAY_SECRET_KEYS does not hold; add that key again.`);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
        .setAAD(associated(place, Number(id)))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    },
    fingerprint: (body, salt) => fingerprintBy(first.fingerprintKey, body, salt),
    isFingerprintOf: (fingerprint, body, salt) =>
      keys.some(({ fingerprintKey }) => fingerprintBy(fingerprintKey, body, salt) === fingerprint),
  };
};
