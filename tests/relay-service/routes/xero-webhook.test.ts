import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { xeroWebhook } from '../../../relay-service/src/routes/xero-webhook.ts';
import type { XeroEvents } from '../../../relay-service/src/xero/webhook-events.ts';
import { parseXeroEvents } from '../../../relay-service/src/xero/webhook-events.ts';
import { checkIntent } from '../../sandbox/xero/intent-to-receive.ts';
import { postSigned, signatureOf } from '../../sandbox/xero/sign-webhook.ts';

const key = 'the-signing-key';
const never = new AbortController().signal;

const appWith = async (given: string | null, heard: XeroEvents[] = []): Promise<{ app: FastifyInstance; url: string }> => {
  const app = Fastify({ bodyLimit: 1_000_000 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  xeroWebhook(app, { key: given, heard: (events) => heard.push(events) });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}/hooks/xero` };
};

describe("Xero's webhook", () => {
  const heard: XeroEvents[] = [];
  let app: FastifyInstance;
  let url: string;
  beforeAll(async () => {
    ({ app, url } = await appWith(key, heard));
  });
  afterAll(() => app.close());

  test('passes the intent to receive', async () => {
    expect(await checkIntent({ url, key }, never)).toEqual({ passed: true, problems: [] });
    expect(heard).toEqual([{ kind: 'intent-to-receive' }, { kind: 'intent-to-receive' }]);
  });

  test('does not pass it with another key', async () => {
    expect((await checkIntent({ url, key: 'another' }, never)).passed).toBe(false);
  });

  test('a subscription of the App Store is heard and passed over', async () => {
    heard.length = 0;
    const body = JSON.stringify({
      events: [
        {
          resourceUrl: 'https://api.xero.com/appstore/2.0/subscriptions/0a0b0c0d-0000-4000-8000-000000000001',
          resourceId: '0a0b0c0d-0000-4000-8000-000000000001',
          tenantId: '0a0b0c0d-0000-4000-8000-000000000002',
          tenantType: 'APPLICATION',
          eventCategory: 'SUBSCRIPTION',
          eventType: 'UPDATE',
          eventDateUtc: '2026-11-24T01:15:39.902',
        },
      ],
      firstEventSequence: 1,
      lastEventSequence: 1,
      entropy: 'S0m3r4Nd0mt3xt',
    });
    expect(await postSigned(url, body, signatureOf(key, body), never)).toEqual({ status: 200, body: '', cookies: false });
    expect(heard).toEqual([
      {
        kind: 'events',
        events: [
          {
            category: 'SUBSCRIPTION',
            type: 'UPDATE',
            tenantId: '0a0b0c0d-0000-4000-8000-000000000002',
            resourceId: '0a0b0c0d-0000-4000-8000-000000000001',
          },
        ],
      },
    ]);
  });

  test('what Xero has signed and nobody can read is taken, for refusing it would only bring it again', async () => {
    expect((await postSigned(url, 'not JSON', signatureOf(key, 'not JSON'), never))?.status).toBe(200);
  });

  test('where no key is set, nothing is believed', async () => {
    const other = await appWith(null);
    expect((await postSigned(other.url, '{}', signatureOf('', '{}'), never))?.status).toBe(401);
    await other.app.close();
  });

  test.each(['', '{}', '{"events":1}', '[]', 'null'])('%j is unreadable', (body) => {
    expect(parseXeroEvents(body)).toEqual({ kind: 'unreadable' });
  });
});
