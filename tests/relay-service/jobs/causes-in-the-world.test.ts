import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { exportState, requestState } from '@stl3/solution';
import { randomUUID } from 'node:crypto';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { putRow } from '../../sandbox/dataverse/state.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf } = asking(() => world);

test('a role in Xero that is too low is said at once, and nothing is tried again', async () => {
  world.xero.control.addFault({ name: 'server-error', status: 403, method: 'PUT', path: '^Invoices$', times: 9 });
  const answer = await asked(plain().id);
  expect(answer).toMatchObject(refused('XERO_ROLE_TOO_LOW'));
  expect(answer['stl3_result']).toBe(
    `Xero does not let Ada Minchin (ada@coralbay.example), who connected ${organisation().Name}, do this. Nothing was changed there.`,
  );
  expect(answer['stl3_remedy']).toContain('a role with invoicing');
  expect(organisation().invoices).toEqual([]);
});

test.each([
  ['approve', 'POST', '^Invoices$'],
  ['void', 'POST', '^Invoices$'],
  ['update', 'POST', '^Invoices'],
] as const)('a role that is too low to %s names the person too', async (action, method, path) => {
  expect(await asked(plain().id)).toMatchObject({ stl3_state: requestState.values.done.value });
  valuesOf('invoice', plain().id)['description'] = 'PO 9999';
  world.xero.control.addFault({ name: 'server-error', status: 403, method, path, times: 9 });
  const answer = await asked(plain().id, 'financeManager', action);
  expect(answer).toMatchObject({ ...refused('XERO_ROLE_TOO_LOW'), stl3_result: expect.stringContaining('Ada Minchin') });
  expect(organisation().invoices).toMatchObject([{ Status: 'DRAFT' }]);
});

test("several texts of Xero's about one invoice are several causes, and all its words stand on the row", async () => {
  // Both change in Xero behind the relay's back.
  organisation().accounts.find(({ Code }) => Code === '200')!.Status = 'ARCHIVED';
  organisation().currencies.splice(0);
  const answer = await asked(plain().id);
  expect(answer['stl3_state']).toBe(requestState.values.refused.value);
  expect(answer['stl3_result']).toMatch(/There is 1 more thing to mend\.$/);
  const [details] = world.dataverse.control.rows('stl3_xerodetails');
  const words = details?.values['stl3_xeroerror'];
  expect(typeof words === 'string' ? words.split('\n') : []).toEqual(
    expect.arrayContaining([expect.stringMatching(/archived/), expect.stringMatching(/not subscribed to currency AUD/)]),
  );
});

test('an account that a product names in another connection counts by its code', async () => {
  const { environment } = world.dataverse.control;
  const other = { table: 'stl3_dynamicsxeroconnector', id: randomUUID() };
  const foreign = { table: 'stl3_chartofaccounts', id: randomUUID() };
  putRow(environment, tableNamed(other.table), { id: other.id, version: 1, values: { stl3_name: 'Another organisation' } });
  putRow(environment, tableNamed(foreign.table), {
    id: foreign.id,
    version: 1,
    values: { stl3_name: '260 Other', stl3_code: '260', stl3_xeroid: randomUUID(), stl3_connectorid: other },
  });
  const products = world.dataverse.control.rows('product');
  for (const { id } of products) valuesOf('product', id)['stl3_salesaccountid'] = foreign;
  expect(await asked(plain().id)).toMatchObject({ stl3_state: requestState.values.done.value, stl3_cause: null });
  const codes = organisation().invoices[0]!.Lines.map(({ AccountCode }) => AccountCode);
  expect(codes).toContain('260');
});

test('a refusal that only a decision is missing to shows as a choice on Xero Details', async () => {
  const { id } = valuesOf('invoice', plain().id)['customerid'] as { id: string };
  const name = String(valuesOf((valuesOf('invoice', plain().id)['customerid'] as { table: string }).table, id)['name']);
  organisation().contacts.push({ ContactID: randomUUID(), Name: name, ContactStatus: 'ARCHIVED', UpdatedDateUTC: 0 });
  expect(await asked(plain().id)).toMatchObject(refused('CONTACT_ARCHIVED'));
  const [details] = world.dataverse.control.rows('stl3_xerodetails');
  expect(details?.values['stl3_exportstate']).toBe(exportState.values.needsChoice.value);
});

test.each([
  ['{name} Ltd', 'CONTACT_NEAR_MATCH'],
  ['The {name}, Limited', 'CONTACT_NEAR_MATCH'],
  ['{name}', null],
  ['  {name} ', null],
  ['Somebody else Ltd', null],
])('Xero has "%s": %s', async (pattern, cause) => {
  const { id, table } = valuesOf('invoice', plain().id)['customerid'] as { id: string; table: string };
  const row = valuesOf(table, id);
  const column = table === 'account' ? 'name' : 'fullname';
  const name = String(row[column]).replace(/ (?:Pty )?Ltd\.?$/, '');
  row[column] = name;
  const held = pattern.replace('{name}', name).trim();
  organisation().contacts.push({ ContactID: randomUUID(), Name: held, ContactStatus: 'ACTIVE', UpdatedDateUTC: 0 });
  const before = organisation().contacts.length;
  const answer = await asked(plain().id);
  expect(answer['stl3_cause']).toBe(cause);
  if (cause !== null) {
    expect(answer['stl3_result']).toContain(held);
    expect([organisation().invoices.length, organisation().contacts.length]).toEqual([0, before]);
  } else {
    // Exactly the same name is linked, another one is nobody's business.
    expect(organisation().contacts).toHaveLength(held === name ? before : before + 1);
    expect(organisation().contacts.map(({ Name }) => Name)).toContain(held);
  }
});
