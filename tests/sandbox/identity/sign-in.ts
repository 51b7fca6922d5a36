/** Signs a person in without a browser: the code flow with PKCE (RFC 6749 section 4.1, RFC 7636), redirects and cookies by hand. */
import { createHash, randomBytes } from 'node:crypto';
import { followSignIn } from './follow-sign-in.ts';

export interface EntraSignIn {
  /** `organizations`, `common` or a tenant's id. */
  readonly tenant: string;
  /** Origin of what the access token is for, such as an environment's. */
  readonly resource: string;
  readonly loginHint: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly redirectUri?: string;
}
export interface EntraTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

type TokenAnswer = Partial<Record<'access_token' | 'refresh_token' | 'id_token', string>>;

/**
 * Walks authorize and token as the portal and a browser would together.
 * @param origin of the stand-in
 * @throws Error with the authority's own words when it refuses, or when the answer lacks one of the tokens
 */
export const signInToEntra = async (origin: string, options: EntraSignIn): Promise<EntraTokens> => {
  const redirectUri = options.redirectUri ?? 'http://127.0.0.1:8080/oauth/entra/callback';
  const clientId = options.clientId ?? 'demo-relay';
  const scope = `${options.resource}/user_impersonation offline_access openid profile`;
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const base = `${origin}/${options.tenant}/oauth2/v2.0`;
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state,
    login_hint: options.loginHint,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const back = new URL(await followSignIn(`${base}/authorize?${query.toString()}`, redirectUri)).searchParams;
  const code = back.get('code');
  if (code === null || back.get('state') !== state) throw new Error(`The sign-in came back without its code: ${back.toString()}`);
  const answer = await fetch(`${base}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: clientId,
      client_secret: options.clientSecret ?? 'demo-relay-secret',
      scope,
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`No token (${answer.status}): ${text}`);
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = JSON.parse(text) as TokenAnswer;
  if (accessToken === undefined || refreshToken === undefined || idToken === undefined)
    throw new Error('The answer lacks one of the tokens.');
  return { accessToken, refreshToken, idToken };
};
