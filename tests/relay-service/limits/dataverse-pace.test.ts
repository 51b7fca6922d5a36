import { expect, test } from '@jest/globals';
import { createDataversePace } from '../../../relay-service/src/limits/dataverse-pace.ts';
import { createProtectionLimits } from '../../sandbox/dataverse/protection-limits.ts';
import { fakeClock } from './fake-clock.ts';

/** Many requests through the pace, held to the limits of the stand-in. */
const send = (count: number, lastingMs: number) => {
  const clock = fakeClock();
  const pace = createDataversePace(clock);
  const limits = createProtectionLimits(() => clock.now());
  let done = 0;
  let refused = 0;
  const one = async (): Promise<void> => {
    const leave = await pace.enter();
    let end: (() => void) | null = null;
    try {
      end = limits.enter('relay');
    } catch {
      refused += 1;
    }
    clock.after(lastingMs, () => {
      end?.();
      leave();
      done += 1;
    });
  };
  for (let index = 0; index < count; index++) void one();
  return { clock, pace, counts: () => ({ done, refused }) };
};

test('thirty at once, and the next as soon as one ends', async () => {
  const { clock, counts } = send(70, 100);
  await clock.pass(50);
  expect(counts()).toEqual({ done: 0, refused: 0 });
  await clock.pass(60);
  expect(counts().done).toBe(30);
  await clock.pass(1_000);
  expect(counts()).toEqual({ done: 70, refused: 0 });
});

test('six thousand requests do not fit into five minutes, and none is refused', async () => {
  const { clock, counts } = send(6_000, 20);
  await clock.pass(290_000);
  expect(counts().done).toBeLessThan(6_000);
  expect(counts().refused).toBe(0);
  await clock.pass(60_000);
  expect(counts()).toEqual({ done: 6_000, refused: 0 });
});

test('slow requests are held to the time that they may take together', async () => {
  const { clock, counts } = send(200, 12_000);
  await clock.pass(280_000);
  // 1,080 s of 1,200: ninety, and those that were under way when it was reached.
  expect(counts().done).toBeLessThanOrEqual(120);
  expect(counts().refused).toBe(0);
});

test('a pause that was asked for holds everything up', async () => {
  const { clock, pace, counts } = send(40, 100);
  pace.pause(5_000);
  await clock.pass(4_000);
  expect(counts().done).toBe(30);
  await clock.pass(2_500);
  expect(counts().done).toBe(40);
});
