import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { dataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { WEBHOOK_KEY_HEADER, registerWebhook } from '../../../relay-service/src/dataverse/register-webhook.ts';
import { parseWebhookContext } from '../../../relay-service/src/dataverse/webhook-context.ts';
import { absent, oracle } from '../../contract/oracles.ts';
import { people } from '../company/people.ts';
import type { Delivery } from './state.ts';
import type { Json, Talk } from './talk.ts';
import { startTalk } from './talk.ts';
import { webhookBody } from './webhook-body.ts';

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly at: number;
}

let talk: Talk;
let receiver: FastifyInstance;
let received: Received[] = [];
let answers: number[] = [];
const key = 'k'.repeat(43);

beforeAll(async () => {
  receiver = Fastify();
  receiver.removeAllContentTypeParsers();
  receiver.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  receiver.post('/webhooks/dataverse', async (request, reply) => {
    received.push({ headers: request.headers, text: request.body as string, at: Date.now() });
    await reply.code(answers.shift() ?? 202).send();
  });
  const url = `${await receiver.listen({ host: '127.0.0.1', port: 0 })}/webhooks/dataverse`;
  talk = await startTalk({ webhookDelayMs: () => 0 });
  const token = () => Promise.resolve(people.administrator.userId);
  expect(await registerWebhook(dataverseClient({ origin: talk.standIn.origin, accessToken: token }), url, key)).toBe('registered');
});
beforeEach(() => {
  received = [];
  answers = [];
  talk.standIn.control.clearFaults();
});
afterAll(async () => {
  await talk.standIn.close();
  await receiver.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const deliveriesOf = (id: string): readonly Delivery[] => talk.standIn.control.deliveries().filter(({ rowId }) => rowId === id);
/** Waits until each delivery of a row has arrived, or is known to be lost. */
const settled = async (id: string): Promise<readonly Delivery[]> => {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = deliveriesOf(id);
    if (found.length > 0 && found.every(({ deliveredAt, lost }) => lost || deliveredAt !== null)) return found;
    await pause(10);
  }
  throw new Error('The webhook was not delivered.');
};
const ask = (more: Json = {}): Promise<string> => talk.create('stl3_xerorequests', { stl3_name: 'Ask', ...more });
const only = (): Received => {
  expect(received).toHaveLength(1);
  return received[0]!;
};

test('whoever may not register is told so', async () => {
  const client = dataverseClient({ origin: talk.standIn.origin, accessToken: () => Promise.resolve(people.clerk.userId) });
  expect(await registerWebhook(client, 'http://127.0.0.1:1', 'x')).toBe('no-right');
});

test('a new row is posted with the key, and the relay reads what matters', async () => {
  const id = await ask();
  await settled(id);
  const { headers, text } = only();
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    [WEBHOOK_KEY_HEADER]: key,
    'x-ms-dynamics-organization': new URL(talk.standIn.origin).host,
    'x-ms-dynamics-entity-name': 'stl3_xerorequest',
    'x-ms-dynamics-request-name': 'Create',
    'x-ms-correlation-request-id': expect.any(String),
  });
  expect(headers).not.toHaveProperty('x-ms-dynamics-msg-size-exceeded');
  expect(parseWebhookContext(text)).toEqual({
    organizationId: talk.standIn.control.environment.organizationId,
    table: 'stl3_xerorequest',
    message: 'Create',
    rowId: id,
    userId: people.administrator.userId,
  });
});

test('changes and other tables are not posted, since only Create of a request is registered', async () => {
  const id = await ask();
  await settled(id);
  await talk.ask('administrator', 'PATCH', `stl3_xerorequests(${id})`, { stl3_name: 'Changed' });
  await talk.create('accounts', { name: 'Silent' });
  await pause(50);
  expect(received).toHaveLength(1);
});

test('what a change set took back is not posted', async () => {
  const before = talk.standIn.control.deliveries().length;
  await talk.ask('administrator', 'POST', 'stl3_xerorequests/Microsoft.Dynamics.CRM.CreateMultiple', {
    Targets: [{ stl3_name: 'Good' }, { unknown: 1 }],
  });
  await pause(30);
  expect(talk.standIn.control.deliveries().length).toBe(before);
});

