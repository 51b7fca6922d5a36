/** What a running world's Sync History says, and waiting until it says something. */
import type { World } from '../../sandbox/world.ts';

export const historyOf = (world: () => Pick<World, 'dataverse'>) => {
  const history = () =>
    world()
      .dataverse.control.rows('stl3_synchistory')
      .map(({ values }) => values);
  const textOf = (row: Readonly<Record<string, unknown>>) => String(row['stl3_message']);
  return {
    /** Rows whose message holds a text, or is like a pattern. */
    told: (text: string | RegExp) =>
      history().filter((row) => (typeof text === 'string' ? textOf(row).includes(text) : text.test(textOf(row)))),
    /** Waits until something is so; where it never is, the history says what happened instead. */
    until: async (isSo: () => boolean, seconds = 40): Promise<void> => {
      for (const end = Date.now() + seconds * 1000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 50)))
        if (Date.now() > end) throw new Error(`Not within ${String(seconds)} s; the history: ${JSON.stringify(history().map(textOf))}`);
    },
  };
};

/** Long enough for something to happen a second time, were it to. */
export const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2_500));
