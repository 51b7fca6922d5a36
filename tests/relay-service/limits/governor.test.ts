import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CallInfo, Governor } from '../../../relay-service/src/limits/governor.ts';
import { createGovernor } from '../../../relay-service/src/limits/governor.ts';

let time: number;
let governor: Governor;

const fine: CallInfo = { status: 200, minuteLeft: null, dayLeft: null, retryAfterMs: null };
/** One call that is over at once. @returns when it was let in */
const call = async (info: CallInfo | null = fine, patienceMs = 120_000): Promise<number> => {
  const leave = await governor.enter(patienceMs);
  leave(info);
  return time;
};

beforeEach(() => {
  time = 1_000_000;
  governor = createGovernor({
    now: () => time,
    sleep: (ms) => {
      time += ms;
      return Promise.resolve();
    },
  });
});

describe('the governor', () => {
  test('no window of a minute ever holds more than 60 calls', async () => {
    const times: number[] = [];
    for (let index = 0; index < 300; index++) {
      times.push(await call());
      time += index % 7 === 0 ? 400 : 5;
    }
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
    expect(most).toBe(60);
    // Five minutes of limit for 300 calls, and hardly more.
    expect((time - 1_000_000) / 60_000).toBeLessThan(5);
  });

  test('five at once, the sixth waits for a place', async () => {
    const leaves = await Promise.all(Array.from({ length: 5 }, () => governor.enter(0)));
    await expect(governor.enter(0)).rejects.toMatchObject({ code: 'XERO_LIMIT', executed: 'no', retryable: true });
    leaves[0]?.(fine);
    // Leaving twice frees one place only.
    leaves[0]?.(fine);
    await governor.enter(0);
    await expect(governor.enter(0)).rejects.toMatchObject({ code: 'XERO_LIMIT' });
  });

  test('a 429 pauses for as long as Xero says, and who is in a hurry hears how long', async () => {
    await call({ status: 429, minuteLeft: 0, dayLeft: null, retryAfterMs: 30_000 });
    await expect(governor.enter(2_000)).rejects.toMatchObject({ code: 'XERO_LIMIT', retryAfterMs: 61_000 });
    const before = time;
    expect((await call()) - before).toBeGreaterThanOrEqual(30_000);
  });

  test('a 429 without a time pauses for a second', async () => {
    await call({ status: 429, minuteLeft: null, dayLeft: null, retryAfterMs: null });
    const before = time;
    expect((await call()) - before).toBe(1_000);
  });

  test('headers lower our count, never raise it', async () => {
    await call({ ...fine, minuteLeft: 1 });
    await call({ ...fine, minuteLeft: 59 });
    const before = time;
    expect((await call()) - before).toBeGreaterThan(50_000);
  });

  test('a call that was never answered frees its place', async () => {
    for (let index = 0; index < 6; index++) await call(null);
    expect(time).toBe(1_000_000);
  });
});