describe('the answer counts', () => {
  test.each([
    ['202', [202], 1, 202, false],
    ['502, then 202', [502, 202], 2, 202, false],
    ['503, then 202', [503, 202], 2, 202, false],
    ['504 twice: once more only', [504, 504, 202], 2, 504, true],
    ['500: not again', [500, 202], 1, 500, true],
    ['429: not again', [429, 202], 1, 429, true],
    ['401: not again', [401, 202], 1, 401, true],
  ])('%s', async (_what, given, posts, status, failed) => {
    answers = [...given];
    const jobs = (): number => talk.standIn.control.rows('asyncoperation').filter(({ values }) => values['statuscode'] === 31).length;
    const before = jobs();
    const [delivery] = await settled(await ask());
    await pause(20);
    expect([received.length, delivery?.status]).toEqual([posts, status]);
    expect(jobs() - before).toBe(failed ? 1 : 0);
    // A repetition is the same job: same body, same ids.
    expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  });
});

describe('faults', () => {
  test('lost: nothing arrives', async () => {
    talk.standIn.control.addFault({ name: 'webhook-lost', path: 'stl3_xerorequest' });
    const [delivery] = await settled(await ask());
    await pause(30);
    expect([delivery?.lost, received.length]).toEqual([true, 0]);
  });

  test('twice: the same job arrives again', async () => {
    talk.standIn.control.addFault({ name: 'webhook-twice' });
    expect(await settled(await ask())).toHaveLength(2);
    const operations = received.map(({ text }) => (JSON.parse(text) as Json)['OperationId']);
    expect(operations).toHaveLength(2);
    expect(operations[0]).toBe(operations[1]);
  });

  test('late: seconds after the rest', async () => {
    talk.standIn.control.addFault({ name: 'webhook-late', seconds: 0.3 });
    const started = Date.now();
    await settled(await ask());
    expect(only().at - started).toBeGreaterThanOrEqual(290);
  });
});

test('a body above 256 KB comes without its parts, says so, and is as good', async () => {
  const found = async (path: string, key: string): Promise<string> => String((await talk.get(path)).rows[0]?.[key]);
  const message = await found(`sdkmessages?$filter=name eq 'Create'`, 'sdkmessageid');
  const filter = await found(
    `sdkmessagefilters?$filter=_sdkmessageid_value eq ${message} and primaryobjecttypecode eq 'stl3_xerodetails'`,
    'sdkmessagefilterid',
  );
  await talk.create('sdkmessageprocessingsteps', {
    name: 'Details created',
    mode: 1,
    stage: 40,
    'sdkmessageid@odata.bind': `/sdkmessages(${message})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${await found('serviceendpoints', 'serviceendpointid')})`,
  });
  // Two bytes each, and one.
  const [large, small] = ['é', 'x'].map((character) => ({ stl3_preflight: character.repeat(150_000) }));
  await settled(await talk.create('stl3_xerodetailses', small!));
  expect(only().headers).not.toHaveProperty('x-ms-dynamics-msg-size-exceeded');
  received = [];
  const id = await talk.create('stl3_xerodetailses', large!);
  await settled(id);
  const { headers, text } = only();
  expect(headers['x-ms-dynamics-msg-size-exceeded']).toBe('true');
  expect(JSON.parse(text)).toMatchObject({ InputParameters: [], PreEntityImages: [], PostEntityImages: [], ParentContext: null });
  expect(parseWebhookContext(text)).toMatchObject({ table: 'stl3_xerodetails', rowId: id });
});

