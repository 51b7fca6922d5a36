/** Account and connection in one step, in a real browser: sign up with Xero, go on in the wizard, leave, and come back with Xero alone. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sitDownAtPortal } from '../sandbox/person-at-portal.ts';
import type { SetUpWorld } from '../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../sandbox/set-up-world.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser, look } from './in-browser.ts';

jest.setTimeout(300_000);

let here: InBrowser<SetUpWorld>;
beforeAll(async () => {
  here = await inBrowser(startSetUpWorld());
});
afterAll(() => here.close());

test('sign up with Xero brings account and connection in one step; a refused consent brings neither', async () => {
  const { world, browser } = here;
  const person = await sitDownAtPortal(browser, world);
  const { page } = person;
  const publicUrl = world.config.RELAY_PUBLIC_URL;
  await page.goto(publicUrl);
  await page.getByRole('link', { name: 'Register for the free trial' }).click();
  await look(page, 'xero-register');
  await page.getByRole('button', { name: 'Sign up with Xero' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Access was not allowed at Xero').waitFor();
  await look(page, 'xero-refused');

  await page.getByRole('button', { name: 'Sign up with Xero' }).click();
  await page.getByLabel('Coral Bay Supplies Pty Ltd', { exact: true }).check();
  await page.getByRole('button', { name: 'Allow access' }).click();
  await page.getByRole('heading', { name: 'New Dynamics Xero Connector' }).waitFor();
  expect(await person.step('xero')).toMatch(/Coral Bay Supplies Pty Ltd.*Country AU.*Currency AUD/);
  expect(await page.locator('#xero .tick').count()).toBe(1);
  await look(page, 'xero-signed-up');

  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('link', { name: 'Manage logging in with Xero' }).click();
  await page.getByText('set a password').waitFor();
  await look(page, 'xero-joined');

  await page.getByRole('button', { name: 'Log out' }).click();
  await page.goto(`${publicUrl}/connections`);
  await look(page, 'xero-log-in');
  await page.getByRole('button', { name: 'Log in with Xero' }).click();
  await page.getByRole('button', { name: 'Allow access' }).click();
  await page.waitForURL(`${publicUrl}/connections`);
  await page.getByRole('link', { name: 'Coral Bay Supplies Pty Ltd' }).waitFor();
  await person.close();
});
