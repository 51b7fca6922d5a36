/** Tokens of the relay: Xero's by the person's grant, Dataverse's by the grant at Entra ID. */
import * as oauth from 'openid-client';
import type { Config } from '../config.ts';
import type { Grant } from '../store/grants.ts';
import type { Ledger } from '../store/ledger.ts';
import { entraAuthority, xeroAuthority } from './authorities.ts';
import type { BrokerOptions, Tokens } from './broker.ts';
import { readGrant } from '../store/grants.ts';
import { createBroker } from './broker.ts';
import { applicationTokens, customConnectionTokens } from './application-tokens.ts';
import { tokensForScope, tokensOf } from './consent.ts';
import { revokeAtXero } from './xero-sign-in.ts';

/** What the relay asks of an environment on behalf of the person who connected it. */
export const dataverseScope = (origin: string): string => `${origin}/user_impersonation offline_access`;

const COPY_FRESH_MS = 60_000;

/** Tokens for both sides. */
export const relayTokens = (config: Config, ledger: Ledger, options: BrokerOptions) => {
  const xero = xeroAuthority(config);
  const forEnvironment = async (grant: Grant, origin: string): Promise<Tokens> =>
    grant.kind === 'application'
      ? applicationTokens(config, grant.tenant, origin)
      : tokensForScope(entraAuthority(config, grant.tenant), grant.refreshToken, dataverseScope(origin));
  const refresh = async (grant: Grant): Promise<Tokens> =>
    grant.system !== 'xero'
      ? forEnvironment(grant, grant.subject)
      : grant.kind === 'application'
        ? customConnectionTokens(config)
        : tokensOf(await oauth.refreshTokenGrant(xero, grant.refreshToken));
  const copies = new Map<string, { readonly accessToken: string; readonly until: number }>();
  const broker = createBroker(ledger, refresh, options);
  return {
    /** Access token for an organisation that this grant reaches. */
    xero: (grantId: string): Promise<string> => broker.accessToken(grantId),
    /** Access token for the environment that this grant was given for. */
    dataverse: (grantId: string): Promise<string> => broker.accessToken(grantId),
    refused: broker.refused,
    /**
     * Access token for another environment of the same tenant: a copy of the one that was connected, whose people must be told so.
     * Kept in memory only, and the grant is left as it is: Entra ID takes a refresh token more than once.
     */
    copy: async (grantId: string, origin: string): Promise<string> => {
      const known = copies.get(origin);
      if (known && known.until > ledger.now()) return known.accessToken;
      const grant = await readGrant(ledger, grantId);
      if (grant?.system !== 'entra') throw new Error('No consent at Entra ID leads to this environment.');
      const { accessToken, expiresInMs } = await forEnvironment(grant, origin);
      copies.set(origin, { accessToken, until: ledger.now() + expiresInMs - COPY_FRESH_MS });
      return accessToken;
    },
    /** Ends a consent at Xero (RFC 7009). Entra ID has no such address; there the person or an administrator takes it back. */
    revoke: async (grantId: string): Promise<void> => {
      const grant = await readGrant(ledger, grantId);
      if (grant?.system === 'xero' && grant.refreshToken !== '') await revokeAtXero(config, grant.refreshToken);
    },
  };
};
