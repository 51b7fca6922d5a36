/** The demo as a person meets it: start page, the account that is ready, the mailbox, and the wizard with the second organisation. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { built } from '../../scripts/built.ts';
import { packSolution, readSolutionBuild } from '../../scripts/pack-solution.ts';
import { launchBrowser } from '../sandbox/browser.ts';
import { importSolution } from '../sandbox/import-solution.ts';
import { sitDown } from '../sandbox/person-at-browser.ts';
import type { PersonAtPortal } from '../sandbox/person-at-portal.ts';
import { sitDownAtPortal } from '../sandbox/person-at-portal.ts';
import { REEF_RENTALS } from '../sandbox/second-company.ts';
import type { Demo } from '../sandbox/start-demo.ts';
import { startDemo } from '../sandbox/start-demo.ts';
import { until } from './demo-world.ts';
import { look, picture } from './in-browser.ts';

let demo: Demo;
let browser: Browser;
let person: PersonAtPortal;

beforeAll(async () => {
  packSolution(readSolutionBuild(), () => undefined);
  [demo, browser] = await Promise.all([startDemo({ pages: built, webhookDelayMs: () => 100 }), launchBrowser()]);
  person = await sitDownAtPortal(browser, demo.world);
});
afterAll(async () => {
  await browser.close();
  await demo.close();
});

test('the log-in on the start page opens the connection of the demo', async () => {
  const { page } = person;
  await page.goto(`${demo.start.origin}/`);
  await look(page, 'demo-start');
  const [email, password] = [await page.locator('#demo-email').innerText(), await page.locator('#demo-password').innerText()];
  const [portal] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Open the portal' }).click()]);
  await portal.getByLabel('E-mail address').fill(email);
  await portal.getByLabel('Password', { exact: true }).fill(password);
  await portal.getByRole('button', { name: 'Log in', exact: true }).click();
  await portal.getByRole('link', { name: 'Demo Company (AU)' }).waitFor();
  await portal.close();
});

test('a mail that the portal sends is in the mailbox, and its link leads on', async () => {
  const visitor = await sitDownAtPortal(browser, demo.world);
  const { page } = visitor;
  await page.goto(`${demo.world.config.RELAY_PUBLIC_URL}/register`);
  await page.getByLabel('Your name').fill('Vic Tan');
  await page.getByLabel('Company').fill('Reef Rentals');
  await page.getByLabel('E-mail address at work').fill('vic@reef.example');
  await page.getByLabel('I agree').check();
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  const mail = page.locator('article', { hasText: 'vic@reef.example' });
  await until('the mail', async () => {
    await page.goto(`${demo.start.origin}/mails`);
    return (await mail.count()) === 1;
  });
  await look(page, 'demo-mails');
  const [link] = await Promise.all([page.waitForEvent('popup'), mail.getByRole('link').first().click()]);
  await link.getByRole('heading', { name: 'Set a password' }).waitFor();
  await visitor.close();
});

test('the wizard can be walked whole with the second organisation, and its first invoice is sent', async () => {
  const { page } = person;
  const second = demo.world.second!;
  await person.beginConnection();
  await person.connectToXero(REEF_RENTALS);
  await importSolution(page, second.origin);
  await person.signInToDynamics('Ada Minchin');
  await person.chooseEnvironment(REEF_RENTALS);
  await person.untilTick(/Solution installed/);
  await person.chooseOptions('Business');
  await person.createConnection();
  await person.untilTick(/test ping received/);
  await page.locator('#checklist').getByRole('button', { name: 'Confirm mappings' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  const settings = page.getByRole('button', { name: 'Stellarise Connector Settings in Dynamics' });
  await settings.click();
  await page.getByRole('heading', { name: new RegExp(REEF_RENTALS) }).waitFor();
  await picture(page, 'demo-settings');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
  }

  const clerk = await sitDown(browser, { dataverse: second }, 'clerk');
  const invoice = demo.world.company.invoices.find(({ kind }) => kind === 'plain')!;
  await clerk.openInvoice(invoice.id);
  await clerk.sendFromForm(invoice.number);
  await picture(clerk.page, 'invoice-sent');
  const books = demo.world.xero.control.state().organisations;
  expect(books.find(({ Name }) => Name === REEF_RENTALS)!.invoices.map(({ InvoiceNumber }) => InvoiceNumber)).toEqual([invoice.number]);
  expect(books.find(({ Name }) => Name === 'Demo Company (AU)')!.invoices).toEqual([]);
  await clerk.close();
});
