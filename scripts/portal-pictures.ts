/**
 * Pictures of every page of the portal, narrow and wide, light and dark, to be looked at by a person: `npm run pictures:portal [-- FOLDER]`.
 * Writes that folder, a temporary one where none is named, and nothing else.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../tests/sandbox/browser.ts';
import { startLoneRelay } from '../tests/sandbox/lone-relay.ts';
import { takePictures } from '../tests/sandbox/looks.ts';
import { windowsOf } from '../tests/sandbox/open-portal-page.ts';
import { portalPages } from '../tests/sandbox/portal-pages.ts';
import { startPortalWorld } from '../tests/sandbox/portal-world.ts';
import { walkAccounts } from '../tests/sandbox/walk-accounts.ts';

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'stellarise-pictures-'));
mkdirSync(folder, { recursive: true });

const take = (page: Page, name: string): Promise<void> => takePictures(page, folder, name);

const browser = await launchBrowser();
const [relay, world] = await Promise.all([startLoneRelay(), startPortalWorld()]);
try {
  const page = await browser.newPage();
  await walkAccounts({ page, origin: relay.origin, mailFolder: relay.mailFolder, look: (name) => take(page, `walk-${name}`) });
  const open = windowsOf(browser, world);
  for (const given of portalPages) await take(await open(given), given.name);
  process.stderr.write(`Pictures are in ${folder}\n`);
} finally {
  await browser.close();
  await Promise.all([relay.close(), world.close()]);
}
