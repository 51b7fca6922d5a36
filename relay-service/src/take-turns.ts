/** Work over many items in turns, so that webhooks are answered and clicks are served meanwhile. */
import { setImmediate } from 'node:timers';

/** All work of one kind in one turn of the event loop together lasts about so long; whoever comes after takes a single step. A webhook waits for a few turns. */
const TURN_MS = 4;

/** Whether whatever has many more steps of this kind to go lets others have their turn first. The first question of a turn begins it. */
export type IsTurnOver = () => boolean;

/** The clock of one kind of work. */
export const createTurn = (): IsTurnOver => {
  /** Milliseconds of the process; null = there was no such work yet in this turn of the event loop. */
  let began: number | null = null;
  return () => {
    if (began === null) {
      began = performance.now();
      setImmediate(() => void (began = null));
    }
    return performance.now() - began >= TURN_MS;
  };
};

/** Lets whatever waits have its turn. A chain of promises that are kept at once, as those of SQLite are, lets nothing else run. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const isMappingOver = createTurn();

/** Maps one after the other, letting others have their turn now and then. */
export const inTurns = async <Item, Result>(items: readonly Item[], map: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  isMappingOver();
  for (const item of items) {
    results.push(map(item));
    if (!isMappingOver()) continue;
    await nextTurn();
    isMappingOver();
  }
  return results;
};
