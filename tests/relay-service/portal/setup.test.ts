import { describe, expect, jest, test } from '@jest/globals';
import { homes } from '../store/homes.ts';
import { member } from './accounts/people.ts';
import { openPortalIn, portalConfig } from './open-portal.ts';

jest.setTimeout(60_000);
const [sqlite] = await homes();

describe('the page for whoever runs a relay of their own', () => {
  test('shows what to copy, tries each value, and shows no secret', async () => {
    const secrets = { XERO_CLIENT_SECRET: 'the-xero-secret', ENTRA_CLIENT_SECRET: 'the-entra-secret', XERO_WEBHOOK_KEY: 'the-webhook-key' };
    const nowhere = 'http://127.0.0.1:9';
    const config = portalConfig({
      ...secrets,
      RELAY_SINGLE_TENANT: '1',
      RELAY_PUBLIC_URL: nowhere,
      XERO_IDENTITY_URL: nowhere,
      ENTRA_AUTHORITY_URL: nowhere,
    });
    const portal = await openPortalIn(sqlite!.open, config);
    const visitor = await member(portal);
    const page = await visitor.get('/setup');
    expect(page.body).toContain(`${nowhere}/oauth/xero/callback`);
    const tried = await visitor.send(page, '/setup/try', { tenant: 'coralbay.example' });
    expect(tried.body.match(/Mend this/g)).toHaveLength(4);
    for (const secret of Object.values(secrets)) expect(page.body + tried.body).not.toContain(secret);
    await portal.close();
  });

  test('is not there where many companies share a relay', async () => {
    const portal = await openPortalIn(sqlite!.open);
    expect((await (await member(portal)).get('/setup')).statusCode).toBe(404);
    await portal.close();
  });
});
