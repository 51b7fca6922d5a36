/** Judges an assertion that a client sends in place of its secret, as Entra ID does ("Microsoft identity platform application authentication certificate credentials"). */
import { X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Refusal } from './answers.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ExpectedAssertion {
  readonly clientId: string;
  /** Address that the token was asked at. */
  readonly tokenEndpoint: string;
  /** PEM of the certificates that were uploaded for the application. */
  readonly certificates: readonly string[];
  /** Ids of assertions that came before. */
  readonly seen: Set<string>;
}

const refuse = (text: string): Refusal => ({ error: 'invalid_client', error_description: text });

const thumbprint = (certificate: X509Certificate): string =>
  Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

/** @returns null when it proves the client, else what Entra ID says */
export const judgeAssertion = async (assertion: string, expected: ExpectedAssertion): Promise<Refusal | null> => {
  try {
    const named = decodeProtectedHeader(assertion)['x5t#S256'];
    const certificate = expected.certificates.map((pem) => new X509Certificate(pem)).find((each) => thumbprint(each) === named);
    if (!certificate)
      return refuse('AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.');
    if (certificate.validToDate.getTime() < Date.now())
      return refuse('AADSTS1000502: The provided certificate is not within its specified validity period.');
    const { aud } = decodeJwt(assertion);
    if (aud !== expected.tokenEndpoint) return refuse('AADSTS700023: Client assertion audience claim does not match Realm issuer.');
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      issuer: expected.clientId,
      subject: expected.clientId,
      typ: 'JWT',
      requiredClaims: ['exp', 'nbf', 'jti'],
    });
    if (expected.seen.has(payload.jti ?? '')) return refuse('AADSTS700027: The client assertion was used before.');
    expected.seen.add(payload.jti ?? '');
    return null;
  } catch (problem) {
    if (problem instanceof errors.JWTExpired) return refuse('AADSTS700024: Client assertion is not within its valid time range.');
    return refuse(`AADSTS700027: Client assertion contains an invalid signature. (${(problem as Error).message})`);
  }
};
