import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminConsentUrl, beginEntraConsent, completeEntraConsent } from '../../../relay-service/src/tokens/entra-consent.ts';
import { dataverseScope } from '../../../relay-service/src/tokens/relay-tokens.ts';
import { adatumTenantId, adatumUsers } from '../../sandbox/identity/adatum.ts';
import { followSignIn } from '../../sandbox/identity/follow-sign-in.ts';
import type { IdentityStandIn } from '../../sandbox/identity/start.ts';
import { startIdentity } from '../../sandbox/identity/start.ts';

const redirectUri = 'http://127.0.0.1:8080/oauth/entra/callback';
const scope = dataverseScope('https://globaldisco.crm.dynamics.example');
const guest = {
  upn: 'gil@fabrikam.example',
  name: 'Gil Guest',
  objectId: 'e5b4adf6-7aa8-4142-9f9b-4152a36ed005',
  tenantId: '5a0f3c1e-2b6d-4f78-9a10-bc23de45f601',
};

let identity: IdentityStandIn;
beforeAll(async () => {
  identity = await startIdentity({ tenantId: adatumTenantId, users: [...adatumUsers, guest] });
});
afterAll(() => identity.close());

const settings = () => ({
  ENTRA_AUTHORITY_URL: identity.origin,
  ENTRA_CLIENT_ID: 'demo-relay',
  ENTRA_CLIENT_SECRET: 'demo-relay-secret',
  ENTRA_CLIENT_CERTIFICATE: null,
});
const signIn = async (upn: string) => {
  const pending = await beginEntraConsent(settings(), redirectUri, scope, { login_hint: upn });
  return { pending, callback: await followSignIn(pending.url, redirectUri) };
};

test.each([
  [adatumUsers[1]!.upn, adatumTenantId, adatumUsers[1]!.name],
  [guest.upn, guest.tenantId, guest.name],
])('of %s the tenant is learned and the name is read', async (upn, tenant, person) => {
  const { pending, callback } = await signIn(upn);
  expect(await completeEntraConsent(settings(), callback, pending)).toMatchObject({ tenant, person });
});

test('PKCE, state and nonce travel with every sign-in, each time others', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => beginEntraConsent(settings(), redirectUri, scope)));
  const query = new URL(one!.url).searchParams;
  expect(Object.fromEntries(query)).toMatchObject({ state: one!.state, nonce: one!.nonce, code_challenge_method: 'S256' });
  expect(query.get('code_challenge')).toHaveLength(43);
  expect(new Set([one!.state, one!.nonce, one!.codeVerifier, other!.state, other!.nonce, other!.codeVerifier]).size).toBe(6);
});

test.each([
  ['state', { state: 'another' }],
  ['nonce', { nonce: 'another' }],
  ['verifier', { codeVerifier: 'another-verifier-that-is-as-long-as-one-has-to-be' }],
])('another %s is refused', async (_what, other) => {
  const { pending, callback } = await signIn(adatumUsers[0]!.upn);
  await expect(completeEntraConsent(settings(), callback, { ...pending, ...other })).rejects.toThrow();
});

test('a code is good once', async () => {
  const { pending, callback } = await signIn(adatumUsers[0]!.upn);
  await completeEntraConsent(settings(), callback, pending);
  await expect(completeEntraConsent(settings(), callback, pending)).rejects.toMatchObject({ error: 'invalid_grant' });
});

describe('an id token', () => {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const answered = async (claims: (origin: string, nonce: string) => object) => {
    const answer = { token: '' };
    const server = createServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 60, id_token: answer.token }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const own = { ...settings(), ENTRA_AUTHORITY_URL: origin };
    const pending = await beginEntraConsent(own, redirectUri, scope);
    const now = Math.floor(Date.now() / 1000);
    const whole = {
      aud: 'demo-relay',
      sub: 's',
      iat: now,
      exp: now + 60,
      nonce: pending.nonce,
      tid: guest.tenantId,
      ...claims(origin, pending.nonce),
    };
    answer.token = `${encode({ alg: 'RS256' })}.${encode(whole)}.c2lnbmF0dXJl`;
    return completeEntraConsent(own, `${redirectUri}?code=c&state=${pending.state}`, pending).finally(() => server.close());
  };
  const issuer = (origin: string, tenant = guest.tenantId): string => `${origin}/${tenant}/v2.0`;

  test('of its own tenant is believed', async () => {
    expect(await answered((origin) => ({ iss: issuer(origin) }))).toMatchObject({ tenant: guest.tenantId });
  });

  test.each<[string, (origin: string) => object]>([
    ['of another tenant', (origin) => ({ iss: issuer(origin, adatumTenantId) })],
    ['of another authority', () => ({ iss: issuer('https://elsewhere.example') })],
    ['without a tenant', (origin) => ({ iss: issuer(origin), tid: undefined })],
    ['whose tenant is a path', (origin) => ({ iss: issuer(origin, '../x'), tid: '../x' })],
    ['for another application', (origin) => ({ iss: issuer(origin), aud: 'somebody' })],
    ['of another sign-in', (origin) => ({ iss: issuer(origin), nonce: 'n' })],
    ['that has ended', (origin) => ({ iss: issuer(origin), exp: 1 })],
  ])('%s is refused', async (_which, claims) => {
    await expect(answered(claims)).rejects.toThrow();
  });
});

test('the link for an administrator names application, state and scope, under the authority that is set', () => {
  const url = new URL(
    adminConsentUrl(
      { ENTRA_AUTHORITY_URL: 'https://login.microsoftonline.us', ENTRA_CLIENT_ID: 'app' },
      {
        tenant: null,
        redirectUri: 'https://relay.example.com/oauth/entra/admin-consent',
        state: 's',
        scope: 'https://x.crm.dynamics.com/.default',
      },
    ),
  );
  expect(`${url.origin}${url.pathname}`).toBe('https://login.microsoftonline.us/organizations/v2.0/adminconsent');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'app',
    redirect_uri: 'https://relay.example.com/oauth/entra/admin-consent',
    state: 's',
    scope: 'https://x.crm.dynamics.com/.default',
  });
});
