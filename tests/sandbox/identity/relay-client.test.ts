import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { entraAuthority } from '../../../relay-service/src/tokens/authorities.ts';
import { beginConsent, completeConsent, tokensForScope } from '../../../relay-service/src/tokens/consent.ts';
import { dataverseScope } from '../../../relay-service/src/tokens/relay-tokens.ts';
import { adatumTenantId, adatumUsers } from './adatum.ts';
import { followSignIn } from './follow-sign-in.ts';
import { startIdentity } from './start.ts';

const redirectUri = 'http://127.0.0.1:8080/oauth/entra/callback';
const discovery = 'https://globaldisco.crm.dynamics.example';
const environment = 'https://adatum.crm.dynamics.example';

test("the relay's own client (openid-client) consents and refreshes for an environment", async () => {
  const identity = await startIdentity({ tenantId: adatumTenantId, users: adatumUsers });
  try {
    const settings = {
      ENTRA_AUTHORITY_URL: identity.origin,
      ENTRA_CLIENT_ID: 'demo-relay',
      ENTRA_CLIENT_SECRET: 'demo-relay-secret',
      ENTRA_CLIENT_CERTIFICATE: null,
    };
    const organizations = entraAuthority(settings, 'organizations');
    const login = { login_hint: 'finance@adatum.example' };
    const pending = await beginConsent(organizations, redirectUri, dataverseScope(discovery), login);
    const consent = await completeConsent(organizations, await followSignIn(pending.url, redirectUri), pending);
    expect(decodeJwt(consent.accessToken)).toMatchObject({ aud: discovery, upn: login.login_hint });
    const tokens = await tokensForScope(entraAuthority(settings, adatumTenantId), consent.refreshToken, dataverseScope(environment));
    expect(decodeJwt(tokens.accessToken)).toMatchObject({ aud: environment, upn: login.login_hint, tid: adatumTenantId });
  } finally {
    await identity.close();
  }
});
