import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { adatumTenantId, adatumUsers } from './adatum.ts';
import { signInToEntra } from './sign-in.ts';
import type { IdentityStandIn } from './start.ts';
import { startIdentity } from './start.ts';

const discovery = 'https://globaldisco.crm.dynamics.example';
const environment = 'http://127.0.0.1:4999';
const client = { client_id: 'demo-relay', client_secret: 'demo-relay-secret' };
const ada = adatumUsers[0]!;
const clerk = adatumUsers[2]!;
const redirectUri = 'http://127.0.0.1:8080/oauth/entra/callback';

let identity: IdentityStandIn;
beforeAll(async () => {
  identity = await startIdentity({ tenantId: adatumTenantId, users: adatumUsers });
});
afterAll(() => identity.close());

const ask = async (fields: Record<string, string>, tenant = 'organizations', headers: Record<string, string> = {}) => {
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${identity.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body, headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
};
const refresh = (refreshToken: string, resource: string, tenant?: string) =>
  ask(
    { grant_type: 'refresh_token', refresh_token: refreshToken, scope: `${resource}/user_impersonation offline_access`, ...client },
    tenant,
  );
const verified = async (token: string, audience: string) => {
  const keys = createRemoteJWKSet(new URL(`${identity.origin}/${adatumTenantId}/discovery/v2.0/keys`));
  return (await jwtVerify(token, keys, { audience, issuer: `${identity.origin}/${adatumTenantId}/v2.0` })).payload;
};
const signIn = (loginHint: string, tenant = 'organizations') => signInToEntra(identity.origin, { tenant, resource: discovery, loginHint });

describe('signing in', () => {
  test.each(['organizations', 'common', adatumTenantId])(
    'by %s, the access token says who, for what and through which application',
    async (tenant) => {
      const { accessToken } = await signIn(clerk.upn, tenant);
      const payload = await verified(accessToken, discovery);
      expect(payload).toMatchObject({
        tid: adatumTenantId,
        oid: clerk.objectId,
        upn: clerk.upn,
        appid: 'demo-relay',
        scp: 'user_impersonation',
      });
      expect(payload.exp! - payload.iat!).toBe(3600);
    },
  );

  test('the identity token is for the application', async () => {
    const payload = await verified((await signIn(clerk.upn)).idToken, 'demo-relay');
    expect(payload.sub).toBe(clerk.objectId);
  });

  test('who is not hinted at is the first user', async () => {
    const { accessToken } = await signIn('nobody@adatum.example');
    expect(await verified(accessToken, discovery)).toMatchObject({ upn: ada.upn });
  });

  test('an address that was not registered is not returned to', async () => {
    const query = new URLSearchParams({
      client_id: 'demo-relay',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'https://elsewhere.example/',
    });
    const answer = await fetch(`${identity.origin}/organizations/oauth2/v2.0/authorize?${query.toString()}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('a code does not work without the verifier of its challenge', async () => {
    const { followSignIn } = await import('./follow-sign-in.ts');
    const query = new URLSearchParams({
      client_id: 'demo-relay',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `${discovery}/user_impersonation offline_access`,
      login_hint: ada.upn,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const back = new URL(await followSignIn(`${identity.origin}/organizations/oauth2/v2.0/authorize?${query.toString()}`, redirectUri));
    const fields = { grant_type: 'authorization_code', code: back.searchParams.get('code')!, redirect_uri: redirectUri, ...client };
    expect(await ask({ ...fields, code_verifier: 'x'.repeat(43) })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    // The verifier of RFC 7636 appendix B.
    expect(await ask({ ...fields, code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' })).toMatchObject({ status: 200 });
  });
});

describe('refreshing', () => {
  test('one grant reaches another resource, and its token may be used again', async () => {
    const { refreshToken } = await signIn(ada.upn);
    for (const resource of [environment, discovery, environment]) {
      const { status, body } = await refresh(refreshToken, resource, adatumTenantId);
      expect(status).toBe(200);
      expect(await verified(body['access_token']!, resource)).toMatchObject({ upn: ada.upn, scp: 'user_impersonation' });
    }
  });

  test('after a revocation Entra ID says AADSTS50173, for this person only', async () => {
    const [hers, his] = [await signIn(ada.upn), await signIn(clerk.upn)];
    const answer = await fetch(`${identity.origin}/_control/users/${encodeURIComponent(clerk.upn)}/revoke`, { method: 'POST' });
    expect(answer.status).toBe(200);
    const refused = await refresh(his.refreshToken, environment);
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(refused.body['error_description']).toMatch(/^AADSTS50173/);
    expect((await refresh(hers.refreshToken, environment)).status).toBe(200);
  });
});

describe('the application itself', () => {
  const fields = { grant_type: 'client_credentials', scope: `${environment}/.default` };

  test.each([
    ['in the body', client, {}],
    ['in the header', {}, { authorization: `Basic ${Buffer.from('demo-relay:demo-relay-secret').toString('base64')}` }],
  ])('gets a token without a person, its secret %s', async (_where, secret, headers) => {
    const { body } = await ask({ ...fields, ...secret }, adatumTenantId, headers);
    const payload = await verified(body['access_token']!, environment);
    expect(payload).toMatchObject({ appid: 'demo-relay', tid: adatumTenantId });
    expect(payload['oid']).toEqual(expect.any(String));
    expect(payload['scp']).toBeUndefined();
  });

  test('a wrong secret is refused', async () => {
    expect(await ask({ ...fields, ...client, client_secret: 'wrong' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('a tenant that is not there is refused', async () => {
    const { status, body } = await ask({ ...fields, ...client }, '00000000-0000-4000-8000-000000000000');
    expect(status).toBe(400);
    expect(body['error_description']).toMatch(/^AADSTS90002/);
  });
});
