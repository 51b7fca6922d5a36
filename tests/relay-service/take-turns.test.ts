import { setImmediate as nextLoop } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createTurn, inTurns, nextTurn } from '../../relay-service/src/take-turns.ts';

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
const items = Array.from({ length: 20 }, (_, index) => index);

/** How often the event loop came round meanwhile. */
const loopsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let loops = 0;
  let over = false;
  const count = async (): Promise<void> => {
    for (; !over; loops += 1) await nextLoop();
  };
  const counted = count();
  await work();
  over = true;
  await counted;
  return loops;
};

describe('work in turns', () => {
  test('everything is mapped in its order, and others have their turns in between', async () => {
    let mapped: number[] = [];
    const loops = await loopsDuring(async () => {
      mapped = await inTurns(items, (item) => {
        busy(10);
        return item * 2;
      });
    });
    expect(mapped).toEqual(items.map((item) => item * 2));
    expect(loops).toBeGreaterThanOrEqual(items.length);
  });

  test('a turn of several who work side by side is no longer for it: each further one takes a single step', async () => {
    const steps: string[] = [];
    const slowly = (who: string) =>
      inTurns(items, () => {
        busy(3);
        steps.push(who);
      });
    await Promise.all([slowly('a'), slowly('b'), slowly('c')]);
    const whileTheFirstWorks = steps.slice(0, steps.lastIndexOf('a')).join('');
    expect(whileTheFirstWorks).not.toMatch(/bb|cc/);
  });

  test('a turn is over after a while, the next one is fresh, and each kind of work has its own', async () => {
    const [isOver, isOtherOver] = [createTurn(), createTurn()];
    expect(isOver()).toBe(false);
    busy(10);
    expect(isOver()).toBe(true);
    expect(isOtherOver()).toBe(false);
    await nextTurn();
    expect(isOver()).toBe(false);
  });

  test('everybody who waits goes on in the next turn, however many they are', async () => {
    let served = 0;
    const all = Promise.all(Array.from({ length: 1_000 }, () => nextTurn().then(() => (served += 1))));
    await nextLoop();
    expect(served).toBeGreaterThanOrEqual(999);
    await all;
  });
});
