/** The cross, Escape and the button: each closes the finished dialog for good and starts the trial; only the button was tried in a browser. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { noSubscription } from '../../relay-service/src/core/subscription.ts';
import { changeConnection } from '../../relay-service/src/store/connections.ts';
import { changeSubscription, findSubscription } from '../../relay-service/src/store/subscriptions.ts';
import { windowsOf } from '../sandbox/open-portal-page.ts';
import { finishSetUp } from '../sandbox/portal-set-ups.ts';
import type { PortalWorld } from '../sandbox/portal-world.ts';
import { startPortalWorld } from '../sandbox/portal-world.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser, look } from './in-browser.ts';

jest.setTimeout(300_000);

let here: InBrowser<PortalWorld>;
let open: ReturnType<typeof windowsOf>;
beforeAll(async () => {
  here = await inBrowser(startPortalWorld());
  open = windowsOf(here.browser, here.world);
  await finishSetUp(here.world.stage, here.world.setUps);
});
afterAll(() => here.close());

/** The finished set-up, closed by nobody, before any trial. */
const dialog = async (says: string): Promise<Page> => {
  const { stage, setUps } = here.world;
  const { tenant_id: tenant } = await stage.draft(setUps.created);
  await changeSubscription(stage.ledger, tenant ?? '', () => noSubscription);
  await stage.ledger.db.updateTable('connection_drafts').set({ finished_at: null }).where('id', '=', setUps.created).execute();
  const route = 'GET /connections/new/:id';
  return open({ name: 'dialog', route, as: 'owner', at: () => `/connections/new/${setUps.created}`, says });
};

test.each<[string, (page: Page) => Promise<void>]>([
  ['the cross', (page) => page.locator('dialog').getByRole('button', { name: 'Close', exact: true }).click()],
  ['Escape', (page) => page.keyboard.press('Escape')],
  ['Back to Home', (page) => page.getByRole('button', { name: 'Back to Home' }).click()],
])('%s closes it for good and starts the trial', async (_way, close) => {
  const { stage, setUps, origin } = here.world;
  const page = await dialog('You are all set');
  await page.locator('dialog:modal').waitFor();
  await close(page);
  await page.waitForURL(`${origin}/connections`);
  const { tenant_id: tenant, finished_at: finishedAt } = await stage.draft(setUps.created);
  expect(finishedAt).not.toBeNull();
  expect(await findSubscription(stage.ledger, tenant ?? '')).toMatchObject({ trialEndsAt: expect.any(Number) });
  await page.goto(`${origin}/connections/new/${setUps.created}`);
  expect(await page.locator('dialog').count()).toBe(0);
});

test('of a paused connection it says so', async () => {
  const { stage, setUps } = here.world;
  const { connection_id: connection } = await stage.draft(setUps.created);
  await changeConnection(stage.ledger, connection ?? '', { state: 'paused' });
  await look(await dialog('All is set, and paused'), 'wizard-all-set-paused');
});
