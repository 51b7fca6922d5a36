/** A world with the demo page, quick enough for journeys, and a browser before it. `npm test` has built what the page runs. */
import type { Browser } from 'playwright-core';
import { built } from '../../scripts/built.ts';
import { launchBrowser } from '../sandbox/browser.ts';
import type { World, WorldOptions } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';

export interface DemoWorld {
  readonly world: World;
  readonly browser: Browser;
  close(): Promise<void>;
}

export const startDemoWorld = async (options: WorldOptions = {}): Promise<DemoWorld> => {
  const world = await startWorld({ webhookDelayMs: () => 300, pages: built, ...options });
  const browser = await launchBrowser();
  return {
    world,
    browser,
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
};

/** Waits until something holds. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> => {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${String(seconds)} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
