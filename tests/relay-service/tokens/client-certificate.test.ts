/** A certificate in place of the secret, everywhere that Entra ID is asked; the stand-in verifies each assertion. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oauth from 'openid-client';
import { readConfig } from '../../../relay-service/src/config.ts';
import { tryEntraClient } from '../../../relay-service/src/jobs/setup/try-settings.ts';
import { entraAuthority } from '../../../relay-service/src/tokens/authorities.ts';
import { beginEntraConsent, completeEntraConsent } from '../../../relay-service/src/tokens/entra-consent.ts';
import { dataverseScope } from '../../../relay-service/src/tokens/relay-tokens.ts';
import { followSignIn } from '../../sandbox/identity/follow-sign-in.ts';
import { selfSigned } from '../../sandbox/identity/self-signed.ts';
import type { IdentityStandIn } from '../../sandbox/identity/start.ts';
import { startIdentity } from '../../sandbox/identity/start.ts';

const redirectUri = 'http://127.0.0.1:8080/oauth/entra/callback';
const environment = 'https://adatum.crm.dynamics.example';
const own = selfSigned('Stellarise Connector');
const scope = { scope: `${environment}/.default` };

describe('ENTRA_CLIENT_CERTIFICATE', () => {
  let identity: IdentityStandIn;
  beforeAll(async () => {
    identity = await startIdentity();
    identity.control.certificates.push(own.certificate);
  });
  afterAll(() => identity.close());

  const configWith = (certificate: string) =>
    readConfig({
      RELAY_PUBLIC_URL: 'https://relay.example.com',
      RELAY_SECRET_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}`,
      XERO_CLIENT_ID: 'xero',
      XERO_CLIENT_SECRET: 'xero',
      ENTRA_CLIENT_ID: 'demo-relay',
      ENTRA_CLIENT_CERTIFICATE: certificate,
      ENTRA_AUTHORITY_URL: identity.origin,
    });
  const ask = (certificate: string) => oauth.clientCredentialsGrant(entraAuthority(configWith(certificate), identity.tenantId), scope);

  test('alone is enough to start, with line breaks as they are or as \\n; rubbish is named and not quoted', () => {
    expect(configWith(own.setting.replaceAll('\n', '\\n')).ENTRA_CLIENT_CERTIFICATE).toBe(configWith(own.setting).ENTRA_CLIENT_CERTIFICATE);
    const other = selfSigned('Another');
    const key = own.setting.slice(own.certificate.length);
    for (const wrong of ['nonsense', own.certificate, key, other.certificate + key]) {
      let said = '';
      try {
        configWith(wrong);
      } catch (problem) {
        said = (problem as Error).message;
      }
      expect(said).toContain('ENTRA_CLIENT_CERTIFICATE must be a certificate and the RSA private key that belongs to it');
      expect(said).not.toMatch(/BEGIN|MII/);
    }
  });

  test("gets a token of the application's own, by an assertion as Microsoft describes it", async () => {
    let assertion = '';
    const authority = entraAuthority(configWith(own.setting), identity.tenantId);
    authority[oauth.customFetch] = (url, options) => {
      assertion = (options.body as URLSearchParams).get('client_assertion') ?? '';
      return fetch(url, options as RequestInit);
    };
    const { access_token: token } = await oauth.clientCredentialsGrant(authority, scope);
    expect(decodeJwt(token)).toMatchObject({ aud: environment, appid: 'demo-relay', tid: identity.tenantId });
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) });
    const { aud, iss, sub, nbf = 0, exp = 0, jti } = decodeJwt(assertion);
    expect([aud, iss, sub, exp - nbf]).toEqual([
      `${identity.origin}/${identity.tenantId}/oauth2/v2.0/token`,
      'demo-relay',
      'demo-relay',
      300,
    ]);
    // And once only.
    const again = await fetch(String(aud), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'demo-relay',
        ...scope,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    expect([again.status, jti === undefined]).toEqual([401, false]);
  });

  test("opens the wizard's sign-in, at the shared endpoint as well", async () => {
    const config = configWith(own.setting);
    const pending = await beginEntraConsent(config, redirectUri, dataverseScope(environment));
    const consent = await completeEntraConsent(config, await followSignIn(pending.url, redirectUri), pending);
    expect(consent.tenant).toBe(identity.tenantId);
  });

  test('that was never uploaded or has ended is refused', async () => {
    const stranger = selfSigned('A stranger');
    await expect(ask(stranger.setting)).rejects.toMatchObject({ error: 'invalid_client' });
    const ended = selfSigned('Ended', new Date(Date.now() - 86_400_000));
    identity.control.certificates.push(ended.certificate);
    await expect(ask(ended.setting)).rejects.toMatchObject({ error_description: expect.stringContaining('validity period') });
  });

  test.each([
    ['works', own.setting, 'works', /its certificate\. It is good until \d{4}-/],
    ['is not uploaded', selfSigned('A stranger').setting, 'wrong', /Upload the certificate/],
    ['has ended', selfSigned('Ended', new Date(Date.now() - 86_400_000)).setting, 'wrong', /ended on/],
  ] as const)('npm run setup tries it live: it %s', async (_how, certificate, result, says) => {
    expect(await tryEntraClient(configWith(certificate), identity.tenantId)).toMatchObject({ result, says: expect.stringMatching(says) });
  });
});
