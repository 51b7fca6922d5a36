/** A world with a browser before it, and what every page that a journey comes to has to stand. */
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems } from '../sandbox/axe.ts';
import { launchBrowser } from '../sandbox/browser.ts';
import { sidewaysBy, takePictures } from '../sandbox/looks.ts';

export interface InBrowser<World> {
  readonly world: World;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Both start at once and close together. */
export const inBrowser = async <World extends { close(): Promise<void> }>(starting: Promise<World>): Promise<InBrowser<World>> => {
  const [world, browser] = await Promise.all([starting, launchBrowser()]);
  return {
    world,
    browser,
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
};

/** With PICTURES that folder gets the page, narrow and wide, light and dark. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await takePictures(page, folder, name);
};

/** Accessible in light and dark, and nothing wider than the window, narrow and wide. */
export const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityProblems(page)).toEqual([]);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sidewaysBy(page)).toEqual([]);
  }
  await picture(page, name);
  await page.emulateMedia({ colorScheme: 'light' });
};
