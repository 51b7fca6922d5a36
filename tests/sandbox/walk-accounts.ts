/** A person's way through the pages of accounts in a real browser, stopping at each to be looked at: for the journey, for axe and for pictures. */
import type { Page } from 'playwright-core';
import { mailTo } from './mailbox.ts';
import { oneTimeCode } from './one-time-code.ts';

export interface Walk {
  readonly page: Page;
  /** Origin of the relay. */
  readonly origin: string;
  readonly mailFolder: string;
  /** Called at every page that is different from the ones before. */
  readonly look: (name: string) => Promise<void>;
}

const PERSON = { name: 'Kim Larsen', company: 'Coral Bay Outfitters', email: 'kim@coralbay.example' };
const PASSWORD = 'seven quiet herons wade';

const press = async (page: Page, label: string): Promise<void> => {
  await page.getByRole('button', { name: label, exact: true }).click();
  await page.waitForLoadState('load');
};

const registering = async ({ page, origin, mailFolder, look }: Walk): Promise<void> => {
  await page.goto(`${origin}/`);
  await look('start');
  await page.getByRole('link', { name: 'Register for the free trial' }).click();
  await look('register');
  await press(page, 'Register');
  await look('register-wrong');
  await page.getByLabel('Your name').fill(PERSON.name);
  await page.getByLabel('Company').fill(PERSON.company);
  await page.getByLabel('E-mail address at work').fill(PERSON.email);
  await page.getByLabel('I agree').check();
  await press(page, 'Register');
  await look('register-sent');
  const [link = ''] = (await mailTo(mailFolder, PERSON.email)).links;
  await page.goto(link);
  await look('set-password');
  await page.getByLabel('New password').fill('Password123456');
  await press(page, 'Set the password');
  await look('set-password-wrong');
  await page.getByLabel('New password').fill(PASSWORD);
  await press(page, 'Set the password');
  await look('log-in');
  await page.goto(link);
  await look('link-spent');
  await page.goto(`${origin}/forgot-password`);
  await look('forgot-password');
};

const loggingIn = async ({ page, origin, look }: Walk): Promise<void> => {
  await page.goto(`${origin}/connections`);
  await page.getByLabel('E-mail address').fill(PERSON.email);
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await press(page, 'Log in');
  await look('log-in-wrong');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Log in');
  await look('connections-none');
};

/** @returns a recovery code */
const secondStep = async ({ page, origin, look }: Walk): Promise<string> => {
  await page.goto(`${origin}/account`);
  await look('account');
  await page.goto(`${origin}/account/password`);
  await look('change-password');
  await page.goto(`${origin}/account/two-factor`);
  await look('second-step-off');
  await page.getByLabel('Your password').fill(PASSWORD);
  await press(page, 'Go on');
  await look('second-step-scan');
  const key = ((await page.locator('.hint .code').textContent()) ?? '').replaceAll(/\s/g, '');
  const recovery = (await page.locator('.codes li').first().textContent()) ?? '';
  await page.getByLabel('Code that the app shows').fill('000000');
  await press(page, 'Switch the second step on');
  await look('second-step-wrong');
  await page.getByLabel('Code that the app shows').fill(oneTimeCode(key));
  await press(page, 'Switch the second step on');
  await look('account-second-step-on');
  await page.goto(`${origin}/account/two-factor`);
  await look('second-step-on');
  return recovery.trim();
};

const leavingAndComingBack = async ({ page, origin, look }: Walk, recovery: string): Promise<void> => {
  await page.goto(`${origin}/account/sessions`);
  await look('sessions');
  await page.goto(`${origin}/account/delete`);
  await look('delete-account');
  await press(page, 'Log out');
  await page.getByLabel('E-mail address').fill(PERSON.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Log in');
  await look('code');
  await page.getByRole('link', { name: 'Phone not at hand?' }).click();
  await look('recovery-code');
  await page.getByLabel('Recovery code').fill(recovery);
  await press(page, 'Go on');
  await page.getByRole('heading', { name: 'Connections' }).waitFor();
};

/** Registers, logs in, protects the account, leaves and comes back, and looks at what goes wrong. */
export const walkAccounts = async (walk: Walk): Promise<void> => {
  const { page, origin, look } = walk;
  await registering(walk);
  await loggingIn(walk);
  await leavingAndComingBack(walk, await secondStep(walk));
  for (const [name, path] of [
    ['not-found', '/nothing/here'],
    ['terms', '/terms'],
    ['privacy', '/privacy'],
  ] as const) {
    await page.goto(origin + path);
    await look(name);
  }
};
