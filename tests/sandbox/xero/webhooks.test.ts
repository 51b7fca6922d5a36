import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { absent, oracle } from '../../contract/oracles.ts';
import type { Receiver } from './webhook-receiver.ts';
import { startReceiver } from './webhook-receiver.ts';
import type { WebhookStage } from './webhook-stage.ts';
import { setWebhookStage } from './webhook-stage.ts';

let receiver: Receiver;
let stage: WebhookStage;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  stage = await setWebhookStage(receiver);
});
afterEach(() => stage.close());

describe('events', () => {
  test('of contacts and invoices, created and changed, in batches that are numbered through', async () => {
    await stage.registered();
    const ContactID = await stage.contact('Wharf Supplies');
    await stage.settled(1);
    const InvoiceID = await stage.invoice(ContactID);
    await stage.settled(2);
    await stage.send('POST', `Invoices/${InvoiceID}`, { Invoices: [{ InvoiceID, Status: 'AUTHORISED' }] });
    await stage.settled(3);
    await stage.send('POST', 'Contacts', { Contacts: [{ ContactID, Name: 'Wharf Supplies', EmailAddress: 'a@wharf.example' }] });
    await stage.settled(4);
    const tenantId = stage.headers['xero-tenant-id'];
    const shared = { tenantId, tenantType: 'ORGANISATION', eventDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}$/) };
    expect(receiver.events()).toEqual([
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
    expect(receiver.received.map(({ batch }) => [batch.firstEventSequence, batch.lastEventSequence])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(new Set(receiver.received.map(({ batch }) => batch.entropy)).size).toBe(4);
    expect(receiver.refused()).toBe(2);
  });

  test('what is saved together travels together; items are not told', async () => {
    await stage.registered();
    await stage.send('PUT', 'Items', { Items: [{ Code: 'SILENT', Name: 'Silent' }] });
    await stage.contact('One', 'Two', 'Three');
    await stage.settled(1);
    expect(receiver.received.map(({ batch }) => [batch.events.length, batch.firstEventSequence, batch.lastEventSequence])).toEqual([
      [3, 1, 3],
    ]);
  });

  test('the resource is found where the event points', async () => {
    await stage.registered();
    const ContactID = await stage.contact('Pointed at');
    await stage.settled(1);
    await stage.invoice(ContactID);
    await stage.settled(2);
    const found = receiver.events().find(({ eventCategory }) => eventCategory === 'INVOICE');
    const { Invoices } = (await (await fetch(found?.resourceUrl ?? '', { headers: stage.headers })).json()) as {
      Invoices: { InvoiceID: string }[];
    };
    expect(Invoices[0]?.InvoiceID).toBe(found?.resourceId);
  });

  test('a commit whose answer was lost is told all the same', async () => {
    await stage.registered();
    stage.xero.control.addFault({ name: 'answer-lost', path: 'Contacts' });
    await expect(stage.contact('Lost answer')).rejects.toThrow();
    await stage.settled(1);
    expect(receiver.events()).toHaveLength(1);
  });
});

describe('faults', () => {
  test('lost: nothing arrives, and the next has the number after', async () => {
    await stage.registered();
    stage.xero.control.addFault({ name: 'webhook-lost' });
    await stage.contact('Lost');
    const [delivery] = await stage.settled(1);
    await stage.contact('Found');
    await stage.settled(2);
    expect(delivery).toMatchObject({ lost: true, statuses: [] });
    expect(receiver.received.map(({ batch }) => batch.firstEventSequence)).toEqual([2]);
  });

  test('twice: the same bytes arrive again', async () => {
    await stage.registered();
    stage.xero.control.addFault({ name: 'webhook-twice', path: 'CONTACT' });
    await stage.contact('Twice');
    await stage.settled(2);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[0]?.raw).toBe(receiver.received[1]?.raw);
  });

  test('late: seconds after the rest', async () => {
    await stage.registered();
    stage.xero.control.addFault({ name: 'webhook-late', seconds: 0.3 });
    const started = Date.now();
    await stage.contact('Late');
    await stage.settled(1);
    expect((receiver.received[0]?.at ?? 0) - started).toBeGreaterThanOrEqual(290);
  });
});

describe('repetition', () => {
  test.each([500, 401, 302])('until 200: after %i, at once and then with growing pauses', async (status) => {
    await stage.registered();
    receiver.answers.push(status, status, status, status);
    await stage.contact('Stubborn');
    const [delivery] = await stage.settled(1);
    expect(delivery?.statuses).toEqual([status, status, status, status, 200]);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    const pauses = receiver.received.slice(1).map(({ at }, index) => at - (receiver.received[index]?.at ?? 0));
    // 0, 1, 5 and 15 minutes, a thousand times faster.
    [0, 60, 300, 900].forEach((least, index) => expect(pauses[index]).toBeGreaterThanOrEqual(least - 5));
  });

  test('in the end it gives up and switches the subscription off', async () => {
    await stage.close();
    stage = await setWebhookStage(receiver, 10_000_000);
    await stage.registered();
    receiver.answers.push(...Array.from({ length: 20 }, () => 500));
    await stage.contact('Hopeless');
    const [delivery] = await stage.settled(1);
    expect(delivery).toMatchObject({ givenUp: true, deliveredAt: null });
    expect(delivery?.statuses).toHaveLength(10);
    await stage.contact('Unheard');
    await pause(20);
    expect(stage.xero.control.deliveries()).toHaveLength(1);
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
  await stage.registered();
  const ContactID = await stage.contact('As published');
  await stage.settled(1);
  await stage.invoice(ContactID);
  await stage.settled(2);
  expect(receiver.received.length).toBeGreaterThan(0);
  for (const { batch } of receiver.received) {
    expect([validate(batch), validate.errors]).toEqual([true, null]);
    expect(batch.events.flatMap((event) => Object.keys(event)).filter((name) => !published.includes(name))).toEqual([]);
  }
  expect(validate({ ...receiver.received[0]!.batch, firstEventSequence: 0 })).toBe(false);
});
const published = ['resourceUrl', 'resourceId', 'eventDateUtc', 'eventType', 'eventCategory', 'tenantId', 'tenantType'];