describe('the body', () => {
  const attributesOf = (body: Json): Readonly<Record<string, unknown>> => {
    const [parameter] = body['InputParameters'] as readonly { readonly key: string; readonly value: Json }[];
    expect(parameter?.key).toBe('Target');
    const attributes = parameter?.value['Attributes'] as readonly { readonly key: string; readonly value: unknown }[];
    return Object.fromEntries(attributes.map(({ key: name, value }) => [name, value]));
  };
  const last = (): Json => {
    const { environment } = talk.standIn.control;
    return JSON.parse(webhookBody(environment, environment.journal.at(-1)!, environment.organizationId).text) as Json;
  };

  test('is the row as it was committed, not as it is when it is posted', async () => {
    talk.standIn.control.addFault({ name: 'webhook-late', seconds: 0.1 });
    const id = await ask();
    await talk.ask('administrator', 'PATCH', `stl3_xerorequests(${id})`, { stl3_name: 'Changed since' });
    await settled(id);
    expect(attributesOf(JSON.parse(only().text) as Json)['stl3_name']).toBe('Ask');
  });

  test('of an update holds what changed, with its stamps', async () => {
    const id = await talk.create('accounts', { name: 'Update', telephone1: '1' });
    await talk.ask('administrator', 'PATCH', `accounts(${id})`, { telephone1: '2' });
    expect(Object.keys(attributesOf(last())).sort()).toEqual(['accountid', 'modifiedby', 'modifiedon', 'telephone1']);
  });

  test('of a deletion points at what is gone', async () => {
    const id = await talk.create('accounts', { name: 'Delete' });
    await talk.ask('administrator', 'DELETE', `accounts(${id})`);
    expect(last()).toMatchObject({
      MessageName: 'Delete',
      PrimaryEntityId: id,
      InputParameters: [{ key: 'Target', value: { LogicalName: 'account', Id: id, __type: expect.stringMatching(/^EntityReference:/) } }],
    });
  });

  test('wraps choices, money, lookups and dates as the platform does', async () => {
    const currency = talk.standIn.control.rows('transactioncurrency')[0]!.id;
    await talk.create('invoices', {
      name: 'Shapes',
      'transactioncurrencyid@odata.bind': `/transactioncurrencies(${currency})`,
      freightamount: 12.5,
      discountpercentage: 2.5,
      paymenttermscode: 1,
      datedelivered: '2026-11-29T13:00:00Z',
    });
    expect(attributesOf(last())).toMatchObject({
      name: 'Shapes',
      freightamount: { __type: 'Money:http://schemas.microsoft.com/xrm/2011/Contracts', Value: 12.5 },
      discountpercentage: 2.5,
      paymenttermscode: { __type: 'OptionSetValue:http://schemas.microsoft.com/xrm/2011/Contracts', Value: 1 },
      transactioncurrencyid: { __type: 'EntityReference:http://schemas.microsoft.com/xrm/2011/Contracts', Id: currency },
      datedelivered: `/Date(${String(Date.UTC(2026, 10, 29, 13))})/`,
      invoiceid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  const samples = ['1-msdocs-update-contact-async', '2-msdocs-update-agentstatus-2024', '3-albxrm-create-all-types-money'];
  const shapeOf = (value: unknown): string => {
    if (value === null) return 'null';
    if (typeof value === 'string' && value.startsWith('/Date(')) return 'date';
    return Array.isArray(value) ? 'array' : typeof value;
  };
  const typeOf = (value: unknown): unknown => (value as { readonly __type?: unknown } | null)?.__type;

  test.each(samples)('has the names and shapes of %s', async (sample) => {
    const path = oracle(`dataverse/webhooks/${sample}.json`);
    if (path === null) {
      console.warn(absent);
      return;
    }
    const real = JSON.parse(readFileSync(path, 'utf8')) as Json;
    const id = await talk.create('accounts', { name: 'Compared' });
    if (real['MessageName'] === 'Update') await talk.ask('administrator', 'PATCH', `accounts(${id})`, { telephone1: '3' });
    const ours = last();
    // Older environments leave out what newer ones added, so every name that is really sent must be there.
    expect(Object.keys(real).filter((name) => !(name in ours))).toEqual([]);
    for (const [name, value] of Object.entries(real))
      if (shapeOf(value) !== 'null' && shapeOf(ours[name]) !== 'null') expect([name, shapeOf(ours[name])]).toEqual([name, shapeOf(value)]);
    const [realTarget, ourTarget] = [real, ours].map((body) => (body['InputParameters'] as readonly { readonly value: Json }[])[0]!.value);
    expect(Object.keys(realTarget!).filter((name) => !(name in ourTarget!))).toEqual([]);
    const known = Object.values(attributesOf(ours)).map(typeOf).filter(Boolean);
    expect(Object.values(attributesOf(real)).map(typeOf)).toEqual(
      expect.arrayContaining([...new Set(known)].filter((type) => !String(type).startsWith('OptionSetValue'))),
    );
  });
});
