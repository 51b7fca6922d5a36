/** Each step of the wizard failing first, in a real browser: its tip is seen, what it says is done, and the tick is green. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { connector, requestAction, requestState } from '@stl3/solution';
import { packSolution, readSolutionBuild } from '../../scripts/pack-solution.ts';
import { accessibilityProblems } from '../sandbox/axe.ts';
import { launchBrowser } from '../sandbox/browser.ts';
import { people } from '../sandbox/company/people.ts';
import { importSolution } from '../sandbox/import-solution.ts';
import type { PersonAtPortal } from '../sandbox/person-at-portal.ts';
import { sitDownAtPortal } from '../sandbox/person-at-portal.ts';
import type { SetUpWorld } from '../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../sandbox/set-up-world.ts';

jest.setTimeout(300_000);

const BOOKS = 'Coral Bay Supplies Pty Ltd';

/** How far the relay's clock is ahead. */
let aheadMs = 0;
let world: SetUpWorld;
let browser: Browser;
let person: PersonAtPortal;
beforeAll(async () => {
  packSolution(readSolutionBuild(), () => undefined);
  [world, browser] = await Promise.all([startSetUpWorld({ relay: { clock: () => Date.now() + aheadMs } }), launchBrowser()]);
  person = await sitDownAtPortal(browser, world);
  await person.register('ada@coralbay.example', 'Ada Minchin');
  await person.beginConnection();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const alert = (): Promise<string> => person.page.locator('main [role=alert]').first().innerText();
const press = (place: string, name: string | RegExp): Promise<void> => person.page.locator(place).getByRole('button', { name }).click();
/** What a tip or a message links to is on this very page, or opens. */
const followTip = async (title: string | RegExp, link: string): Promise<void> => {
  const item = person.page.locator('#checklist .check-item').filter({ has: person.page.locator('.check-title', { hasText: title }) });
  await item.getByRole('link', { name: link }).click();
};
const goToStep = async (anchor: string): Promise<void> => {
  await person.page.getByRole('link', { name: 'Go to the step' }).click();
  expect(new URL(person.page.url()).hash).toBe(`#${anchor}`);
};

test('plan and time zone missing', async () => {
  await person.createConnection();
  expect(await alert()).toContain('Some steps above are not done yet');
  expect(await person.tip('Subscription')).toContain('Choose the plan that you prefer');
  expect(await person.tip('Time zone')).toContain('Choose the time zone');
  await followTip('Time zone', 'Go to the choice');
  expect(new URL(person.page.url()).hash).toBe('#options');
  await person.page.getByLabel('Time zone').selectOption('Australia/Perth');
  await person.chooseOptions('Business');
  await person.untilTick('Subscription: Business');
  await person.untilTick('Time zone: Australia/Perth');
});

test('refused at Xero, and the wrong kind of organisation', async () => {
  await press('#xero', /^Connect/);
  await person.page.getByRole('button', { name: 'Cancel' }).click();
  expect(await alert()).toContain('Access was not allowed, so nothing was connected');
  await goToStep('xero');
  await person.connectToXero('Ledger & Sons Accountants');
  expect(await alert()).toContain('a practice, not an organisation');
  expect(await person.tip('Connect to Xero')).toContain('choose the organisation there and allow access');
  await followTip('Connect to Xero', 'Go to Connect to Xero');
  await person.connectToXero(BOOKS);
  await person.untilTick(`Connected to Xero: ${BOOKS}`);
  expect(await person.page.locator('main [role=alert]').count()).toBe(0);
});

test('“Need admin approval”: the link is mailed to IT, who accepts, and the wizard goes on', async () => {
  const { page } = person;
  world.identity.control.needAdminApproval = true;
  await person.signInToDynamics('Ada Minchin');
  await page.getByRole('button', { name: /^Return to the application/ }).click();
  await page.getByRole('heading', { name: 'Need admin approval' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const mail = decodeURIComponent((await page.getByRole('link', { name: 'Mail it to IT' }).getAttribute('href')) ?? '');
  const link = /https?:\/\/\S+adminconsent\S*/.exec(mail)?.[0] ?? '';
  expect(link).toBe(await page.getByLabel('Link for your administrator').inputValue());
  // The administrator has another browser and no account here; the first answer is no.
  const office = await (await browser.newContext()).newPage();
  await office.goto(link);
  await office.getByRole('button', { name: 'Cancel' }).click();
  await office.getByRole('heading', { name: 'Not approved' }).waitFor();
  expect(await page.getByText('Waiting for the approval').count()).toBe(1);
  await office.goto(link);
  await office.getByRole('button', { name: 'Accept' }).click();
  await office.getByRole('heading', { name: 'Approved', exact: true }).waitFor();
  await office.context().close();
  // The page notices it by itself.
  await page.getByText('An administrator has approved').waitFor();
  await person.signInToDynamics('Ada Minchin');
  await page.locator('#dynamics').getByText('Choose your organisation').waitFor();
  expect(await person.tip('Connect to Dynamics')).toContain('choose your organisation from the list');
  await followTip('Connect to Dynamics', 'Go to the list');
  await person.chooseEnvironment('Coral Bay Supplies');
  await person.untilTick('Connected to Dynamics: Coral Bay Supplies');
});

test('the solution is not installed, then too old', async () => {
  const { page } = person;
  await person.createConnection();
  expect(await alert()).toContain('The solution is not installed in the chosen Dynamics organisation yet');
  expect(await person.tip('Solution installed')).toContain('not in this environment yet');
  await followTip('Solution installed', 'Go to the download');
  expect(new URL(page.url()).hash).toBe('#solution');
  await importSolution(page, world.dataverse.origin);
  await person.untilTick('Solution installed: version 1.0.0.0');
  const solutions = world.dataverse.control.environment.tables.get('solution');
  for (const [id, row] of solutions ?? []) solutions?.set(id, { ...row, values: { ...row.values, version: '0.9.0.0' } });
  await page.reload();
  expect(await person.tip('Solution installed: version 0.9.0.0')).toContain(
    'not served any more, so nothing is sent; 1.0.0.0 or newer is needed',
  );
  await followTip('Solution installed', 'Go to the download');
  await importSolution(page, world.dataverse.origin);
  await person.untilTick('Solution installed: version 1.0.0.0');
});

test('a permission of the Dynamics user is missing', async () => {
  const { control } = world.dataverse;
  control.withhold(['prvReadProduct']);
  await person.page.reload();
  expect(await person.tip(/Product/)).toMatch(/Missing: .*Give the user the role/);
  const users = person.page.getByRole('link', { name: 'Open the users in Dynamics' }).first();
  expect(await users.getAttribute('href')).toBe(`${world.dataverse.origin}/main.aspx?pagetype=entitylist&etn=systemuser`);
  control.withhold([]);
  // The checklist is looked at anew by itself.
  await person.untilTick(/Product/);
});

test('Xero does not answer while the connection is created, and the webhook cannot be registered', async () => {
  const { control } = world.dataverse;
  world.xero.control.addFault({ name: 'server-error', path: 'Accounts', times: 20, status: 503 });
  control.withhold([
    'prvCreateServiceEndpoint',
    'prvWriteServiceEndpoint',
    'prvCreateSdkMessageProcessingStep',
    'prvWriteSdkMessageProcessingStep',
  ]);
  await person.createConnection();
  expect(await alert()).toContain('nothing half read was taken over');
  world.xero.control.clearFaults();
  await person.createConnection();
  await person.untilTick('Connection created');
  expect(await person.tip('Notices from Dynamics: running on poll')).toContain('may not register a webhook');
  // Somebody who may registers it: connect again, as the tip says, and set it up once more.
  control.withhold([]);
  await followTip('Notices from Dynamics', 'Go to Connect to Dynamics');
  await person.signInToDynamics('Ada Minchin');
  await person.chooseEnvironment('Coral Bay Supplies');
  await person.createConnection();
  await person.untilTick(/webhook registered, test ping received/);
});

test('reference data could not be read', async () => {
  // What was read less than a minute ago is not read again.
  aheadMs += 120_000;
  world.xero.control.addFault({ name: 'server-error', path: 'Accounts', times: 20, status: 503 });
  const [row] = world.dataverse.control.rows('stl3_dynamicsxeroconnector');
  const asked = await fetch(`${world.dataverse.origin}/api/data/v9.2/stl3_xerorequests`, {
    method: 'POST',
    headers: { cookie: `stand-in-user=${people.administrator.userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      stl3_name: 'Refresh',
      stl3_action: requestAction.values.refresh.value,
      stl3_state: requestState.values.requested.value,
      'stl3_ConnectorId@odata.bind': `/${connector.setName}(${row?.id ?? ''})`,
    }),
  });
  expect(asked.status).toBe(204);
  const check = person.page.locator('#checklist').getByText('could not be read from Xero the last time');
  await check.waitFor();
  world.xero.control.clearFaults();
  await press('#checklist', 'Read them from Xero');
  await person.untilTick(/Accounts and tax types: \d+ accounts/);
});

test('mappings are not confirmed', async () => {
  expect(await person.tip('Mappings confirmed')).toContain('Nothing is sent before');
  await press('#checklist', 'Confirm mappings');
  await person.untilTick('Mappings confirmed');
  await person.page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await person.page.getByRole('button', { name: 'Back to Home' }).click();
});

test('the organisation is connected already, and a sandbox wants the name of real books', async () => {
  const { page } = person;
  await person.beginConnection();
  await person.connectToXero(BOOKS);
  expect(await person.step('xero')).toContain('This organisation is connected already');
  await person.connectToXero('Harbour Lights Ltd');
  await person.untilTick('Connected to Xero: Harbour Lights Ltd');
  expect(await person.step('xero')).not.toContain('connected already');
  await person.signInToDynamics('Ada Minchin');
  await person.chooseEnvironment('Coral Bay Sandbox');
  expect(await person.tip('A sandbox with real books')).toContain("Type the organisation's name to confirm");
  await followTip('A sandbox with real books', 'Go to the choice');
  await page.getByLabel(/type the organisation’s name/).fill('Coral Bay');
  await person.chooseOptions('Starter');
  expect(await alert()).toContain('That is not the name of the organisation');
  await page.getByLabel(/type the organisation’s name/).fill('harbour lights ltd');
  await person.chooseOptions('Starter');
  await person.untilTick('A sandbox with real books: confirmed for Harbour Lights Ltd');
});
