/** Every page of the portal in light and dark by axe, on a narrow screen, and by keyboard; the list is held to the routes themselves. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { accessibilityProblems } from '../sandbox/axe.ts';
import { focusProblems, sidewaysBy } from '../sandbox/looks.ts';
import { windowsOf } from '../sandbox/open-portal-page.ts';
import { notPages, portalPages } from '../sandbox/portal-pages.ts';
import type { PortalWorld } from '../sandbox/portal-world.ts';
import { startPortalWorld } from '../sandbox/portal-world.ts';
import { routesOf } from '../sandbox/routes-of.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser } from './in-browser.ts';

jest.setTimeout(900_000);

let here: InBrowser<PortalWorld>;
beforeAll(async () => {
  here = await inBrowser(startPortalWorld());
});
afterAll(() => here.close());

test('every address that can be opened is a page of the list, or is said to be none', async () => {
  const { world } = here;
  const opened = routesOf(world.portal.app).filter(({ method }) => method === 'GET');
  const listed = new Set([...portalPages.map(({ route }) => route), ...Object.keys(notPages)]);
  expect(opened.map(({ method, path }) => `${method} ${path}`).filter((route) => !listed.has(route))).toEqual([]);
  const known = new Set(routesOf(world.portal.app).map(({ method, path }) => `${method} ${path}`));
  expect([...listed].filter((route) => !known.has(route))).toEqual([]);
  expect(new Set(portalPages.map(({ name }) => name)).size).toBe(portalPages.length);
  for (const route of Object.keys(notPages)) {
    const url = route.slice(4).replace('new/:id', `new/${world.setUps.begun}`).replace(':id', world.connections.working.id);
    const answer = await world.portal.app.inject({
      url,
      headers: { accept: 'application/json' },
      cookies: { stl3_session: world.sessions.owner },
    });
    expect([route, answer.body.includes('<main')]).toEqual([route, false]);
  }
});

test('each is accessible in light and dark, fits 360 px, and shows where the focus is', async () => {
  const { world, browser } = here;
  const open = windowsOf(browser, world);
  const problems: string[] = [];
  for (const given of portalPages) {
    const found: string[] = [];
    try {
      const page = await open(given);
      found.push(...(await accessibilityProblems(page)));
      await page.setViewportSize({ width: 360, height: 740 });
      found.push(...(await sidewaysBy(page)), ...(await focusProblems(page)));
      await page.setViewportSize({ width: 1440, height: 900 });
    } catch (problem) {
      found.push((problem as Error).message);
    }
    problems.push(...found.map((problem) => `${given.name}: ${problem}`));
  }
  expect(problems).toEqual([]);
  process.stdout.write(`pages looked at: ${String(portalPages.length)}, each in light, dark, 1440 and 360 px\n`);
});
