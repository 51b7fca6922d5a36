import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { connectionState, exportState, requestAction, requestState } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { connectCompany } from '../../sandbox/connect-company.ts';
import type { DataverseStandIn } from '../../sandbox/dataverse/start.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { until } from '../../prove/until.ts';
import { asking } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, xero: { limits: false } });
});
afterEach(() => world.close());
const { ask, answered, asked, plain, organisation } = asking(() => world);

const requested = requestState.values.requested.value;
const click = async (at: DataverseStandIn, invoiceId: string): Promise<string> => {
  const id = randomUUID();
  const answer = await fetch(`${at.origin}/api/data/v9.2/stl3_xerorequests`, {
    method: 'POST',
    headers: { cookie: `stand-in-user=${people.clerk.userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      stl3_xerorequestid: id,
      stl3_name: 'In the copy',
      stl3_action: requestAction.values.send.value,
      stl3_state: requested,
      'stl3_InvoiceId@odata.bind': `/invoices(${invoiceId})`,
    }),
  });
  if (answer.status !== 204) throw new Error(await answer.text());
  return id;
};
const rowsOf = (at: DataverseStandIn, table: string) =>
  at.control.rows(table).map(({ id, values }): Record<string, unknown> => ({ id, ...values }));

/** A hundred clicks in a copy, on as many invoices. @returns calls that Xero saw meanwhile */
const hundredClicks = async (copy: DataverseStandIn): Promise<number> => {
  const invoices = world.company.invoices.slice(0, 100);
  const before = world.xero.control.requests().length;
  const ids = new Set(await Promise.all(invoices.map(({ id }) => click(copy, id))));
  const open = () => rowsOf(copy, 'stl3_xerorequest').filter(({ id, stl3_state }) => ids.has(String(id)) && stl3_state === requested);
  expect(await until(() => open().length === 0, 60_000)).toBe(true);
  const answered = rowsOf(copy, 'stl3_xerorequest').filter(({ id }) => ids.has(String(id)));
  expect(new Set(answered.map(({ stl3_cause }) => stl3_cause))).toEqual(new Set(['ENVIRONMENT_COPIED']));
  return world.xero.control.requests().length - before;
};

const bannerIn = (copy: DataverseStandIn): void => {
  const [connector] = rowsOf(copy, 'stl3_dynamicsxeroconnector');
  expect(connector).toMatchObject({ stl3_connectionstate: connectionState.values.copied.value });
  expect(connector?.['stl3_problem']).toContain('This environment is a copy; reconnect it');
  // What the status control shows is the invoice's Xero Details row.
  const blocked = rowsOf(copy, 'stl3_xerodetails').filter(({ stl3_cause }) => stl3_cause === 'ENVIRONMENT_COPIED');
  expect(blocked.length).toBeGreaterThanOrEqual(100);
  expect(new Set(blocked.map(({ stl3_exportstate }) => stl3_exportstate))).toEqual(new Set([exportState.values.blocked.value]));
};

test.each(['the same', 'another'])('100 clicks in a copy with %s OrganizationId: no call to Xero, and everybody is told', async (which) => {
  expect(await asked(plain(5).id)).toMatchObject({ stl3_state: requestState.values.done.value });
  const copy = await world.dataverse.clone();
  if (which === 'the same') copy.control.environment.organizationId = world.dataverse.control.environment.organizationId;
  expect(await hundredClicks(copy)).toBe(0);
  bannerIn(copy);
  // The original goes on as before, and its own connector says so.
  expect(await asked(plain(6).id)).toMatchObject({ stl3_state: requestState.values.done.value });
  expect(organisation().invoices).toHaveLength(2);
  expect(rowsOf(world.dataverse, 'stl3_dynamicsxeroconnector')[0]).toMatchObject({
    stl3_connectionstate: connectionState.values.connected.value,
  });
});

test('a copy that was clicked in while the relay was down is told after its start', async () => {
  const copy = await world.dataverse.clone();
  // The click is remembered in the ledger; the copy lets nobody in before the relay is started again.
  copy.control.addFault({ name: 'server-error', status: 503, method: 'GET', times: 100 });
  const id = await click(copy, plain().id);
  expect(await until(() => copy.control.deliveries().some(({ status }) => status === 202), 20_000)).toBe(true);
  await world.restartRelay(() => {
    copy.control.clearFaults();
    return Promise.resolve();
  });
  const state = () => rowsOf(copy, 'stl3_xerorequest').find((row) => row['id'] === id);
  expect(await until(() => state()?.['stl3_state'] !== requested, 30_000)).toBe(true);
  expect(state()).toMatchObject({ stl3_cause: 'ENVIRONMENT_COPIED' });
  expect(organisation().invoices).toEqual([]);
});

test('the bound address that answers as another organisation is a copy: nothing is sent there', async () => {
  // The rows of an environment that was overwritten by a copy say the old organisation; the webhook says the new one.
  world.dataverse.control.addFault({ name: 'webhook-lost', times: 5 });
  const before = world.xero.control.requests().filter(({ method }) => method !== 'GET').length;
  let first = '';
  await world.restartRelay(async () => {
    world.dataverse.control.environment.organizationId = randomUUID();
    // There before the relay first looks: its next look may be a minute later.
    first = await ask(plain().id);
  });
  expect(await answered(first, 60)).toMatchObject({ stl3_cause: 'ENVIRONMENT_COPIED' });
  expect(rowsOf(world.dataverse, 'stl3_dynamicsxeroconnector')[0]).toMatchObject({
    stl3_connectionstate: connectionState.values.copied.value,
  });
  expect(await asked(plain(1).id)).toMatchObject({ stl3_cause: 'ENVIRONMENT_COPIED' });
  expect(world.xero.control.requests().filter(({ method }) => method !== 'GET').length - before).toBe(0);
  expect(organisation().invoices).toEqual([]);
  // Only reconnecting makes it an environment of its own.
  await world.restartRelay(() => connectCompany(world.config, people.administrator.upn, () => undefined));
  world.dataverse.control.clearFaults();
  expect(await asked(plain(2).id)).toMatchObject({ stl3_state: requestState.values.done.value });
  expect(organisation().invoices).toHaveLength(1);
});
