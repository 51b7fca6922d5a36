/**
 * A person's consent: where to send the browser, and what comes back (RFC 6749 section 4.1, with PKCE, RFC 7636).
 * Which organisation or environment was meant is asked of the systems themselves afterwards; an id token is judged by whoever asks for one.
 */
import * as oauth from 'openid-client';
import type { Tokens } from './broker.ts';

/** What has to be remembered between leaving for the authority and coming back. */
export interface PendingConsent {
  readonly url: string;
  readonly state: string;
  readonly codeVerifier: string;
}

/** The least that the connector needs at Xero ("Scopes", developer.xero.com). */
export const xeroScope = 'offline_access accounting.invoices accounting.contacts accounting.settings.read accounting.payments.read';

/** @param parameters of the authority's own, such as `login_hint` */
export const beginConsent = async (
  authority: oauth.Configuration,
  redirectUri: string,
  scope: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<PendingConsent> => {
  const state = oauth.randomState();
  const codeVerifier = oauth.randomPKCECodeVerifier();
  const url = oauth.buildAuthorizationUrl(authority, {
    ...parameters,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, state, codeVerifier };
};

/** Tokens out of the authority's answer. */
export const tokensOf = (answer: oauth.TokenEndpointResponse): Tokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? null,
  expiresInMs: (answer.expires_in ?? 600) * 1000,
});

/** @throws Error where nothing came that lasts */
export const withRefreshToken = (tokens: Tokens): Tokens & { readonly refreshToken: string } => {
  if (tokens.refreshToken === null) throw new Error('The authority gave no refresh token; offline_access was not granted.');
  return { ...tokens, refreshToken: tokens.refreshToken };
};

/**
 * Redeems the code that the browser brought back.
 * @param callbackUrl the whole address, with its query
 * @throws Error when the state is not ours, the person declined, or the authority refuses the code
 */
export const completeConsent = async (
  authority: oauth.Configuration,
  callbackUrl: string,
  pending: Pick<PendingConsent, 'state' | 'codeVerifier'>,
): Promise<Tokens & { readonly refreshToken: string }> => {
  const answer = await oauth.authorizationCodeGrant(authority, new URL(callbackUrl), {
    expectedState: pending.state,
    pkceCodeVerifier: pending.codeVerifier,
  });
  return withRefreshToken(tokensOf(answer));
};

/** A token for another resource of the same consent: refresh tokens of Entra ID are good for every resource of the tenant. */
export const tokensForScope = async (authority: oauth.Configuration, refreshToken: string, scope: string): Promise<Tokens> =>
  tokensOf(await oauth.refreshTokenGrant(authority, refreshToken, { scope }));
