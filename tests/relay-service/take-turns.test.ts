import { setImmediate as nextLoop } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { inTurns, nextTurn, turnIsOver } from '../../relay-service/src/take-turns.ts';

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

  test('what is worked on side by side takes no longer turns than what is alone', async () => {
    const slowly = () => inTurns(items, () => busy(10));
    const loops = await loopsDuring(() => Promise.all([slowly(), slowly(), slowly()]));
    expect(loops).toBeGreaterThanOrEqual(3 * items.length - 3);
  });

  test('a turn is over after a while, and the next one is fresh', async () => {
    await nextLoop();
    expect(turnIsOver()).toBe(false);
    busy(10);
    expect(turnIsOver()).toBe(true);
    await nextTurn();
    expect(turnIsOver()).toBe(false);
  });

  test('turns are taken in the order in which they were asked for, but what others wait for comes first', async () => {
    const order: string[] = [];
    const take = async (name: string, isWaitedFor = false): Promise<void> => {
      await nextTurn(isWaitedFor);
      order.push(name);
    };
    await Promise.all([take('first'), take('second'), take('holds the ledger', true)]);
    expect(order).toEqual(['holds the ledger', 'first', 'second']);
  });
});
