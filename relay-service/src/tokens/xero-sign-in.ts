/**
 * Signing in with Xero (OpenID Connect Core): who somebody is, out of an id token whose signature, issuer, audience, nonce and times were
 * checked ("Sign In with Xero", developer.xero.com). Asked for together with access to an organisation, it is one step for the person.
 */
import * as oauth from 'openid-client';
import type { XeroSettings } from './authorities.ts';
import { xeroAuthority } from './authorities.ts';
import type { Tokens } from './broker.ts';
import type { PendingConsent } from './consent.ts';
import { beginConsent, tokensOf, withRefreshToken, xeroScope } from './consent.ts';

/** Who somebody is at Xero. */
export interface XeroIdentity {
  /** `sub` of the id token: Xero's own id of the person, which outlives a change of address. */
  readonly subject: string;
  /** Lower case. Xero lets nobody log in before the address is proved. */
  readonly email: string;
  readonly name: string;
}

export interface PendingXeroSignIn extends PendingConsent {
  readonly nonce: string;
}

/** What names a person and opens nothing. */
export const xeroSignInScope = 'openid profile email';

/** The answer of a sign-in; the refresh token is there where access to an organisation was asked for as well. */
export interface XeroSignIn {
  readonly identity: XeroIdentity;
  readonly tokens: Tokens;
}

/** Why an id token cannot be used though it is genuine. */
export class XeroIdentityIncomplete extends Error {
  override readonly name = 'XeroIdentityIncomplete';
}

/** What is asked for where Xero is connected: whoever does it is named where a role of theirs is too low. */
export const xeroConsentScope = `${xeroSignInScope} ${xeroScope}`;

/** @param withAccess asks for the connector's own scopes in the same step */
export const beginXeroSignIn = async (settings: XeroSettings, redirectUri: string, withAccess: boolean): Promise<PendingXeroSignIn> => {
  const nonce = oauth.randomNonce();
  const scope = withAccess ? xeroConsentScope : xeroSignInScope;
  return { ...(await beginConsent(xeroAuthority(settings), redirectUri, scope, { nonce })), nonce };
};

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim.trim() : '');

const emailOf = (claims: oauth.IDToken | undefined): string => textOf(claims?.['email']).toLowerCase();
const nameOf = (claims: oauth.IDToken | undefined): string =>
  textOf(claims?.['name']) || [claims?.['given_name'], claims?.['family_name']].map(textOf).filter(Boolean).join(' ');

const identityOf = (claims: oauth.IDToken | undefined): XeroIdentity => {
  const email = emailOf(claims);
  if (!claims || email === '' || claims['email_verified'] === false)
    throw new XeroIdentityIncomplete('Xero named no proved e-mail address of the person.');
  return { subject: claims.sub, email, name: nameOf(claims) || email };
};

/** How people know somebody: "Ada Minchin (ada@coralbay.example)". */
export const wordsOf = ({ name, email }: Pick<XeroIdentity, 'name' | 'email'>): string => {
  if (name === '' || email === '' || name === email) return name || email;
  return `${name} (${email})`;
};

type Pending = Pick<PendingXeroSignIn, 'state' | 'codeVerifier' | 'nonce'>;

const redeem = async (settings: XeroSettings, callbackUrl: string, pending: Pending) => {
  const authority = xeroAuthority(settings);
  oauth.enableNonRepudiationChecks(authority);
  return oauth.authorizationCodeGrant(authority, new URL(callbackUrl), {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
    idTokenExpected: true,
  });
};

/**
 * Redeems the code that the browser brought back.
 * @throws Error when the state is not ours, the person declined, Xero refuses the code, or the id token does not stand up to its checks
 * @throws {XeroIdentityIncomplete} when it names no proved address
 */
export const completeXeroSignIn = async (settings: XeroSettings, callbackUrl: string, pending: Pending): Promise<XeroSignIn> => {
  const answer = await redeem(settings, callbackUrl, pending);
  return { identity: identityOf(answer.claims()), tokens: tokensOf(answer) };
};

/** Access that somebody gave, and how people know that somebody; null where the id token names nobody. */
export interface XeroConsent {
  readonly tokens: Tokens & { readonly refreshToken: string };
  readonly person: string | null;
}

/**
 * Redeems the code of a person who connects an organisation. Whether an address is proved does not matter: nobody is logged in by it.
 * @throws Error when the state is not ours, the person declined, Xero refuses the code, or the id token does not stand up to its checks
 */
export const completeXeroConsent = async (settings: XeroSettings, callbackUrl: string, pending: Pending): Promise<XeroConsent> => {
  const answer = await redeem(settings, callbackUrl, pending);
  const claims = answer.claims();
  const words = wordsOf({ name: nameOf(claims), email: emailOf(claims) });
  return { tokens: withRefreshToken(tokensOf(answer)), person: words === '' ? null : words };
};

/** Ends a consent at Xero (RFC 7009). */
export const revokeAtXero = (settings: XeroSettings, refreshToken: string): Promise<void> =>
  oauth.tokenRevocation(xeroAuthority(settings), refreshToken);
