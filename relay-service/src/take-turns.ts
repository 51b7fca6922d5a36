/** Work over many items in turns, so that webhooks are answered and clicks are served meanwhile. */
import { setImmediate } from 'node:timers/promises';

/** A turn lasts about so long. */
const TURN_MS = 8;

/** Lets whatever waits have its turn. A chain of promises that are kept at once, as those of SQLite are, lets nothing else run. */
export const nextTurn = (): Promise<void> => setImmediate();

/** Maps one after the other, letting others have their turn now and then. */
export const inTurns = async <Item, Result>(items: readonly Item[], map: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  let began = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    began = performance.now();
  }
  return results;
};
