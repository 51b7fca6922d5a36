import { describe, expect, test } from '@jest/globals';
import { beginDraft, changeDraft } from '../../../relay-service/src/store/drafts.ts';
import { homes } from '../store/homes.ts';
import { kim, member } from './accounts/people.ts';
import { accountIdOf } from './connection/given-connections.ts';
import { openPortalIn, portalConfig } from './open-portal.ts';
import { visitorOf } from './visitor.ts';

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

  test('was linked from nowhere: it is from the first page, an account without connections, the account itself and a set-up that stops at its values', async () => {
    const linked = async (settings: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const portal = await openPortalIn(sqlite!.open, portalConfig(settings));
      const { ledger } = portal;
      const first = (await visitorOf(portal.app).get('/')).body;
      const visitor = await member(portal);
      const draft = await beginDraft(ledger, await accountIdOf(ledger, kim.email));
      const pages = new Map([['/', first]]);
      for (const path of ['/connections', '/account']) pages.set(path, (await visitor.get(path)).body);
      for (const problem of ['secretRefused', 'relayNotRegistered', 'scopeRefused', 'declined']) {
        await changeDraft(ledger, draft, { problem });
        pages.set(problem, (await visitor.get(`/connections/new/${draft}`)).body);
      }
      await portal.close();
      return [...pages].filter(([, body]) => body.includes('href="/setup"')).map(([name]) => name);
    };
    expect(await linked({ RELAY_SINGLE_TENANT: '1' })).toEqual([
      '/',
      '/connections',
      '/account',
      'secretRefused',
      'relayNotRegistered',
      'scopeRefused',
    ]);
    expect(await linked({})).toEqual([]);
  });

  test('is not there where many companies share a relay', async () => {
    const portal = await openPortalIn(sqlite!.open);
    expect((await (await member(portal)).get('/setup')).statusCode).toBe(404);
    await portal.close();
  });
});
