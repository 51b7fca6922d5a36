import { afterEach, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import { copyInvoice } from '../../prove/new-invoices.ts';
import type { World, WorldOptions } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

let world: World;
const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld({ webhookDelayMs: () => 20, ...options });
};
afterEach(() => world.close());
const { ask, askUnannounced, answered, asked, change, plain, organisation } = asking(() => world);

/** Copies of the company's plain invoices; `fresh` ones have a customer and products of their own. */
const copies = (count: number, prefix: string, fresh = false): string[] =>
  Array.from({ length: count }, (_, index) => copyInvoice(world, plain(index % 10), `${prefix}-${String(index)}`, {}, fresh));

const askedInBulk = async (invoices: readonly string[]): Promise<readonly string[]> => Promise.all(invoices.map((id) => ask(id)));
const allAnswered = (requests: readonly string[]) => Promise.all(requests.map((id) => answered(id, 120)));

/** Calls to Xero from then on, as `METHOD Path` with the number of elements of a write. */
const callsSince = (from: number): string[] =>
  world.xero.control
    .requests()
    .slice(from)
    .filter(({ path }) => path.startsWith('/api.xro'))
    .map(({ method, path, body }) => {
      const lists = Object.values((body ?? {}) as Record<string, unknown>).filter(Array.isArray);
      return `${method} ${path.replace('/api.xro/2.0/', '')}${lists[0] ? ` ${String(lists[0].length)}` : ''}`;
    });
const sizes = (calls: readonly string[], path: string): number[] =>
  calls.filter((call) => call.startsWith(`PUT ${path} `)).map((call) => Number(call.split(' ')[2]));

test('what many ask for at once goes in few calls, and known customers and products cost none', async () => {
  await start();
  // Customers and products become known.
  const first = await askedInBulk(Array.from({ length: 10 }, (_, index) => plain(index).id));
  for (const answer of await allAnswered(first)) expect(answer).toMatchObject(done);
  const before = world.xero.control.requests().length;
  const invoices = copies(120, 'B');
  // Without a due date and terms in Dynamics, those of the contact in Xero are asked for.
  for (const id of invoices) change('invoice', { duedate: '2031-01-31' }, id);
  // A relay that starts anew would have to look customers and products up.
  const requests = askUnannounced(invoices);
  for (const answer of await allAnswered(requests)) expect(answer).toMatchObject(done);
  const calls = callsSince(before);
  // Nothing is looked up, and no call holds more than fifty.
  expect(calls.filter((call) => !call.startsWith('PUT Invoices '))).toEqual([]);
  expect(Math.max(...sizes(calls, 'Invoices'))).toBeLessThanOrEqual(50);
  expect(calls.length).toBeLessThanOrEqual(10);
  expect(organisation().invoices).toHaveLength(130);
  expect(new Set(organisation().invoices.map(({ InvoiceNumber }) => InvoiceNumber)).size).toBe(130);
});

test('customers and products that are all new are made in batches, once each', async () => {
  await start();
  const before = world.xero.control.requests().length;
  const contactsBefore = organisation().contacts.length;
  const invoices = copies(60, 'N', true);
  let requests: readonly string[] = [];
  // A relay that starts looks at once; one that nobody has asked for ten minutes does so once a minute.
  await world.restartRelay(() => Promise.resolve((requests = askUnannounced(invoices))));
  for (const answer of await allAnswered(requests)) expect(answer).toMatchObject(done);
  const calls = callsSince(before);
  expect(sizes(calls, 'Contacts').reduce((total, size) => total + size, 0)).toBe(60);
  expect(organisation().contacts.length - contactsBefore).toBe(60);
  expect(organisation().invoices).toHaveLength(60);
  expect(calls.length).toBeLessThanOrEqual(20);
});

test('a click overtakes what was asked in bulk', async () => {
  // So slow that the bulk outlasts the click on a busy machine as well.
  await start({ xero: { latency: { baseMs: 200, perElementMs: 100 } } });
  expect(await asked(plain().id)).toMatchObject(done);
  const requests = await askedInBulk(copies(150, 'O'));
  const bulk = allAnswered(requests);
  expect(await asked(plain(1).id, 'financeManager')).toMatchObject(done);
  const table = world.dataverse.control.environment.tables.get('stl3_xerorequest')!;
  const open = requests.filter((id) => table.get(id)?.values['stl3_state'] !== requestState.values.done.value);
  expect(open.length).toBeGreaterThan(0);
  await bulk;
});

test('one bad invoice among many is refused by name and stops no other', async () => {
  await start();
  const invoices = copies(40, 'G');
  const bad = world.company.invoices.find(({ kind }) => kind === 'without-lines')!.id;
  const requests = await askedInBulk([...invoices.slice(0, 20), bad, ...invoices.slice(20)]);
  const answers = await allAnswered(requests);
  expect(answers.filter(({ stl3_state: state }) => state === requestState.values.refused.value)).toHaveLength(1);
  expect(organisation().invoices).toHaveLength(40);
});

test('answers of many are written together, and a request that vanished meanwhile takes no other with it', async () => {
  let gone: string | null = null;
  await start({
    relay: {
      atStep: (step) => {
        // Xero has it, Dynamics was not told yet.
        const posted = organisation().invoices.some(({ InvoiceNumber }) => InvoiceNumber === 'U-20');
        if (step !== 'call-answered' || gone === null || !posted) return;
        world.dataverse.control.environment.tables.get('stl3_xerorequest')?.delete(gone);
        gone = null;
      },
    },
  });
  const written = () =>
    world.dataverse.control
      .requests()
      .filter(({ path, status }) => path.includes('Multiple') && status < 300)
      .map(({ path }) => path.split('/')[0]);
  world.dataverse.control.addFault({ name: 'webhook-lost', times: 80 });
  const requests = await askedInBulk(copies(40, 'T'));
  await allAnswered(requests);
  expect(new Set(written())).toEqual(new Set(['stl3_xerodetailses', 'stl3_synchistorys', 'stl3_xerorequests']));
  const more = await askedInBulk(copies(40, 'U'));
  gone = more[20]!;
  await allAnswered(more.filter((_, index) => index !== 20));
  expect(organisation().invoices).toHaveLength(80);
  expect(world.dataverse.control.rows('stl3_xerodetails')).toHaveLength(80);
  expect(new Set(world.dataverse.control.rows('stl3_synchistory').map(({ id }) => id)).size).toBeGreaterThanOrEqual(79);
});
