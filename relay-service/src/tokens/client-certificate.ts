/**
 * Proves to Entra ID who asks, by a certificate: a short assertion signed with PS256 that names the certificate by its SHA-256 thumbprint
 * ("Microsoft identity platform application authentication certificate credentials", learn.microsoft.com; RFC 7523).
 */
import type { webcrypto } from 'node:crypto';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import * as oauth from 'openid-client';

const thumbprintOf = (certificate: X509Certificate): string =>
  Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

/** An assertion lasts at most this long after its beginning. */
const LASTS_SECONDS = 300;

const made = new Map<string, { readonly key: webcrypto.CryptoKey; readonly thumbprint: string }>();
const credentialOf = (pem: string) => {
  const known = made.get(pem);
  if (known) return known;
  const key = createPrivateKey(pem).toCryptoKey({ name: 'RSA-PSS', hash: 'SHA-256' }, false, ['sign']);
  const credential = { key, thumbprint: thumbprintOf(new X509Certificate(pem)) };
  made.set(pem, credential);
  return credential;
};

/** @param pem certificate and private key @param tokenEndpoint of the tenant that is asked */
export const byCertificate = (pem: string, tokenEndpoint: string): oauth.ClientAuth => {
  const { key, thumbprint } = credentialOf(pem);
  return oauth.PrivateKeyJwt(key, {
    [oauth.modifyAssertion]: (header, payload) => {
      header['typ'] = 'JWT';
      header['x5t#S256'] = thumbprint;
      payload['aud'] = tokenEndpoint;
      payload['exp'] = Number(payload['nbf']) + LASTS_SECONDS;
    },
  });
};

/** Until when the certificate of a setting is good. */
export const certificateEnds = (pem: string): Date => new X509Certificate(pem).validToDate;
