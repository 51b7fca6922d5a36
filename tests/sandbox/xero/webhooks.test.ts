import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { parse } from 'yaml';
import { absent, oracle } from '../../contract/oracles.ts';
import { signInToXero } from './sign-in.ts';
import type { XeroStandIn } from './start.ts';
import { startXero } from './start.ts';
import type { WebhookEvent, XeroDelivery } from './webhooks.ts';

interface Batch {
  readonly events: readonly WebhookEvent[];
  readonly firstEventSequence: number;
  readonly lastEventSequence: number;
  readonly entropy: string;
}

const key = 'b25lIGtleSBmb3IgdGhlIHRlc3Rz';
let xero: XeroStandIn;
let receiver: FastifyInstance;
let url: string;
let headers: Record<string, string>;
/** What came, rightly signed; the empty payloads of the check as well. */
let received: { readonly batch: Batch; readonly at: number; readonly raw: string }[] = [];
let refused = 0;
/** Answers of the next rightly signed posts; then 200. */
let answers: number[] = [];

const isSigned = (body: Buffer, signature: unknown): boolean => {
  const expected = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(typeof signature === 'string' ? signature : '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};

beforeAll(async () => {
  receiver = Fastify({ forceCloseConnections: true });
  receiver.removeAllContentTypeParsers();
  receiver.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  receiver.post('/right', async (request, reply) => {
    const body = request.body as Buffer;
    if (!isSigned(body, request.headers['x-xero-signature'])) {
      refused += 1;
      return reply.code(401).send();
    }
    const raw = body.toString('utf8');
    received.push({ batch: JSON.parse(raw) as Batch, at: Date.now(), raw });
    return reply.code(answers.shift() ?? 200).send();
  });
  receiver.post('/takes-everything', (_request, reply) => reply.code(200).send());
  receiver.post('/takes-nothing', (_request, reply) => reply.code(401).send());
  receiver.post('/talks', (request, reply) =>
    reply.code(isSigned(request.body as Buffer, request.headers['x-xero-signature']) ? 200 : 401).send('Thanks'),
  );
  receiver.post('/cookies', (request, reply) =>
    reply
      .header('set-cookie', 'a=b')
      .code(isSigned(request.body as Buffer, request.headers['x-xero-signature']) ? 200 : 401)
      .send(),
  );
  let slow = 0;
  receiver.post('/slow', async (request, reply) => {
    if (++slow === 1) await pause(5300);
    return reply.code(isSigned(request.body as Buffer, request.headers['x-xero-signature']) ? 200 : 401).send();
  });
  url = await receiver.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => receiver.close());
beforeEach(async () => {
  received = [];
  refused = 0;
  answers = [];
  // Pauses of a minute and more pass in milliseconds.
  xero = await startXero({ timeScale: 1000 });
  const { accessToken } = await signInToXero(xero.origin);
  const tenantId = xero.control.state().organisations[0]?.tenantId ?? '';
  headers = { authorization: `Bearer ${accessToken}`, 'xero-tenant-id': tenantId, 'content-type': 'application/json' };
});
afterEach(() => xero.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const register = (path: string) => xero.control.registerWebhook({ url: `${url}/${path}`, key });
const registered = async (): Promise<void> => {
  expect(await register('right')).toEqual({ passed: true, problems: [] });
  received = [];
};
const send = async (method: string, path: string, body: object): Promise<Record<string, Record<string, string>[]>> => {
  const answer = await fetch(`${xero.origin}/api.xro/2.0/${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, Record<string, string>[]>;
};
const contact = async (...names: string[]): Promise<string> => {
  const { Contacts } = await send('PUT', 'Contacts', { Contacts: names.map((Name) => ({ Name })) });
  return Contacts?.[0]?.['ContactID'] ?? '';
};
const invoice = async (ContactID: string): Promise<string> => {
  const LineItems = [{ Description: 'Rope', Quantity: 1, UnitAmount: 10, AccountCode: '200', TaxType: 'OUTPUT' }];
  const { Invoices } = await send('PUT', 'Invoices', {
    Invoices: [{ Type: 'ACCREC', Contact: { ContactID }, Date: '2026-11-20', DueDate: '2026-12-20', LineItems }],
  });
  return Invoices?.[0]?.['InvoiceID'] ?? '';
};
/** Waits until so many deliveries have arrived or were given up. */
const settled = async (count: number): Promise<readonly XeroDelivery[]> => {
  for (let tries = 0; tries < 400; tries++) {
    const found = xero.control.deliveries();
    if (found.length >= count && found.every(({ deliveredAt, givenUp, lost }) => deliveredAt !== null || givenUp || lost)) return found;
    await pause(10);
  }
  throw new Error(`Not ${String(count)} deliveries were settled.`);
};
const events = (): readonly WebhookEvent[] => received.flatMap(({ batch }) => batch.events);

describe('intent to receive', () => {
  test('a receiver that checks signatures is registered, after right and wrong ones', async () => {
    expect(await register('right')).toEqual({ passed: true, problems: [] });
    expect([received.length, refused]).toEqual([2, 2]);
    expect(received[0]?.batch).toMatchObject({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: expect.any(String) });
  });

  test.each([
    ['takes-everything', 'Signed with another key: answered 200 instead of 401.'],
    ['takes-nothing', 'Signed rightly: answered 401 instead of 200.'],
    ['talks', 'Signed rightly: the answer has a body.'],
    ['cookies', 'Signed rightly: the answer sets cookies.'],
    ['nowhere', 'Signed rightly: answered 404 instead of 200.'],
  ])('%s is refused', async (path, problem) => {
    const { passed, problems } = await register(path);
    expect(passed).toBe(false);
    expect(problems).toContain(problem);
    await contact('Unheard');
    await pause(20);
    expect(xero.control.deliveries()).toEqual([]);
  });

  test('whoever needs more than 5 seconds, or does not listen, is refused', async () => {
    expect(await register('slow')).toEqual({ passed: false, problems: ['Signed rightly: no answer within 5 seconds.'] });
    const silent = await xero.control.registerWebhook({ url: 'http://127.0.0.1:1/', key });
    expect([silent.passed, silent.problems.length]).toEqual([false, 4]);
  }, 15_000);

  test('over /_control: 200, or 400 with what was wrong', async () => {
    const over = async (body: object | null) => {
      const answer = await fetch(`${xero.origin}/_control/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await over({ url: `${url}/takes-everything`, key })).toMatchObject({ status: 400, body: { passed: false } });
    expect(await over({ url: `${url}/right`, key })).toEqual({ status: 200, body: { passed: true, problems: [] } });
    received = [];
    expect((await over(null)).status).toBe(200);
    await contact('After removal');
    await pause(20);
    expect(received).toEqual([]);
  });

  test('an address that fails later leaves the one before in force', async () => {
    await registered();
    expect((await register('takes-everything')).passed).toBe(false);
    await contact('Still heard');
    await settled(1);
    expect(events()).toHaveLength(1);
  });
});

describe('events', () => {
  test('of contacts and invoices, created and changed, in batches that are numbered through', async () => {
    await registered();
    const ContactID = await contact('Wharf Supplies');
    await settled(1);
    const InvoiceID = await invoice(ContactID);
    await settled(2);
    await send('POST', `Invoices/${InvoiceID}`, { Invoices: [{ InvoiceID, Status: 'AUTHORISED' }] });
    await settled(3);
    await send('POST', 'Contacts', { Contacts: [{ ContactID, Name: 'Wharf Supplies', EmailAddress: 'a@wharf.example' }] });
    await settled(4);
    const tenantId = headers['xero-tenant-id'];
    const shared = { tenantId, tenantType: 'ORGANISATION', eventDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}$/) };
    expect(events()).toEqual([
      {
        ...shared,
        eventCategory: 'CONTACT',
        eventType: 'CREATE',
        resourceId: ContactID,
        resourceUrl: expect.stringMatching(/\/Contacts\//),
      },
      {
        ...shared,
        eventCategory: 'INVOICE',
        eventType: 'CREATE',
        resourceId: InvoiceID,
        resourceUrl: expect.stringMatching(/\/Invoices\//),
      },
      { ...shared, eventCategory: 'INVOICE', eventType: 'UPDATE', resourceId: InvoiceID, resourceUrl: expect.any(String) },
      { ...shared, eventCategory: 'CONTACT', eventType: 'UPDATE', resourceId: ContactID, resourceUrl: expect.any(String) },
    ]);
    expect(received.map(({ batch }) => [batch.firstEventSequence, batch.lastEventSequence])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(new Set(received.map(({ batch }) => batch.entropy)).size).toBe(4);
    expect(refused).toBe(2);
  });

  test('what is saved together travels together; items are not told', async () => {
    await registered();
    await send('PUT', 'Items', { Items: [{ Code: 'SILENT', Name: 'Silent' }] });
    await contact('One', 'Two', 'Three');
    await settled(1);
    expect(received.map(({ batch }) => [batch.events.length, batch.firstEventSequence, batch.lastEventSequence])).toEqual([[3, 1, 3]]);
  });

  test('the resource is found where the event points', async () => {
    await registered();
    const ContactID = await contact('Pointed at');
    await settled(1);
    await invoice(ContactID);
    await settled(2);
    const found = events().find(({ eventCategory }) => eventCategory === 'INVOICE');
    const { Invoices } = (await (await fetch(found?.resourceUrl ?? '', { headers })).json()) as { Invoices: { InvoiceID: string }[] };
    expect(Invoices[0]?.InvoiceID).toBe(found?.resourceId);
  });

  test('a commit whose answer was lost is told all the same', async () => {
    await registered();
    xero.control.addFault({ name: 'answer-lost', path: 'Contacts' });
    await expect(contact('Lost answer')).rejects.toThrow();
    await settled(1);
    expect(events()).toHaveLength(1);
  });
});

describe('faults', () => {
  test('lost: nothing arrives, and the next has the number after', async () => {
    await registered();
    xero.control.addFault({ name: 'webhook-lost' });
    await contact('Lost');
    const [delivery] = await settled(1);
    await contact('Found');
    await settled(2);
    expect(delivery).toMatchObject({ lost: true, statuses: [] });
    expect(received.map(({ batch }) => batch.firstEventSequence)).toEqual([2]);
  });

  test('twice: the same bytes arrive again', async () => {
    await registered();
    xero.control.addFault({ name: 'webhook-twice', path: 'CONTACT' });
    await contact('Twice');
    await settled(2);
    expect(received).toHaveLength(2);
    expect(received[0]?.raw).toBe(received[1]?.raw);
  });

  test('late: seconds after the rest', async () => {
    await registered();
    xero.control.addFault({ name: 'webhook-late', seconds: 0.3 });
    const started = Date.now();
    await contact('Late');
    await settled(1);
    expect((received[0]?.at ?? 0) - started).toBeGreaterThanOrEqual(290);
  });
});

describe('repetition', () => {
  test.each([500, 401, 302])(
    'until 200: after %i, at once and then with growing pauses',
    async (status) => {
      await registered();
      answers = [status, status, status, status];
      await contact('Stubborn');
      const [delivery] = await settled(1);
      expect(delivery?.statuses).toEqual([status, status, status, status, 200]);
      expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
      const pauses = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
      // 0, 1, 5 and 15 minutes, a thousand times faster.
      [0, 60, 300, 900].forEach((least, index) => expect(pauses[index]).toBeGreaterThanOrEqual(least - 5));
    },
    10_000,
  );

  test('in the end it gives up and switches the subscription off', async () => {
    await xero.close();
    xero = await startXero({ timeScale: 10_000_000 });
    const { accessToken } = await signInToXero(xero.origin);
    headers = {
      ...headers,
      authorization: `Bearer ${accessToken}`,
      'xero-tenant-id': xero.control.state().organisations[0]?.tenantId ?? '',
    };
    await registered();
    answers = Array.from({ length: 20 }, () => 500);
    await contact('Hopeless');
    const [delivery] = await settled(1);
    expect(delivery).toMatchObject({ givenUp: true, deliveredAt: null });
    expect(delivery?.statuses).toHaveLength(10);
    await contact('Unheard');
    await pause(20);
    expect(xero.control.deliveries()).toHaveLength(1);
  });
});

test('the payload is as published', async () => {
  const path = oracle('xero/xero-webhooks.yaml');
  if (path === null) {
    console.warn(absent);
    return;
  }
  const document = parse(readFileSync(path, 'utf8')) as { readonly components: { readonly schemas: Readonly<Record<string, object>> } };
  // `date-time` wants an offset, which the document's own example leaves out as Xero does.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile({ ...document.components.schemas['WebhookEvent'], type: 'object', additionalProperties: false });
  await registered();
  const ContactID = await contact('As published');
  await settled(1);
  await invoice(ContactID);
  await settled(2);
  expect(received.length).toBeGreaterThan(0);
  for (const { batch } of received) {
    expect([validate(batch), validate.errors]).toEqual([true, null]);
    expect(batch.events.flatMap((event) => Object.keys(event)).filter((name) => !published.includes(name))).toEqual([]);
  }
  expect(validate({ ...received[0]!.batch, firstEventSequence: 0 })).toBe(false);
});
const published = ['resourceUrl', 'resourceId', 'eventDateUtc', 'eventType', 'eventCategory', 'tenantId', 'tenantType'];
