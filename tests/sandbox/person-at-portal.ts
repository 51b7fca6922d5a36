/** A person before the portal, in a real browser: registers, finds the mail, and follows the install guide word by word. */
import type { Browser, Page } from 'playwright-core';
import { mailTo } from './mailbox.ts';

/** What the journeys need of a world. */
export interface PortalWorld {
  readonly config: { readonly RELAY_PUBLIC_URL: string; readonly MAIL_FOLDER: string | null };
}

const PASSWORD = 'seven quiet herons wade';

export interface PersonAtPortal {
  readonly page: Page;
  /** Registers, follows the link in the mail, sets a password and logs in. */
  register(email: string, name: string): Promise<void>;
  /** "Create a New Connection" > "New Dynamics Xero Connector". */
  beginConnection(): Promise<void>;
  /** "Connect to Xero", these organisations on Xero's page, "Allow access". */
  connectToXero(...organisations: readonly string[]): Promise<void>;
  /** "Connect to Dynamics", an account on Microsoft's page. */
  signInToDynamics(name: string): Promise<void>;
  chooseEnvironment(name: string): Promise<void>;
  chooseOptions(plan: string): Promise<void>;
  createConnection(): Promise<void>;
  /** Text of a step by its anchor. */
  step(anchor: string): Promise<string>;
  /** Titles of the checklist that have their green tick. */
  ticks(): Promise<readonly string[]>;
  /** Waits until the checklist shows a title with a tick. */
  untilTick(title: string | RegExp): Promise<void>;
  /** The tip of a step that has no tick. */
  tip(title: string | RegExp): Promise<string>;
  close(): Promise<void>;
}

export const sitDownAtPortal = async (
  browser: Browser,
  world: PortalWorld,
  options: { readonly colours?: 'light' | 'dark'; readonly width?: number; readonly scripts?: boolean } = {},
): Promise<PersonAtPortal> => {
  const { RELAY_PUBLIC_URL: publicUrl } = world.config;
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: 900 },
    colorScheme: options.colours ?? 'light',
    javaScriptEnabled: options.scripts ?? true,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const check = (title: string | RegExp) =>
    page.locator('#checklist .check-item').filter({ has: page.locator('.check-title', { hasText: title }) });
  return {
    page,
    register: async (email, name) => {
      await page.goto(publicUrl);
      await page.getByRole('link', { name: 'Register for the free trial' }).click();
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('Company').fill('Coral Bay Supplies');
      await page.getByLabel('E-mail address at work').fill(email);
      await page.getByLabel('I agree').check();
      await page.getByRole('button', { name: 'Register', exact: true }).click();
      await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
      const [link = ''] = (await mailTo(world.config.MAIL_FOLDER ?? '', email)).links;
      await page.goto(link);
      await page.getByLabel('New password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.goto(`${publicUrl}/login`);
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
      await page.waitForURL(`${publicUrl}/connections`);
    },
    beginConnection: async () => {
      await page.goto(`${publicUrl}/connections`);
      await page.getByText('Create a New Connection').first().click();
      await page.getByRole('button', { name: 'New Dynamics Xero Connector' }).click();
      await page.getByRole('heading', { name: 'New Dynamics Xero Connector' }).waitFor();
    },
    connectToXero: async (...organisations) => {
      await page
        .locator('#xero')
        .getByRole('button', { name: /^Connect/ })
        .click();
      for (const organisation of organisations) await page.getByLabel(organisation, { exact: true }).check();
      await page.getByRole('button', { name: 'Allow access' }).click();
      await page.waitForURL(`${publicUrl}/**`);
    },
    signInToDynamics: async (name) => {
      await page
        .getByRole('button', { name: /^(Connect to Dynamics|Sign in with another)/ })
        .first()
        .click();
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    },
    chooseEnvironment: async (name) => {
      await page
        .locator('#dynamics')
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .click();
      await page.waitForURL(`${publicUrl}/**`);
    },
    chooseOptions: async (plan) => {
      await page
        .locator('#options')
        .getByRole('radio', { name: new RegExp(`^${plan}`) })
        .check();
      await page.locator('#options').getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(/#create|#options/);
    },
    createConnection: async () => {
      await page
        .locator('#create')
        .getByRole('button', { name: /^(Create Connection|Set it up)/ })
        .click();
      await page.waitForLoadState();
    },
    step: async (anchor) => (await page.locator(`#${anchor}`).innerText()).replaceAll(/\s+/g, ' '),
    ticks: async () => {
      const titles = await page.locator('#checklist .check-done .check-title').allInnerTexts();
      return titles.map((title) => title.trim());
    },
    untilTick: (title) => check(title).and(page.locator('.check-done')).first().waitFor({ state: 'attached' }),
    tip: async (title) => (await check(title).locator('.tip').first().innerText()).replaceAll(/\s+/g, ' '),
    close: () => context.close(),
  };
};
