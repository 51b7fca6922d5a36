/** The install guide, word by word, in a real browser: from registering to all ticks green and on to the first invoice. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { built } from '../../scripts/built.ts';
import { packSolution, readSolutionBuild } from '../../scripts/pack-solution.ts';
import { packagedVersion } from '../../relay-service/src/jobs/packaged-solution.ts';
import { importSolution } from '../sandbox/import-solution.ts';
import { sitDownAtPortal } from '../sandbox/person-at-portal.ts';
import { sitDown } from '../sandbox/person-at-browser.ts';
import { people } from '../sandbox/company/people.ts';
import type { SetUpWorld } from '../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../sandbox/set-up-world.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser, look } from './in-browser.ts';

jest.setTimeout(300_000);

let here: InBrowser<SetUpWorld>;
beforeAll(async () => {
  // The wizard hands out what `npm run package` made; on a fresh machine nobody has run it yet.
  packSolution(readSolutionBuild(), () => undefined);
  here = await inBrowser(startSetUpWorld({ pages: built }));
});
afterAll(() => here.close());

test('a user who follows the guide word by word gets through, and the first invoice is sent', async () => {
  const { world, browser } = here;
  expect(packagedVersion()).not.toBeNull();
  const person = await sitDownAtPortal(browser, world);
  const { page } = person;
  await person.register('ada@coralbay.example', 'Ada Minchin');
  await person.beginConnection();
  expect(await person.ticks()).toEqual([]);
  await look(page, 'wizard-begin');

  // Connect to Xero: the name and a white tick in a green circle.
  await person.connectToXero('Coral Bay Supplies Pty Ltd');
  expect(await person.step('xero')).toMatch(/Coral Bay Supplies Pty Ltd.*Country AU.*Currency AUD/);
  expect(await page.locator('#xero .tick').count()).toBe(1);

  await look(page, 'wizard-xero');

  // Nothing is lost by a reload or by another day.
  await page.reload();
  expect(await person.step('xero')).toContain('Coral Bay Supplies Pty Ltd');
  await page.goto(`${world.config.RELAY_PUBLIC_URL}/connections`);
  await look(page, 'connections-open');
  await page.getByRole('link', { name: 'Coral Bay Supplies Pty Ltd' }).click();

  // Download the zip, import it in Dynamics.
  await importSolution(page, world.dataverse.origin);

  // Connect to Dynamics: the list, and the chosen one flashes green once.
  await person.signInToDynamics('Ada Minchin');
  await look(page, 'wizard-environments');
  await person.chooseEnvironment('Coral Bay Supplies');
  expect(await page.locator('#dynamics .flash').count()).toBe(1);
  await person.untilTick(/Solution installed/);
  await page.reload();
  expect(await page.locator('#dynamics .flash').count()).toBe(0);
  expect(await page.locator('#dynamics .choice-chosen[name=origin]').count()).toBe(1);

  // An administrator signed in, so the better way is offered and said before anything is made.
  expect(await page.locator('#dynamics .choice-chosen[name=runAs]').innerText()).toContain('As an application user of its own');
  await look(page, 'wizard-run-as');

  // Plan and time zone, the organisation's as default.
  expect(await page.locator('#timeZone').inputValue()).toBe('Australia/Sydney');
  await person.chooseOptions('Business');
  await person.createConnection();

  // The checklist: real books, so the mappings are confirmed by a person.
  await person.untilTick(/test ping received/);
  expect(await person.tip('Mappings confirmed')).toMatch(/confirm them/);
  await look(page, 'wizard-created');
  await page.locator('#checklist').getByRole('button', { name: 'Confirm mappings' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await look(page, 'wizard-all-set');
  expect((await person.ticks()).length).toBeGreaterThanOrEqual(26);
  expect(await person.ticks()).toContain('Works in Dynamics as its own application user');
  expect(await page.locator('#checklist .check-todo, #checklist .check-warning').count()).toBe(0);
  await page.getByRole('button', { name: 'Back to Home' }).click();
  await page.waitForURL(`${world.config.RELAY_PUBLIC_URL}/connections`);
  await person.close();

  // And on to the first invoice, after whoever connected has left the company.
  world.identity.control.revoke(people.administrator.upn);
  const clerk = await sitDown(browser, world, 'clerk');
  const invoice = world.company.invoices.find(({ kind }) => kind === 'plain')!;
  await clerk.openInvoice(invoice.id);
  await clerk.sendFromForm(invoice.number);
  const books = world.xero.control.state().organisations.find(({ Name }) => Name === 'Coral Bay Supplies Pty Ltd')!;
  // Whoever connected may leave: it was sent by the application user.
  expect(
    world.dataverse.control.journal().filter(({ table, by }) => table === 'stl3_synchistory' && by === people.administrator.userId),
  ).toEqual([]);
  expect(books.invoices.map(({ InvoiceNumber }) => InvoiceNumber)).toEqual([invoice.number]);
  await clerk.close();
});
