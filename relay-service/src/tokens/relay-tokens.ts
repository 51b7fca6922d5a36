/** Tokens of the relay: Xero's by the person's grant, Dataverse's by the grant at Entra ID. */
import * as oauth from 'openid-client';
import type { Config } from '../config.ts';
import type { Grant } from '../store/grants.ts';
import type { Ledger } from '../store/ledger.ts';
import { entraAuthority, xeroAuthority } from './authorities.ts';
import type { BrokerOptions, Tokens } from './broker.ts';
import { createBroker } from './broker.ts';
import { tokensOf } from './consent.ts';

/** What the relay asks of an environment on behalf of the person who connected it. */
export const dataverseScope = (origin: string): string => `${origin}/user_impersonation offline_access`;

/** Tokens for both sides. */
export const relayTokens = (config: Config, ledger: Ledger, options: BrokerOptions) => {
  const xero = xeroAuthority(config);
  const refresh = async (grant: Grant): Promise<Tokens> =>
    tokensOf(
      grant.system === 'xero'
        ? await oauth.refreshTokenGrant(xero, grant.refreshToken)
        : await oauth.refreshTokenGrant(entraAuthority(config, grant.tenant), grant.refreshToken, { scope: dataverseScope(grant.subject) }),
    );
  const broker = createBroker(ledger, refresh, options);
  return {
    /** Access token for an organisation that this grant reaches. */
    xero: (grantId: string): Promise<string> => broker.accessToken(grantId),
    /** Access token for the environment that this grant was given for. */
    dataverse: (grantId: string): Promise<string> => broker.accessToken(grantId),
    refused: broker.refused,
  };
};
