/** The two authorization servers, as openid-client configurations with fixed endpoints: no discovery call, nothing to fail at the start. */
import * as oauth from 'openid-client';
import type { Config } from '../config.ts';
import { byCertificate } from './client-certificate.ts';

const isLoopback = (origin: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);

const relaxed = (configuration: oauth.Configuration, origin: string): oauth.Configuration => {
  // Plain http is only ever accepted for this machine; the settings see to it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- openid-client marks it so that nobody uses it in production
  if (isLoopback(origin)) oauth.allowInsecureRequests(configuration);
  return configuration;
};

export type XeroSettings = Pick<Config, 'XERO_IDENTITY_URL' | 'XERO_LOGIN_URL' | 'XERO_CLIENT_ID' | 'XERO_CLIENT_SECRET'>;
export type EntraSettings = Pick<Config, 'ENTRA_AUTHORITY_URL' | 'ENTRA_CLIENT_ID' | 'ENTRA_CLIENT_SECRET' | 'ENTRA_CLIENT_CERTIFICATE'>;

/** Xero: code flow with a confidential client ("OAuth 2.0 API limits and flows", developer.xero.com). */
export const xeroAuthority = (settings: XeroSettings): oauth.Configuration =>
  relaxed(
    new oauth.Configuration(
      {
        issuer: settings.XERO_IDENTITY_URL,
        authorization_endpoint: `${settings.XERO_LOGIN_URL}/identity/connect/authorize`,
        token_endpoint: `${settings.XERO_IDENTITY_URL}/connect/token`,
        revocation_endpoint: `${settings.XERO_IDENTITY_URL}/connect/revocation`,
        jwks_uri: `${settings.XERO_IDENTITY_URL}/.well-known/openid-configuration/jwks`,
      },
      settings.XERO_CLIENT_ID,
      undefined,
      oauth.ClientSecretBasic(settings.XERO_CLIENT_SECRET),
    ),
    settings.XERO_IDENTITY_URL,
  );

/**
 * Entra ID, v2.0 endpoints of one tenant; where a certificate is set it proves who asks, else the secret.
 * @param tenant a tenant id; `organizations` before it is known
 */
export const entraAuthority = (settings: EntraSettings, tenant: string): oauth.Configuration => {
  const base = `${settings.ENTRA_AUTHORITY_URL}/${tenant}`;
  return relaxed(
    new oauth.Configuration(
      {
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      },
      settings.ENTRA_CLIENT_ID,
      undefined,
      settings.ENTRA_CLIENT_CERTIFICATE === null
        ? oauth.ClientSecretPost(settings.ENTRA_CLIENT_SECRET ?? '')
        : byCertificate(settings.ENTRA_CLIENT_CERTIFICATE, `${base}/oauth2/v2.0/token`),
    ),
    settings.ENTRA_AUTHORITY_URL,
  );
};
