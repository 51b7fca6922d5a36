/** A person before the demo page, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import type { PersonKey } from './company/people.ts';
import { people } from './company/people.ts';
import type { World } from './world.ts';

/** Of a busy machine, where Playwright's own half minute is soon over. */
const PATIENCE_MS = 90_000;

export interface PersonAtBrowser {
  readonly page: Page;
  openList(): Promise<void>;
  openInvoice(id: string): Promise<void>;
  /** Clicks Send to Xero on the form. @returns milliseconds from the click until the status control shows Xero's number */
  sendFromForm(number: string): Promise<number>;
  /** Selects rows by their number, turning pages, and clicks Send to Xero. @returns milliseconds until the summary stands there */
  sendFromGrid(numbers: readonly string[]): Promise<{ readonly ms: number; readonly summary: string }>;
  close(): Promise<void>;
}

const ready = async (page: Page): Promise<void> => {
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
};

/** The moment of the click, taken in the page itself. */
const clickAndNote = async (page: Page): Promise<void> => {
  await page.evaluate(`document.addEventListener('click', () => { window.clickedAt = performance.now(); }, { capture: true, once: true })`);
  await page.click('#command-send:enabled');
};

const within = <T>(wait: Promise<T>, what: string, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not appear within ${String(ms / 1000)} s.`)), ms);
  });
  return Promise.race([wait, late]).finally(() => clearTimeout(timer));
};

/**
 * Watches in the page itself, so that the moment is exact and what soon goes again is seen: a test's own looks come a second apart.
 * @param what for the message when it never appears
 * @returns milliseconds from the click until an element of this selector holds the text
 */
export const untilShown = (page: Page, selector: string, text: string, what: string, ms = PATIENCE_MS): Promise<number> => {
  const shown = page.evaluate<number>(
    `new Promise((resolve) => {
      const [selector, text] = ${JSON.stringify([selector, text])};
      const look = () => {
        const found = [...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text));
        if (found) { observer.disconnect(); resolve(performance.now() - window.clickedAt); }
        return found;
      };
      const observer = new MutationObserver(look);
      if (!look()) observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    })`,
  );
  return within(shown, what, ms);
};

const selectRows = async (page: Page, numbers: readonly string[]): Promise<void> => {
  const wanted = new Set(numbers);
  for (;;) {
    for (const number of [...wanted]) {
      const row = page.locator(`#invoice-grid tr[data-number="${number}"] input[type=checkbox]`);
      if ((await row.count()) === 0) continue;
      await row.check();
      wanted.delete(number);
    }
    if (wanted.size === 0) return;
    const before = await page.textContent('#list-count');
    await page.click('button[aria-label="Next page"]');
    if ((await page.textContent('#list-count')) === before) throw new Error(`The grid does not show ${[...wanted].join(', ')}.`);
  }
};

/** Opens a browser page and signs in. */
export const sitDown = async (
  browser: Browser,
  world: Pick<World, 'dataverse'>,
  who: PersonKey,
  colours: 'light' | 'dark' = 'light',
): Promise<PersonAtBrowser> => {
  const { origin } = world.dataverse;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-AU',
    timezoneId: 'Australia/Sydney',
    colorScheme: colours,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addCookies([{ name: 'stand-in-user', value: people[who].userId, url: origin }]);
  const page = await context.newPage();
  return {
    page,
    openList: async () => {
      await page.goto(`${origin}/main.aspx?pagetype=entitylist&etn=invoice`);
      await ready(page);
    },
    openInvoice: async (id) => {
      await page.goto(`${origin}/main.aspx?pagetype=entityrecord&etn=invoice&id=${id}`);
      await ready(page);
    },
    sendFromForm: async (number) => {
      await clickAndNote(page);
      return untilShown(page, '#xero-status [role=status]', number, `The number ${number}`);
    },
    sendFromGrid: async (numbers) => {
      await selectRows(page, numbers);
      await clickAndNote(page);
      const bar = '#global-notifications .bar:not(.bar-information)';
      const ms = await untilShown(page, bar, '', 'The summary', 2 * PATIENCE_MS);
      return { ms, summary: (await page.textContent(bar)) ?? '' };
    },
    close: () => context.close(),
  };
};
