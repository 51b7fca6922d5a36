/** `npm run pictures`: the README's pictures, taken of the running demo in a real browser. Writes docs/pictures and nothing else. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../tests/sandbox/browser.ts';
import { sitDown } from '../tests/sandbox/person-at-browser.ts';
import { startWorld } from '../tests/sandbox/world.ts';
import { buildForBrowsers } from './build.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
mkdirSync(folder, { recursive: true });
const picture = (name: string): { readonly path: string } => ({ path: join(folder, `${name}.png`) });

const built = await buildForBrowsers((line) => void process.stderr.write(`${line}\n`));
const world = await startWorld({ pages: built, webhookDelayMs: () => 300 });
const browser = await launchBrowser();
try {
  const plain = world.company.invoices.filter(({ kind }) => kind === 'plain');
  for (const [colours, from] of [
    ['light', 0],
    ['dark', 1],
  ] as const) {
    const clerk = await sitDown(browser, world, 'clerk', colours);
    const invoice = plain[from];
    if (!invoice) throw new Error('The company has no invoice to show.');
    await clerk.openInvoice(invoice.id);
    await clerk.sendFromForm(invoice.number);
    await clerk.page.waitForSelector('.bar-success');
    await clerk.page.waitForTimeout(1500);
    await clerk.page.screenshot(picture(`form-${colours}`));
    if (colours === 'light') {
      await clerk.page.setViewportSize({ width: 390, height: 844 });
      await clerk.page.screenshot({ ...picture('form-narrow'), fullPage: true });
    }
    await clerk.close();
  }
  const refused = world.company.invoices.find(({ kind }) => kind === 'without-date');
  const manager = await sitDown(browser, world, 'financeManager');
  await manager.openList();
  await manager.sendFromGrid(plain.slice(2, 12).map(({ number }) => number));
  await manager.openList();
  await manager.page.screenshot(picture('grid'));
  if (refused) {
    await manager.openInvoice(refused.id);
    await manager.page.click('#command-send:enabled');
    await manager.page.waitForSelector('#form-notifications .bar-error');
    await manager.page.waitForTimeout(1500);
    await manager.page.screenshot(picture('refused'));
  }
  process.stderr.write(`Pictures are in ${folder}\n`);
} finally {
  await browser.close();
  await world.close();
}
process.exit();
