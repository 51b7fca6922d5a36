import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { accessibilityProblems } from '../sandbox/axe.ts';
import { launchBrowser } from '../sandbox/browser.ts';
import type { LoneRelay } from '../sandbox/lone-relay.ts';
import { startLoneRelay } from '../sandbox/lone-relay.ts';
import { walkAccounts } from '../sandbox/walk-accounts.ts';

jest.setTimeout(600_000);

let relay: LoneRelay;
let browser: Browser;
beforeAll(async () => {
  relay = await startLoneRelay();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await relay.close();
});

test('register, mail, password, log in, second step, sessions, leave and come back; every page is accessible in light and dark', async () => {
  const page = await browser.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  const looked: string[] = [];
  const problems: string[] = [];
  await walkAccounts({
    page,
    origin: relay.origin,
    mailFolder: relay.mailFolder,
    look: async (name) => {
      looked.push(name);
      problems.push(...(await accessibilityProblems(page)).map((problem) => `${name}: ${problem}`));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      if (wide > 0) problems.push(`${name}: scrolls sideways by ${String(wide)} px`);
    },
  });
  expect(looked.length).toBeGreaterThan(20);
  expect(problems).toEqual([]);
  expect(refused).toEqual([]);
  await page.close();
});

test('nothing of it needs a script', async () => {
  const own = await startLoneRelay();
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await walkAccounts({ page: await context.newPage(), origin: own.origin, mailFolder: own.mailFolder, look: () => Promise.resolve() });
  await context.close();
  await own.close();
});

test('what is not accessible would be found', async () => {
  const page = await browser.newPage();
  await page.setContent('<title>x</title><p style="color:#ccc;background:#fff">pale</p><img src="x"><input>');
  const found = await accessibilityProblems(page);
  for (const rule of ['color-contrast', 'image-alt', 'label', 'html-has-lang']) expect(found.join('\n')).toContain(rule);
  await page.close();
});

test('the first page is small and asks for nothing but its style and icon', async () => {
  const page = await browser.newPage();
  const asked: string[] = [];
  let bytes = 0;
  page.on('response', (response) => {
    asked.push(new URL(response.url()).pathname.replace(/\.[\w-]{12}\./, '.'));
  });
  await page.goto(`${relay.origin}/`, { waitUntil: 'networkidle' });
  for (const path of [...new Set(asked)]) {
    const url =
      path === '/'
        ? path
        : ((await page.locator(`link[href*="${path.split('/').at(-1)?.split('.')[0] ?? ''}."]`).getAttribute('href')) ?? path);
    bytes += gzipSync(Buffer.from(await (await fetch(relay.origin + url)).arrayBuffer())).length;
  }
  expect(asked.filter((path) => path !== '/assets/icon.svg').sort()).toEqual(['/', '/assets/style.css']);
  expect(bytes).toBeLessThan(60 * 1024);
  process.stdout.write(`first page: ${String(Math.ceil(bytes / 1024))} KB compressed, ${String(asked.length)} requests\n`);
  await page.close();
});
