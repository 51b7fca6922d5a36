/** Connects the company as a person would in the portal, without pages: both sign-ins, discovery, then the relay's own connect job. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../../relay-service/src/config.ts';
import type { Connected } from '../../relay-service/src/jobs/connect.ts';
import { connect } from '../../relay-service/src/jobs/connect.ts';
import { dataverseClient } from '../../relay-service/src/dataverse/client.ts';
import { discoverEnvironments } from '../../relay-service/src/dataverse/discover-environments.ts';
import { endConnection, liveConnections } from '../../relay-service/src/store/connections.ts';
import { saveGrant } from '../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../relay-service/src/store/seal.ts';
import { entraAuthority, xeroAuthority } from '../../relay-service/src/tokens/authorities.ts';
import { beginConsent, completeConsent, tokensForScope, xeroScope } from '../../relay-service/src/tokens/consent.ts';
import { dataverseScope } from '../../relay-service/src/tokens/relay-tokens.ts';
import { xeroClient } from '../../relay-service/src/xero/client.ts';
import { authEventIdOf, listConnections } from '../../relay-service/src/xero/identity.ts';
import { adaAtXero } from './xero/people.ts';
import { followSignIn } from './identity/follow-sign-in.ts';

const consentAtXero = async (config: Config, ledger: Ledger) => {
  const redirectUri = `${config.RELAY_PUBLIC_URL}/oauth/xero/callback`;
  const authority = xeroAuthority(config);
  const pending = await beginConsent(authority, redirectUri, xeroScope);
  const tokens = await completeConsent(authority, await followSignIn(pending.url, redirectUri), pending);
  const [connection] = await listConnections(config.XERO_API_URL, tokens.accessToken, authEventIdOf(tokens.accessToken) ?? undefined);
  if (!connection) throw new Error('Nobody chose an organisation at Xero.');
  const id = randomUUID();
  const accessExpiresAt = ledger.now() + tokens.expiresInMs;
  const consentedBy = `${adaAtXero.given_name} ${adaAtXero.family_name} (${adaAtXero.email})`;
  await saveGrant(ledger, { id, system: 'xero', subject: connection.tenantName, tenant: '', ...tokens, accessExpiresAt, consentedBy });
  return { id, connection, accessToken: tokens.accessToken };
};

const consentAtEntra = async (config: Config, ledger: Ledger, upn: string) => {
  const redirectUri = `${config.RELAY_PUBLIC_URL}/oauth/entra/callback`;
  const organizations = entraAuthority(config, 'organizations');
  const pending = await beginConsent(organizations, redirectUri, dataverseScope(config.DATAVERSE_DISCOVERY_URL), { login_hint: upn });
  const consent = await completeConsent(organizations, await followSignIn(pending.url, redirectUri), pending);
  const [environment] = await discoverEnvironments(config.DATAVERSE_DISCOVERY_URL, consent.accessToken);
  if (!environment) throw new Error(`${upn} may open no environment.`);
  const tenant = environment.tenantId;
  const tokens = await tokensForScope(entraAuthority(config, tenant), consent.refreshToken, dataverseScope(environment.apiUrl));
  const id = randomUUID();
  const accessExpiresAt = ledger.now() + tokens.expiresInMs;
  const refreshToken = tokens.refreshToken ?? consent.refreshToken;
  await saveGrant(ledger, { id, system: 'entra', subject: environment.apiUrl, tenant, ...tokens, refreshToken, accessExpiresAt });
  return { id, environment, accessToken: tokens.accessToken };
};

/** Signs in at both sides and connects. @param upn who consents in Dynamics */
export const connectCompany = async (config: Config, upn: string, report: (step: string) => void): Promise<Connected> => {
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
  });
  try {
    return await connectIn(ledger, config, upn, report);
  } finally {
    await ledger.close();
  }
};

/** The same in a ledger that is open already. */
export const connectIn = async (ledger: Ledger, config: Config, upn: string, report: (step: string) => void): Promise<Connected> => {
  // Stand-ins that were stopped have forgotten everything; what a relay remembers of them leads nowhere.
  for (const { id } of await liveConnections(ledger)) await endConnection(ledger, id);
  report('Signing in at Xero');
  const xero = await consentAtXero(config, ledger);
  report('Signing in at Dynamics');
  const dynamics = await consentAtEntra(config, ledger, upn);
  return await connect({
    config,
    ledger,
    xeroConnection: xero.connection,
    xero: xeroClient({
      apiUrl: config.XERO_API_URL,
      tenantId: xero.connection.tenantId,
      accessToken: () => Promise.resolve(xero.accessToken),
    }),
    xeroGrantId: xero.id,
    dataverse: dataverseClient({ origin: dynamics.environment.apiUrl, accessToken: () => Promise.resolve(dynamics.accessToken) }),
    dataverseGrantId: dynamics.id,
    report,
  });
};
