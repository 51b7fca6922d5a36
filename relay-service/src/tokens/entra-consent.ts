/**
 * Consent at Entra ID, for people of any tenant: the code is redeemed at the shared endpoint, the tenant is learned from the id token,
 * and the whole answer is then judged as that tenant's (issuer, audience, nonce, times; OpenID Connect Core section 3.1.3.7).
 */
import * as oauth from 'openid-client';
import { isGuid } from '../core/guid.ts';
import { unverifiedClaims } from '../core/token-claims.ts';
import type { EntraSettings } from './authorities.ts';
import { entraAuthority } from './authorities.ts';
import type { Tokens } from './broker.ts';
import type { PendingConsent } from './consent.ts';
import { beginConsent, tokensOf } from './consent.ts';

export interface PendingEntraConsent extends PendingConsent {
  /** Ties the id token to this very sign-in. */
  readonly nonce: string;
}

export interface EntraConsent extends Tokens {
  readonly refreshToken: string;
  /** Tenant of the person who signed in. */
  readonly tenant: string;
  /** Name and user principal name, as far as the id token says them. */
  readonly person: string | null;
}

/** Any company's people; personal accounts have no Dynamics. */
const ANY_TENANT = 'organizations';

/** @param scope of the first resource; whoever is signed in already may choose another account */
export const beginEntraConsent = async (
  settings: EntraSettings,
  redirectUri: string,
  scope: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<PendingEntraConsent> => {
  const nonce = oauth.randomNonce();
  const pending = await beginConsent(entraAuthority(settings, ANY_TENANT), redirectUri, `openid profile ${scope}`, {
    ...parameters,
    nonce,
  });
  return { ...pending, nonce };
};

const headers = { 'content-type': 'application/json' };

/**
 * Redeems the code that the browser brought back.
 * @throws Error when the state is not ours, the person declined, the authority refuses the code, or the id token is not that tenant's
 */
export const completeEntraConsent = async (
  settings: EntraSettings,
  callbackUrl: string,
  pending: Pick<PendingEntraConsent, 'state' | 'codeVerifier' | 'nonce'>,
): Promise<EntraConsent> => {
  const url = new URL(callbackUrl);
  const checks = { expectedState: pending.state, pkceCodeVerifier: pending.codeVerifier };
  let answer: Readonly<Record<string, unknown>> = {};
  const shared = entraAuthority(settings, ANY_TENANT);
  shared[oauth.customFetch] = async (address, options) => {
    const response = await fetch(address, options as RequestInit);
    answer = (await response.json()) as typeof answer;
    const { id_token: judgedLater, ...rest } = answer;
    return new Response(JSON.stringify(judgedLater === undefined ? answer : rest), { status: response.status, headers });
  };
  await oauth.authorizationCodeGrant(shared, url, checks);

  const tenant = unverifiedClaims(answer['id_token'])['tid'];
  if (typeof tenant !== 'string' || !isGuid(tenant)) throw new Error('Entra ID did not say of which tenant the person is.');
  const own = entraAuthority(settings, tenant);
  own[oauth.customFetch] = () => Promise.resolve(new Response(JSON.stringify(answer), { status: 200, headers }));
  const judged = await oauth.authorizationCodeGrant(own, url, { ...checks, expectedNonce: pending.nonce, idTokenExpected: true });

  const tokens = tokensOf(judged);
  if (tokens.refreshToken === null) throw new Error('Entra ID gave no refresh token; offline_access was not granted.');
  const claims = judged.claims();
  const name = claims?.['name'] ?? claims?.['preferred_username'];
  return { ...tokens, refreshToken: tokens.refreshToken, tenant: tenant.toLowerCase(), person: typeof name === 'string' ? name : null };
};

/**
 * The address where an administrator approves the app for the whole company, once ("Grant tenant-wide admin consent").
 * @param tenant the company's, or `organizations` while it is not known
 */
export const adminConsentUrl = (
  settings: Pick<EntraSettings, 'ENTRA_AUTHORITY_URL' | 'ENTRA_CLIENT_ID'>,
  options: { readonly tenant: string | null; readonly redirectUri: string; readonly state: string; readonly scope: string },
): string => {
  const url = new URL(`/${options.tenant ?? ANY_TENANT}/v2.0/adminconsent`, settings.ENTRA_AUTHORITY_URL);
  url.search = new URLSearchParams({
    client_id: settings.ENTRA_CLIENT_ID,
    redirect_uri: options.redirectUri,
    state: options.state,
    scope: options.scope,
  }).toString();
  return url.href;
};
