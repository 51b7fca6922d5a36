/** Registering, the wizard and the checklist with the keyboard alone, the focus seen at every step. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { built } from '../../scripts/built.ts';
import { packSolution, readSolutionBuild } from '../../scripts/pack-solution.ts';
import { mailTo } from '../sandbox/mailbox.ts';
import { atKeyboard } from '../sandbox/person-at-keyboard.ts';
import type { SetUpWorld } from '../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../sandbox/set-up-world.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser } from './in-browser.ts';

jest.setTimeout(300_000);

const EMAIL = 'ada@coralbay.example';
const PASSWORD = 'seven quiet herons wade';

let here: InBrowser<SetUpWorld>;
beforeAll(async () => {
  packSolution(readSolutionBuild(), () => undefined);
  here = await inBrowser(startSetUpWorld({ pages: built }));
});
afterAll(() => here.close());

test('a person without a mouse gets from registering to all ticks green', async () => {
  const { world, browser } = here;
  const { RELAY_PUBLIC_URL: publicUrl, MAIL_FOLDER: mails } = world.config;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  page.setDefaultTimeout(90_000);
  const keys = atKeyboard(page);

  await page.goto(publicUrl);
  await keys.press('Register for the free trial');
  await page.waitForURL('**/register');
  // The first Tab of a page offers to pass over what all pages have in common.
  await keys.press(/^Skip to/);
  await keys.type('Your name', 'Ada Minchin');
  await keys.type('Company', 'Coral Bay Supplies');
  await keys.type(/^E-mail address/, EMAIL);
  await keys.press(/^I agree/, 'Space');
  await keys.press('Register');
  await page.waitForURL('**/register/sent');
  await page.goto((await mailTo(mails ?? '', EMAIL)).links[0] ?? '');
  await keys.type(/^New password/, PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/login');
  await keys.type('E-mail address', EMAIL);
  await keys.type('Password', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/connections');

  await keys.press(/^Create a New Connection/);
  await keys.press(/New Dynamics Xero Connector/);
  await page.waitForURL('**/connections/new/*');
  await keys.press(/^Connect to Xero/);
  await page.waitForURL(`${world.xero.origin}/**`);
  await keys.press('Coral Bay Supplies Pty Ltd', 'Space');
  await keys.press('Allow access');
  await page.waitForURL(`${publicUrl}/**`);
  const [download] = await Promise.all([page.waitForEvent('download'), keys.press('Download the solution')]);
  expect(download.suggestedFilename()).toMatch(/managed\.zip$/);
  world.dataverse.control.importSolution();

  await keys.press(/^Connect to Dynamics/);
  await page.waitForURL(`${world.identity.origin}/**`);
  await keys.press(/^Ada Minchin/);
  await page.waitForURL(`${publicUrl}/**`);
  await keys.press(/^Coral Bay Supplies(?! Pty)/);
  await page.locator('#dynamics .choice-chosen[name=origin]').waitFor();
  await page.waitForLoadState();

  await keys.press(/^Starter/, 'ArrowDown');
  expect(await page.locator('input[name=plan]:checked').inputValue()).toBe('business');
  await keys.reach('Time zone');
  await keys.press('Save');
  await page.waitForURL(/#create/);
  await keys.press('Create Connection');

  await page.locator('#checklist .check-done', { hasText: 'test ping received' }).first().waitFor({ state: 'attached' });
  // Folds of the checklist open and close by the keyboard, too.
  await keys.press(/^Permissions of the Dynamics user/);
  expect(await page.locator('#checklist details[open]').count()).toBeGreaterThan(0);
  await keys.press('Confirm mappings');
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  // The dialog keeps the focus to itself: however often Tab is pressed, nothing behind it is reached.
  for (let tabs = 0; tabs < 8; tabs++) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate<boolean>(`document.activeElement === document.body || document.activeElement.closest('dialog') !== null`),
    ).toBe(true);
  }
  await keys.press('Back to Home');
  await page.waitForURL(`${publicUrl}/connections`);
  await keys.reach(/^Coral Bay Supplies Pty Ltd/);
  await page.close();
});
