/** Opens a page of the table in a real browser, as the person that it is for. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PortalPage } from './portal-pages.ts';
import type { PortalWorld, Who } from './portal-world.ts';

/** One window for each kind of person, so that nobody logs in twice. */
export const windowsOf = (browser: Browser, world: PortalWorld) => {
  const open = new Map<Who, Promise<Page>>();
  const window = async (who: Who): Promise<Page> => {
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(60_000);
    if (who !== 'visitor')
      await context.addCookies([{ name: 'stl3_session', value: world.sessions[who], domain: 'localhost', path: '/', httpOnly: true }]);
    return context.newPage();
  };
  const pageOf = (who: Who): Promise<Page> => {
    const known = open.get(who) ?? window(who);
    open.set(who, known);
    return known;
  };
  return async (given: PortalPage): Promise<Page> => {
    const page = await pageOf(given.as);
    await page.goto(`${given.ownRelay ? world.ownRelayOrigin : world.origin}${await given.at(world)}`);
    if (given.form) {
      const { to, fields } = given.form;
      const form = page.locator(`form[method="post"][action="${to(world)}"]`).first();
      for (const [name, value] of Object.entries(fields)) {
        const field = form.locator(`[name="${name}"]`);
        await ((await form.locator(`select[name="${name}"]`).count()) > 0 ? field.selectOption(value) : field.fill(value));
      }
      // What the browser itself would refuse must be refused by the relay as well.
      await form.evaluate((element: { noValidate?: boolean }) => {
        element.noValidate = true;
      });
      await form.locator('button:not([type="button"])').last().click();
      await page.waitForLoadState();
    }
    const text = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
    const shown = typeof given.says === 'string' ? text.includes(given.says) : given.says.test(text);
    if (!shown) throw new Error(`${given.name} does not say “${String(given.says)}” at ${page.url()}:\n${text.slice(0, 600)}`);
    return page;
  };
};
