import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

let world: World;
/** What connecting asked of Xero. */
let connecting = 0;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
  connecting = world.xero.control.requests().length;
});
afterEach(() => world.close());
const { ask, answered, plain, organisation } = asking(() => world);

const puts = () => world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
const lookUps = () =>
  world.xero.control
    .requests()
    .slice(connecting)
    .filter(({ method, path }) => method === 'GET' && path.endsWith('/Invoices'));
/** All are there before the relay looks: found by the poll together, they come into one call. */
const askTogether = async (count: number): Promise<string[]> => {
  world.dataverse.control.addFault({ name: 'webhook-lost', times: count });
  const ids: string[] = [];
  await world.restartRelay(async () => {
    for (let index = 0; index < count; index++) ids.push(await ask(plain(index).id));
  });
  return ids;
};
const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 30_000; !holds() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('a call whose answer was lost is sent once more under its key, and ends every doubt at once', async () => {
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  for (const id of await askTogether(3)) expect(await answered(id)).toMatchObject(done);
  const calls = puts();
  expect(calls.length).toBeGreaterThanOrEqual(2);
  const [lost] = calls;
  const again = calls.filter(({ idempotencyKey }) => idempotencyKey === lost?.idempotencyKey);
  expect(again).toHaveLength(2);
  expect(again[1]?.body).toEqual(lost?.body);
  expect(lookUps()).toEqual([]);
  expect(organisation().invoices).toHaveLength(3);
});

test('one that never arrived is done by its replay', async () => {
  world.xero.control.addFault({ name: 'reset', method: 'PUT', path: '^Invoices$' });
  const [id = ''] = await askTogether(1);
  expect(await answered(id)).toMatchObject(done);
  expect(new Set(puts().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  expect(lookUps()).toEqual([]);
  expect(organisation().invoices).toHaveLength(1);
});

test('an invoice that changed since makes another body, so the call is looked up and its key left alone', async () => {
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  const asked = askTogether(1);
  await until(() => world.xero.control.journal().some(({ documentType }) => documentType === 'invoice'));
  const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
  const [line] = world.dataverse.control
    .rows('invoicedetail')
    .filter(({ values }) => (values['invoiceid'] as { id: string }).id === plain().id);
  updateRow(writer, tableNamed('invoicedetail'), line!.id, { description: 'Written while its answer was lost' });
  expect(await answered((await asked)[0]!)).toMatchObject(done);
  expect(puts()).toHaveLength(1);
  expect(lookUps().length).toBeGreaterThan(0);
  expect(organisation().invoices).toHaveLength(1);
});

test('a replay that is refused whole gives the invoice back, and it is sent anew', async () => {
  world.xero.control.addFault({ name: 'reset', method: 'PUT', path: '^Invoices$' });
  world.xero.control.addFault({ name: 'server-error', status: 400, method: 'PUT', path: '^Invoices$', times: 1 });
  const [id = ''] = await askTogether(1);
  expect(await answered(id)).toMatchObject(done);
  const keys = puts().map(({ idempotencyKey }) => idempotencyKey);
  expect(keys).toHaveLength(3);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  expect(organisation().invoices).toHaveLength(1);
});
