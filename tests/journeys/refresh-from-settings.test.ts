/** From the button on the settings form to the rows that Xero changed: the script as it ships, in a real browser. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PersonAtBrowser } from '../sandbox/person-at-browser.ts';
import { sitDown, untilShown } from '../sandbox/person-at-browser.ts';
import type { DemoWorld } from './demo-world.ts';
import { startDemoWorld } from './demo-world.ts';

let demo: DemoWorld;
let administrator: PersonAtBrowser;
/** How far the relay's own clock is ahead: what was read on connecting is a minute old. */
let ahead = 61_000;

beforeAll(async () => {
  demo = await startDemoWorld({ relay: { clock: () => Date.now() + ahead } });
  administrator = await sitDown(demo.browser, demo.world, 'administrator');
});
afterAll(() => demo.close());

const refresh = async (): Promise<string> => {
  const { page } = administrator;
  const reading = 'Reading accounts, tax types, branding themes and tracking from Xero';
  await page.locator('#command-refresh-from-xero:enabled').waitFor();
  // It stands there only until the answer comes, and is looked out for from before the click.
  await Promise.all([
    untilShown(page, '#form-notifications', reading, 'What is being read'),
    page.click('#command-refresh-from-xero:enabled'),
  ]);
  const said = page.locator('#form-notifications').getByText(/Finished at|Nothing was changed/);
  await said.waitFor();
  return (await said.textContent()) ?? '';
};
const accounts = () => demo.world.dataverse.control.rows('stl3_chartofaccounts');
const inXero = () => demo.world.xero.control.state().organisations[0]!;

test('an account that is new in Xero is a row a click later, and the form says what was read and when', async () => {
  const { page } = administrator;
  inXero().accounts.push({ ...inXero().accounts[1]!, AccountID: '11111111-1111-4111-8111-111111111111', Code: '201', Name: 'Sails' });
  await page.goto(`${demo.world.dataverse.origin}/main.aspx?pagetype=entitylist&etn=stl3_stellariseconnectorsettings`);
  const before = accounts().length;
  const said = await refresh();
  expect(said).toMatch(/^Read from Xero: \d+ accounts, \d+ tax types.* and the lock dates; 1 row changed in Dynamics\. Finished at \d/);
  expect(accounts()).toHaveLength(before + 1);
  const asked = demo.world.dataverse.control.rows('stl3_xerorequest');
  expect(asked.map(({ values }) => values['stl3_name'])).toEqual([expect.stringMatching(/^Refresh .* from Xero$/)]);
});

test('a Xero that fails is named on the form, and nothing is changed', async () => {
  ahead += 61_000;
  demo.world.xero.control.addFault({ name: 'server-error', path: 'TaxRates', times: 5 });
  const before = accounts().map(({ id, version }) => [id, version]);
  expect(await refresh()).toMatch(/^Nothing was changed: .*It is tried again by itself/);
  expect(await administrator.page.locator('#form-notifications .bar-error').count()).toBe(1);
  expect(accounts().map(({ id, version }) => [id, version])).toEqual(before);
  demo.world.xero.control.clearFaults();
});

test('whoever has no role has no button', async () => {
  const visitor = await sitDown(demo.browser, demo.world, 'visitor');
  const [row] = demo.world.dataverse.control.rows('stl3_stellariseconnectorsettings');
  await visitor.page.goto(`${demo.world.dataverse.origin}/main.aspx?etn=stl3_stellariseconnectorsettings&id=${row!.id}`);
  await visitor.page.waitForSelector('html[data-ready]', { state: 'attached' });
  await visitor.page.locator('#command-refresh-from-xero:disabled, main h1:has-text("could not be shown")').waitFor();
  expect(await visitor.page.locator('#command-refresh-from-xero:enabled').count()).toBe(0);
});
