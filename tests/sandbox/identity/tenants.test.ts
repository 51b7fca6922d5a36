import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { adatumTenantId, adatumUsers } from './adatum.ts';
import { followSignIn } from './follow-sign-in.ts';
import { signInToEntra } from './sign-in.ts';
import type { IdentityStandIn } from './start.ts';
import { startIdentity } from './start.ts';

const resource = 'https://adatum.crm.dynamics.example';
const client = { client_id: 'demo-relay', client_secret: 'demo-relay-secret' };
const otherTenant = '5a0f3c1e-2b6d-4f78-9a10-bc23de45f601';
const guest = { upn: 'gil@fabrikam.example', name: 'Gil Guest', objectId: 'e5b4adf6-7aa8-4142-9f9b-4152a36ed005', tenantId: otherTenant };

let identity: IdentityStandIn;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

const read = async (answer: Response) => ({ status: answer.status, body: (await answer.json()) as Record<string, unknown> });
const ask = async (tenant: string, fields: Record<string, string>) =>
  read(
    await fetch(`${identity.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams({ ...fields, ...client }) }),
  );
const refresh = (tenant: string, refreshToken: string) => ask(tenant, { grant_type: 'refresh_token', refresh_token: refreshToken });
const signIn = (loginHint: string, tenant = 'organizations', redirectUri = 'http://localhost:7071/oauth/entra/callback') =>
  signInToEntra(identity.origin, { tenant, resource, loginHint, redirectUri });
const control = async (path: string, body?: string) =>
  read(await fetch(`${identity.origin}/_control/${path}`, body === undefined ? {} : { method: 'POST', body }));

test.each([adatumTenantId, 'organizations', 'common'])('discovery of %s names endpoints that answer', async (tenant) => {
  const { body } = await read(await fetch(`${identity.origin}/${tenant}/v2.0/.well-known/openid-configuration`));
  expect(body).toMatchObject({
    issuer: `${identity.origin}/${tenant === adatumTenantId ? tenant : '{tenantid}'}/v2.0`,
    authorization_endpoint: `${identity.origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${identity.origin}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${identity.origin}/${tenant}/discovery/v2.0/keys`,
  });
  expect((await fetch(String(body['jwks_uri']))).status).toBe(200);
});

test('somebody of another tenant joins over HTTP and gets tokens of that tenant', async () => {
  expect(await control('users', JSON.stringify(guest))).toMatchObject({ status: 200 });
  const { accessToken, idToken, refreshToken } = await signIn(guest.upn);
  for (const token of [accessToken, idToken])
    expect(decodeJwt(token)).toMatchObject({ iss: `${identity.origin}/${otherTenant}/v2.0`, tid: otherTenant, oid: guest.objectId });
  expect(decodeJwt(idToken)).toMatchObject({ preferred_username: guest.upn, name: guest.name });
  const refused = await refresh(adatumTenantId, refreshToken);
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(refused.body['error_description']).toMatch(/^AADSTS50020/);
});

test.each(['nonsense', 'null', '{"upn":"x"}'])('%s is not a user', async (body) => {
  expect((await control('users', body)).status).toBe(400);
});

test('each refresh brings another refresh token, and the one before goes on working', async () => {
  const { refreshToken } = await signIn(adatumUsers[1]!.upn);
  const first = await refresh('organizations', refreshToken);
  const again = await refresh('organizations', refreshToken);
  const next = await refresh('organizations', String(first.body['refresh_token']));
  expect([first.status, again.status, next.status]).toEqual([200, 200, 200]);
  expect(new Set([refreshToken, first.body['refresh_token'], again.body['refresh_token']]).size).toBe(3);
  // Without a scope it is for what was asked first.
  expect(decodeJwt(String(next.body['access_token'])).aud).toBe(resource);
});

test('a revocation ends what was granted before it, not what is granted after', async () => {
  const { upn, objectId } = adatumUsers[3]!;
  const before = await signIn(upn);
  identity.control.revoke(upn);
  expect((await control('state')).body['revoked']).toEqual([objectId]);
  expect((await refresh('common', before.refreshToken)).status).toBe(400);
  expect((await refresh('common', (await signIn(upn)).refreshToken)).status).toBe(200);
});

test('in one browser the hint says who it is now, whatever the prompt', async () => {
  const cookies = new Map<string, string>();
  const redirectUri = 'http://127.0.0.1:9999/oauth/entra/callback';
  for (const [prompt, user] of [
    ['select_account', adatumUsers[0]!],
    ['consent', adatumUsers[2]!],
  ] as const) {
    const query = new URLSearchParams({
      client_id: 'demo-relay',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `${resource}/user_impersonation`,
      login_hint: user.upn,
      prompt,
    });
    const url = `${identity.origin}/common/oauth2/v2.0/authorize?${query.toString()}`;
    const code = new URL(await followSignIn(url, redirectUri, cookies)).searchParams.get('code')!;
    const { body } = await ask('common', { grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    expect(decodeJwt(String(body['access_token']))['oid']).toBe(user.objectId);
  }
});

test("refusals carry Entra's own codes", async () => {
  const fields = { grant_type: 'client_credentials', scope: `${resource}/.default`, client_id: 'demo-relay', client_secret: 'wrong' };
  const url = `${identity.origin}/common/oauth2/v2.0/token`;
  const secret = await read(await fetch(url, { method: 'POST', body: new URLSearchParams(fields) }));
  expect(secret.body['error_description']).toMatch(/^AADSTS7000215/);
  for (const away of ['https://elsewhere.example/oauth/entra/callback', 'http://127.0.0.1:8080/elsewhere']) {
    const query = new URLSearchParams({ client_id: 'demo-relay', response_type: 'code', scope: 'openid', redirect_uri: away });
    const address = `${identity.origin}/common/oauth2/v2.0/authorize?${query.toString()}`;
    for (const accept of ['application/json', 'text/html']) {
      const answer = await fetch(address, { redirect: 'manual', headers: { accept } });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('AADSTS50011')]);
    }
  }
});
