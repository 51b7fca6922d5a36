import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { tryEntraClient, tryPublicAddress, tryXeroClient, tryXeroWebhook } from '../../../../relay-service/src/jobs/setup/try-settings.ts';
import { pagesToFill, scopeReasons } from '../../../../relay-service/src/jobs/setup/values-to-copy.ts';
import { xeroWebhook } from '../../../../relay-service/src/routes/xero-webhook.ts';
import { xeroConsentScope } from '../../../../relay-service/src/tokens/xero-sign-in.ts';
import { freePort } from '../../../sandbox/free-port.ts';
import type { IdentityStandIn } from '../../../sandbox/identity/start.ts';
import { startIdentity } from '../../../sandbox/identity/start.ts';
import type { XeroStandIn } from '../../../sandbox/xero/start.ts';
import { startXero } from '../../../sandbox/xero/start.ts';
import { quietConfig } from '../../routes/quiet-config.ts';

const KEY = 'the-signing-key';

describe('trying the settings of a relay', () => {
  let xero: XeroStandIn;
  let identity: IdentityStandIn;
  let relay: FastifyInstance;
  let origin: string;
  let nowhere: string;
  beforeAll(async () => {
    xero = await startXero();
    identity = await startIdentity();
    relay = Fastify();
    relay.get('/health/live', () => ({}));
    await relay.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      xeroWebhook(scope, { key: KEY });
      done();
    });
    await relay.listen({ host: '127.0.0.1', port: 0 });
    origin = `http://127.0.0.1:${String((relay.server.address() as AddressInfo).port)}`;
    nowhere = `http://127.0.0.1:${String(await freePort())}`;
  });
  afterAll(async () => {
    await relay.close();
    await xero.close();
    await identity.close();
  });

  test.each([
    ['right', 'demo-xero-client', 'demo-xero-secret', 'works', /knows the app/],
    ['a wrong secret', 'demo-xero-client', 'wrong', 'wrong', /generate a new secret/],
    ['an unknown app', 'nobody', 'demo-xero-secret', 'wrong', /XERO_CLIENT_ID/],
  ])('the client at Xero: %s', async (_name, id, secret, result, says) => {
    const config = quietConfig({ XERO_IDENTITY_URL: xero.origin, XERO_CLIENT_ID: id, XERO_CLIENT_SECRET: secret });
    expect(await tryXeroClient(config)).toMatchObject({ result, says: expect.stringMatching(says) });
  });

  test.each([
    ['right', 'demo-relay-secret', 'works', /knows the application/],
    ['a wrong secret', 'wrong', 'wrong', /value of a secret \(not its id\)/],
  ])('the client at Entra ID: %s', async (_name, secret, result, says) => {
    const config = quietConfig({ ENTRA_AUTHORITY_URL: identity.origin, ENTRA_CLIENT_ID: 'demo-relay', ENTRA_CLIENT_SECRET: secret });
    expect(await tryEntraClient(config, identity.tenantId)).toMatchObject({ result, says: expect.stringMatching(says) });
  });

  test('a tenant that does not exist is named, and without one nothing is guessed', async () => {
    const config = quietConfig({ ENTRA_AUTHORITY_URL: identity.origin, ENTRA_CLIENT_ID: 'demo-relay' });
    expect(await tryEntraClient(config, '00000000-0000-4000-8000-000000000000')).toMatchObject({
      result: 'wrong',
      says: expect.stringContaining('no tenant'),
    });
    expect(await tryEntraClient(config, null)).toMatchObject({ result: 'skipped' });
  });

  test.each([
    ['the key of the app', KEY, 'works', /answers as Xero wants/],
    ['another key than the running relay has', 'other', 'wrong', /Start the relay again/],
  ])('the webhook: %s', async (_name, key, result, says) => {
    const config = { RELAY_PUBLIC_URL: origin, XERO_WEBHOOK_KEY: key };
    expect(await tryXeroWebhook(config)).toMatchObject({ result, says: expect.stringMatching(says) });
  });

  test('no key yet is said, not tried', async () => {
    expect(await tryXeroWebhook({ RELAY_PUBLIC_URL: origin, XERO_WEBHOOK_KEY: null })).toMatchObject({ result: 'skipped' });
  });

  test('the public address: a relay that answers, and nobody', async () => {
    expect(await tryPublicAddress({ RELAY_PUBLIC_URL: origin })).toMatchObject({ result: 'works' });
    expect(await tryPublicAddress({ RELAY_PUBLIC_URL: nowhere })).toMatchObject({
      result: 'wrong',
      says: expect.stringContaining('npm start'),
    });
    expect(await tryXeroClient(quietConfig({ XERO_IDENTITY_URL: nowhere }))).toMatchObject({ result: 'wrong' });
  });

  test('each scope that is asked for has its reason, and no other', () => {
    expect(Object.keys(scopeReasons).toSorted()).toEqual(xeroConsentScope.split(' ').toSorted());
  });

  test('addresses are those of this relay', () => {
    const values = pagesToFill({ RELAY_PUBLIC_URL: 'https://relay.example.com' }).flatMap((page) => page.values.map(({ value }) => value));
    for (const path of ['/oauth/xero/callback', '/oauth/entra/callback', '/oauth/entra/admin-consent', '/hooks/xero'])
      expect(values).toContain(`https://relay.example.com${path}`);
  });
});
