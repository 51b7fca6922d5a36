/** A world with the demo page, quick enough for journeys, and a browser before it. `npm test` has built what the page runs. */
import { built } from '../../scripts/built.ts';
import type { World, WorldOptions } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';
import type { InBrowser } from './in-browser.ts';
import { inBrowser } from './in-browser.ts';

export type DemoWorld = InBrowser<World>;

export const startDemoWorld = (options: WorldOptions = {}): Promise<DemoWorld> =>
  inBrowser(startWorld({ webhookDelayMs: () => 300, pages: built, ...options }));

/** Waits until something holds. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> => {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${String(seconds)} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
