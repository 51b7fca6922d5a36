/** Tokens of the relay's own, without a person: client credentials (RFC 6749 section 4.4). There is no refresh token; asking again renews. */
import * as oauth from 'openid-client';
import type { EntraSettings, XeroSettings } from './authorities.ts';
import { entraAuthority, xeroAuthority } from './authorities.ts';
import type { Tokens } from './broker.ts';
import { tokensOf, xeroScope } from './consent.ts';

/** Only an administrator of the other side brings back what was taken away there; to the broker it is a consent that has ended. */
const asEnded = (problem: unknown): Error =>
  (problem as { readonly error?: unknown }).error === 'unauthorized_client'
    ? Object.assign(new Error('The application was taken out of the company.', { cause: problem }), { error: 'invalid_grant' })
    : (problem as Error);

/**
 * A token for an environment, as its application user ("OAuth 2.0 client credentials flow", learn.microsoft.com).
 * @param tenant of the environment; the shared endpoint gives none
 * @throws Error with `error: 'invalid_grant'` where the application is not in the tenant any more
 */
export const applicationTokens = async (settings: EntraSettings, tenant: string, origin: string): Promise<Tokens> => {
  try {
    return tokensOf(await oauth.clientCredentialsGrant(entraAuthority(settings, tenant), { scope: `${origin}/.default` }));
  } catch (problem) {
    throw asEnded(problem);
  }
};

/** What a custom connection is asked for: nobody stays signed in, so `offline_access` is refused there. */
export const customConnectionScope = xeroScope
  .split(' ')
  .filter((scope) => scope.startsWith('accounting.'))
  .join(' ');

/**
 * A token of a custom connection, which reaches one organisation ("Custom connections", developer.xero.com).
 * @throws Error with `error: 'invalid_grant'` where the organisation has taken it back
 */
export const customConnectionTokens = async (settings: XeroSettings): Promise<Tokens> => {
  try {
    return tokensOf(await oauth.clientCredentialsGrant(xeroAuthority(settings), { scope: customConnectionScope }));
  } catch (problem) {
    throw asEnded(problem);
  }
};
