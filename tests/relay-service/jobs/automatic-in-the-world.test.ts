import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { automaticRequestIdOf, automaticSending, requestState, sendStatus, startedBy } from '@stl3/solution';
import { dateInZone } from '../../../relay-service/src/core/dates.ts';
import { startRelay } from '../../../relay-service/src/start-relay.ts';
import { openOwnSchema } from '../../prove/own-schema.ts';
import { applicationUser, people } from '../../sandbox/company/people.ts';
import { rowsOf } from '../../sandbox/dataverse/state.ts';
import { freePort } from '../../sandbox/free-port.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { postgresUrl } from '../store/homes.ts';
import { asking, done, refused } from './asking.ts';
import { aWhile, historyOf } from './history-of.ts';

const url = await postgresUrl();
const relay = { timeScale: 120 };
const { dateArrives, atStatus, off } = automaticSending.values;
const BILLED = 4;
const ZONE = 'Australia/Sydney';

describe.each(url === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'])('automatic sending, on %s', (home) => {
  let world: World;
  let removeSchema: () => Promise<void>;
  beforeEach(async () => {
    const schema = home === 'PostgreSQL' ? await openOwnSchema(url ?? '') : null;
    removeSchema = schema?.remove ?? (() => Promise.resolve());
    world = await startWorld({
      webhookDelayMs: () => 20,
      relay,
      xero: { timeScale: 120 },
      ...(schema ? { databaseUrl: schema.url } : {}),
    });
    for (const { id } of world.company.invoices) rewrite(id, { createdon: '2026-01-05T00:00:00Z', datedelivered: '2026-01-05T00:00:00Z' });
  });
  afterEach(async () => {
    await world.close();
    await removeSchema();
  });
  const { answered, plain, organisation, change, settings } = asking(() => world);
  const { told, until } = historyOf(() => world);

  /** As if it had always been so. */
  const rewrite = (invoiceId: string, values: Readonly<Record<string, string | number>>): void => {
    const invoices = rowsOf(world.dataverse.control.environment, 'invoice');
    const row = invoices.get(invoiceId)!;
    invoices.set(invoiceId, { ...row, values: { ...row.values, ...values } });
  };
  const requests = () => world.dataverse.control.rows('stl3_xerorequest').map(({ values }) => values);
  const sent = () => organisation().invoices;
  /** Queries that look for invoices to send. */
  const looks = () => world.dataverse.control.requests().filter(({ method, path }) => method === 'GET' && path.startsWith('invoices?'));
  const switchOn = async (kind: typeof dateArrives | typeof atStatus): Promise<void> => {
    settings({ stl3_automaticsending: kind.value, stl3_automaticstatus: BILLED });
    await until(() => looks().some(({ path }) => path.includes('any')));
  };
  /** As a flow writes a date. */
  const arriveToday = (index: number): void =>
    change('invoice', { datedelivered: `${dateInZone(new Date().toISOString(), ZONE)!}T00:00:00Z` }, plain(index).id);

  test('off: no invoice is looked for', async () => {
    arriveToday(0);
    await aWhile();
    expect(looks().filter(({ path }) => path.includes('any'))).toEqual([]);
    expect(requests()).toEqual([]);
  });

  test('old invoices stay where they are; one whose date arrives is sent once, and it says who asked', async () => {
    await switchOn(dateArrives);
    await aWhile();
    expect(requests()).toEqual([]);
    arriveToday(0);
    await until(() => sent().length === 1 && told(/./).length > 0);
    await aWhile();
    expect(sent()).toHaveLength(1);
    expect(requests()).toMatchObject([
      {
        stl3_xerorequestid: automaticRequestIdOf(plain().id),
        stl3_name: `Automatic sending: ${plain().name}`,
        stl3_state: requestState.values.done.value,
        createdby: { id: people.administrator.userId },
      },
    ]);
    expect(told(/./)).toMatchObject([{ stl3_startedby: startedBy.values.automatic.value }]);
  });

  test('at a status: an invoice that was made since is sent once, an old one is left to the button', async () => {
    await switchOn(atStatus);
    rewrite(plain(1).id, { createdon: new Date().toISOString() });
    for (const index of [0, 1]) change('invoice', { statuscode: BILLED }, plain(index).id);
    await until(() => sent().length === 1);
    await aWhile();
    expect(sent()).toHaveLength(1);
    expect(requests()).toMatchObject([{ stl3_invoiceid: { id: plain(1).id } }]);
  });

  test('a refusal is not asked for again by itself', async () => {
    rewrite(plain().id, { pricingerrorcode: 2 });
    await switchOn(dateArrives);
    arriveToday(0);
    await until(() => requests().length === 1 && requests()[0]!['stl3_state'] === requestState.values.refused.value);
    await aWhile();
    expect(requests()).toHaveLength(1);
  });

  test('switched off and on again, it begins anew', async () => {
    await switchOn(dateArrives);
    settings({ stl3_automaticsending: off.value });
    const before = looks().length;
    await aWhile();
    expect(looks().length - before).toBeLessThanOrEqual(1);
    arriveToday(0);
    settings({ stl3_automaticsending: dateArrives.value });
    await until(() => sent().length === 1);
  });

  test('the answer of CreateMultiple is lost: one request for each invoice all the same', async () => {
    world.dataverse.control.addFault({ name: 'answer-lost', method: 'POST', path: 'CreateMultiple' });
    for (const index of [0, 1]) arriveToday(index);
    await switchOn(dateArrives);
    await until(() => sent().length === 2);
    await aWhile();
    expect(world.dataverse.control.faultHits()['answer-lost']).toBe(1);
    expect(requests()).toHaveLength(2);
    expect(sent()).toHaveLength(2);
  });

  test.each([
    ['draft', done],
    ['authorised', refused('NEEDS_APPROVER')],
  ] as const)('the application user that the relay runs as asks for a document as %s', async (status, answer) => {
    const id = automaticRequestIdOf(plain().id);
    const body = {
      stl3_xerorequestid: id,
      stl3_name: 'Asked by the relay',
      stl3_sendstatus: sendStatus.values[status].value,
      'stl3_InvoiceId@odata.bind': `/invoices(${plain().id})`,
    };
    arriveToday(0);
    world.dataverse.control.perform(applicationUser.userId, [{ method: 'POST', path: 'stl3_xerorequests', headers: {}, body }]);
    expect(await answered(id)).toMatchObject(answer);
  });

  test('a request that is there already takes no other down', async () => {
    const asked = { stl3_name: 'By another relay', 'stl3_InvoiceId@odata.bind': `/invoices(${plain(2).id})` };
    const body = { ...asked, stl3_xerorequestid: automaticRequestIdOf(plain().id) };
    world.dataverse.control.perform(people.administrator.userId, [{ method: 'POST', path: 'stl3_xerorequests', headers: {}, body }]);
    for (const index of [0, 1]) arriveToday(index);
    await switchOn(dateArrives);
    await until(() => requests().some((row) => row['stl3_xerorequestid'] === automaticRequestIdOf(plain(1).id)));
  });

  (home === 'PostgreSQL' ? test : test.skip)('two relays at once ask once', async () => {
    const other = await startRelay({ ...world.config, PORT: await freePort() }, relay);
    try {
      await switchOn(dateArrives);
      for (const index of [0, 1, 2]) arriveToday(index);
      await until(() => sent().length === 3);
      await aWhile();
      expect(requests()).toHaveLength(3);
      expect(sent()).toHaveLength(3);
    } finally {
      await other.close();
    }
  });
});
