import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { connector, contactLink, details, history, invoice, itemLink, request, settings } from '@stl3/solution';
import type { Columns } from '@stl3/solution';
import { connectCompany } from '../../sandbox/connect-company.ts';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
let aheadMs = 0;
beforeAll(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { clock: () => Date.now() + aheadMs }, xero: { limits: false } });
});
afterAll(() => world.close());
const { asked, plain, organisation } = asking(() => world);

const made: { since: string }[] = [];
/** The schema gets columns of a later version. */
const shippedIn = (version: string, columns: Columns, ...names: readonly string[]): void => {
  for (const name of names) {
    const column = columns[name] as { since: string };
    made.push(column);
    column.since = version;
  }
};
afterEach(() => {
  for (const column of made.splice(0)) column.since = '1.0.0.0';
  world.dataverse.control.installVersion(null);
});
/** The environment's administrator imports another version, and the relay looks again. */
const install = (version: string): void => {
  world.dataverse.control.installVersion(version);
  aheadMs += 10 * 60_000;
};
const refusedByDynamics = (from: number) =>
  world.dataverse.control
    .requests()
    .slice(from)
    .filter(({ status }) => status === 400);
let next = 0;
const invoiceId = (): string => plain(next++).id;

test.each([
  ['a setting', settings.columns, ['stl3_creditallocation', 'stl3_historynote']],
  ['payment terms on the connector', connector.columns, ['stl3_paymentterms']],
  ['a choice on the request', request.columns, ['stl3_sendemail']],
  ['columns of the answer', details.columns, ['stl3_due', 'stl3_syncedon', 'stl3_message']],
  ['a column of the history', history.columns, ['stl3_message']],
  ['a lookup on the invoice', invoice.columns, ['stl3_creditsinvoiceid', 'stl3_brandingthemeid']],
] as const)('%s that the installed version has not got yet is done without', async (_what, columns, names) => {
  shippedIn('1.1.0.0', columns, ...names);
  install('1.0.3.0');
  const from = world.dataverse.control.requests().length;
  expect(await asked(invoiceId())).toMatchObject({ stl3_state: done.stl3_state });
  expect(refusedByDynamics(from)).toEqual([]);
});

test('the stand-in does refuse what is not installed, as Dynamics does', () => {
  shippedIn('1.1.0.0', settings.columns, 'stl3_creditallocation');
  world.dataverse.control.installVersion('1.0.3.0');
  const ask = (path: string, body?: object) =>
    world.dataverse.control.perform(people.administrator.userId, [
      { method: body ? 'PATCH' : 'GET', path, headers: {}, body: body ?? null },
    ])[0];
  const [row] = world.dataverse.control.rows(settings.logicalName);
  expect(ask(`${settings.setName}?$select=stl3_creditallocation`)).toMatchObject({ status: 400, body: { error: { code: '0x80060888' } } });
  expect(ask(`${settings.setName}(${row!.id})`, { stl3_creditallocation: 715330000 })).toMatchObject({
    status: 400,
    body: { error: { code: '0x80048d19' } },
  });
  world.dataverse.control.installVersion('1.1.0.0');
  expect(ask(`${settings.setName}?$select=stl3_creditallocation`)).toMatchObject({ status: 200 });
});

test.each([
  ['contacts are kept in', contactLink.columns],
  ['the connection itself is read from (such clicks were never answered)', itemLink.columns],
] as const)('a table that %s is not there yet: refused by name, and sent once it is imported', async (_what, columns) => {
  shippedIn('1.1.0.0', columns, ...Object.keys(columns));
  install('1.0.3.0');
  const id = invoiceId();
  const answer = await asked(id);
  expect(answer).toMatchObject(refused('SOLUTION_TOO_OLD'));
  expect(answer['stl3_result']).toContain('version 1.0.3.0 of the solution, and the connector serves 1.1.0.0 or newer');
  install('1.1.0.0');
  expect(await asked(id)).toMatchObject(done);
});

test('more than one minor version behind: every click is refused by name with the address of the newest solution; connecting says so too', async () => {
  shippedIn('1.2.0.0', settings.columns, 'stl3_creditallocation');
  install('1.0.3.0');
  const before = organisation().invoices.length;
  const id = invoiceId();
  const answer = await asked(id);
  expect(answer).toMatchObject(refused('SOLUTION_TOO_OLD'));
  expect(answer['stl3_remedy']).toContain(`${world.config.RELAY_PUBLIC_URL}/solution.zip`);
  expect(organisation().invoices).toHaveLength(before);
  await world.restartRelay(() =>
    expect(connectCompany(world.config, people.administrator.upn, () => undefined)).rejects.toMatchObject({
      code: 'SOLUTION_TOO_OLD',
      message: expect.stringMatching(/version 1\.0\.3\.0 .* 1\.1\.0\.0 or newer .*\/solution\.zip/) as unknown,
    }),
  );
});
