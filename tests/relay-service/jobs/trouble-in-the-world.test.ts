import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestState, resendNumber } from '@stl3/solution';
import { randomUUID } from 'node:crypto';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { putRow } from '../../sandbox/dataverse/state.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { ask, answered, asked, plain, organisation, valuesOf, change, settings } = asking(() => world);

const held = () => organisation().invoices;

test('an invoice of a team is sent, and its rows are the team’s', async () => {
  const team = { id: randomUUID() };
  putRow(world.dataverse.control.environment, tableNamed('team'), { id: team.id, version: 1, values: { name: 'Counter sales' } });
  valuesOf('invoice', plain().id)['ownerid'] = { table: 'team', id: team.id };
  valuesOf('invoice', plain().id)['owningteam'] = { table: 'team', id: team.id };
  expect(await asked(plain().id, 'administrator')).toMatchObject(done);
  expect(world.dataverse.control.rows('stl3_xerodetails')[0]?.values['ownerid']).toMatchObject({ table: 'team', id: team.id });
});

test('a contact that nobody has, chosen on one request, does not hold up its neighbours', async () => {
  const good = [0, 1, 2].map((index) => ask(plain(index).id));
  const bad = [
    ask(plain(3).id, 'clerk', 'send', { stl3_xerocontactid: 'abc' }),
    ask(plain(4).id, 'clerk', 'send', { stl3_xerocontactid: randomUUID() }),
  ];
  for (const id of await Promise.all(bad)) expect(await answered(id)).toMatchObject(refused('CONTACT_GONE'));
  for (const id of await Promise.all(good)) expect(await answered(id)).toMatchObject(done);
  // The next invoice of that customer is as good as ever.
  expect(await asked(plain(3).id)).toMatchObject(done);
});

test('a number with a comma is found again when its answer was lost', async () => {
  settings({ stl3_useinvoicename: true });
  change('invoice', { name: 'Chairs, 10 pcs' }, plain().id);
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  expect(await asked(plain().id)).toMatchObject(done);
  expect(held().map(({ InvoiceNumber }) => InvoiceNumber)).toEqual(['Chairs, 10 pcs']);
});

test('a number that Xero calls taken and shows nowhere ends as taken, not in a loop', async () => {
  expect(await asked(plain().id)).toMatchObject(done);
  Object.assign(held()[0]!, { InvoiceNumber: plain(1).number, ListedFrom: Number.MAX_SAFE_INTEGER });
  const before = world.xero.control.requests().length;
  expect(await asked(plain(1).id)).toMatchObject({
    ...refused('NUMBER_TAKEN'),
    stl3_result: expect.stringContaining(`The number ${plain(1).number} belongs`),
  });
  expect(world.xero.control.requests().length - before).toBeLessThan(12);
});

describe('a second generation', () => {
  const voided = async (): Promise<void> => {
    settings({ stl3_resendnumber: resendNumber.values.suffix.value });
    await asked(plain().id);
    await asked(plain().id, 'financeManager', 'void');
  };
  test('that was held up by Xero’s limit keeps its own number', async () => {
    await voided();
    world.xero.control.addFault({ name: 'rate-limited', method: 'PUT', path: '^Invoices$' });
    expect(await asked(plain().id)).toMatchObject(done);
    expect(held().map(({ InvoiceNumber }) => InvoiceNumber)).toEqual([plain().number, `${plain().number}-2`]);
  });
  test('that Xero refused can be sent once its cause is mended', async () => {
    await voided();
    const account = organisation().accounts.find(({ Code }) => Code === '200')!;
    account.Status = 'ARCHIVED';
    expect(await asked(plain().id)).toMatchObject(refused('XERO_ACCOUNT_ARCHIVED'));
    account.Status = 'ACTIVE';
    expect(await asked(plain().id)).toMatchObject(done);
    expect(held().map(({ Status }) => Status)).toEqual(['DELETED', 'DRAFT']);
  });
});

test('a call that Xero refuses whole is halved until the bad one stands alone', async () => {
  // Both are there before the relay looks: found by the poll together, they come into one call.
  world.dataverse.control.addFault({ name: 'webhook-lost', times: 2 });
  world.xero.control.addFault({ name: 'server-error', status: 400, method: 'PUT', path: '^Invoices$', times: 2 });
  const ids: string[] = [];
  await world.restartRelay(async () => {
    for (const index of [0, 1]) ids.push(await ask(plain(index).id));
  });
  const states = await Promise.all(ids.map(async (id) => (await answered(id, 60))['stl3_state']));
  expect(states.toSorted()).toEqual([requestState.values.done.value, requestState.values.refused.value].toSorted());
  expect(held()).toHaveLength(1);
  const calls = world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
  expect(calls.map(({ body }) => (body as { Invoices: unknown[] }).Invoices.length)).toEqual([2, 1, 1]);
});

test('while Xero is not to be reached, people are told in the end and nothing is lost', async () => {
  world.xero.control.addFault({ name: 'server-error', status: 503, method: 'GET', path: '^Contacts', times: 2 });
  expect(await asked(plain().id)).toMatchObject(done);
  expect(held()).toHaveLength(1);
});

test('somebody whose role was taken away after the click does not learn that the invoice was sent', async () => {
  expect(await asked(plain().id)).toMatchObject(done);
  const details = () =>
    world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === plain().id)?.values;
  const asSent = { ...details() };
  const { pairs } = world.dataverse.control.environment;
  for (const action of ['send', 'refresh', 'check'] as const) {
    const before = [...pairs.systemuserroles];
    world.dataverse.control.addFault({ name: 'webhook-late', seconds: 1 });
    const id = await ask(plain().id, 'clerk', action);
    pairs.systemuserroles.splice(0, Infinity, ...before.filter((pair) => !pair.includes(people.clerk.userId)));
    const answer = await answered(id);
    pairs.systemuserroles.splice(0, Infinity, ...before);
    expect(answer).toMatchObject(refused('NO_ROLE'));
    expect(String(answer['stl3_result'])).not.toContain(plain().number);
    // Nor does the card say "blocked" of an invoice that is in Xero.
    expect(details()).toEqual(asSent);
  }
});
