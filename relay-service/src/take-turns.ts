/** Work over many items in turns, so that webhooks are answered and clicks are served meanwhile. */
import { setImmediate } from 'node:timers';

/** All work of one turn of the event loop together lasts about so long. */
const TURN_MS = 8;

/** When the first work of this turn of the event loop began, in milliseconds of the process; null = there was none yet. */
let began: number | null = null;
/** Whoever waits for a turn, the longest first. Each turn is one's alone: turns taken side by side would be one long one. */
const waiting: (() => void)[] = [];

const begin = (): number => {
  if (began === null) {
    began = performance.now();
    setImmediate(() => void (began = null));
  }
  return began;
};

/** Whether whatever has many more steps to go lets others have their turn first. */
export const turnIsOver = (): boolean => performance.now() - begin() >= TURN_MS;

const serveNext = (): void => {
  begin();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(serveNext);
};

/**
 * Lets whatever waits have its turn. A chain of promises that are kept at once, as those of SQLite are, lets nothing else run.
 * @param isWaitedFor others wait for what this one holds: it is the next
 */
export const nextTurn = (isWaitedFor = false): Promise<void> =>
  new Promise((resolve) => {
    // The clock is put back before whoever waits is served.
    begin();
    if (isWaitedFor) waiting.unshift(resolve);
    else waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serveNext);
  });

/** Maps one after the other, letting others have their turn now and then. */
export const inTurns = async <Item, Result>(items: readonly Item[], map: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  begin();
  for (const item of items) {
    results.push(map(item));
    if (turnIsOver()) await nextTurn();
  }
  return results;
};
