/** Where a relay finds the stand-ins for Xero, Entra ID and Dynamics, and who it is to them: as environment variables. */
import { idOf } from '@stl3/solution';

/** The relay in Entra ID; no environment knows it yet. */
export const RELAY_APPLICATION = idOf('relay-application');

export const xeroSettings = (origin: string) => ({
  XERO_CLIENT_ID: 'demo-xero-client',
  XERO_CLIENT_SECRET: 'demo-xero-secret',
  XERO_API_URL: origin,
  XERO_IDENTITY_URL: origin,
  XERO_LOGIN_URL: origin,
});

interface StandIn {
  readonly origin: string;
}

export const standInSettings = ({ xero, identity, dataverse }: Readonly<Record<'xero' | 'identity' | 'dataverse', StandIn>>) => ({
  ...xeroSettings(xero.origin),
  ENTRA_CLIENT_ID: RELAY_APPLICATION,
  ENTRA_CLIENT_SECRET: 'demo-relay-secret',
  ENTRA_AUTHORITY_URL: identity.origin,
  DATAVERSE_DISCOVERY_URL: dataverse.origin,
});
