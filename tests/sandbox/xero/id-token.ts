/** Xero's id tokens: signed with RS256, five minutes long, with the keys that anybody may look up. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyPairKeyObjectResult } from 'node:crypto';
import type { XeroPerson } from './people.ts';

const KEY_ID = 'stand-in';
const LASTS_SECONDS = 300;

let made: KeyPairKeyObjectResult | undefined;
/** Made when first asked for: most tests sign nobody in. */
const keys = (): KeyPairKeyObjectResult => (made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** What a verifier looks up. */
export const publicKeys = (): object => ({
  keys: [{ ...keys().publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }],
});

/** @param claims audience, nonce and whatever a test wants to be otherwise */
export const idTokenOf = (
  person: XeroPerson,
  claims: { readonly iss: string; readonly aud: string; readonly nonce?: string; readonly now: number; readonly accessToken: string },
): string => {
  const { now, accessToken, ...rest } = claims;
  const seconds = Math.floor(now / 1000);
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${encode({
    ...rest,
    ...person,
    preferred_username: person.email,
    xero_userid: person.sub,
    global_session_id: randomUUID(),
    at_hash: hash,
    nbf: seconds,
    iat: seconds,
    auth_time: seconds,
    exp: seconds + LASTS_SECONDS,
  })}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keys().privateKey).toString('base64url')}`;
};
