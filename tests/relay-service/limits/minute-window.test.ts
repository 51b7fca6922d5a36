import { describe, expect, test } from '@jest/globals';
import { createMinuteWindow, WINDOW_MS } from '../../../relay-service/src/limits/minute-window.ts';

const windowOf = (...sentAt: readonly number[]) => {
  const minute = createMinuteWindow();
  for (const at of sentAt) minute.add(at);
  return minute;
};
const times = (count: number, from = 0, every = 0): number[] => Array.from({ length: count }, (_, index) => from + index * every);
const PER_MS = 12 / 60_000;

describe('one more call of a minute', () => {
  test.each([
    ['an empty window', [], 10_000, 0, 0, 0],
    ['the last place', times(59), 10_000, 0, 0, 0],
    ['a full one: when the first comes back', times(60), 10_000, 0, 0, WINDOW_MS - 10_000],
    ['all but those that stay free', times(50), 10_000, 10, 0, WINDOW_MS - 10_000],
    ['what came back counts no more', times(60), WINDOW_MS, 0, 0, 0],
    ['others need twelve until they come back, and there are twelve', times(47), 1_000, 0, PER_MS, 0],
    ['and there are eleven: once only eleven are needed', times(48), 1_000, 0, PER_MS, 5_000],
    ['and there are none: when they come back', times(59), 1_000, 0, PER_MS, WINDOW_MS - 1_000],
    ['places that come back one by one: nobody needs to wait for more than one', times(55, 0, 1_000), 55_000, 0, PER_MS, 0],
  ])('%s', (_what, sent, now, leaving, expected, wait) => {
    expect(windowOf(...sent).waitMs(now, leaving, expected)).toBe(wait);
  });

  test('whatever was sent before: whoever comes at the expected pace finds a place at each moment', () => {
    let waited = 0;
    for (let round = 0; round < 200; round++) {
      const random = (below: number): number => Math.floor(((Math.sin(round * 31 + below) + 1) / 2) * below);
      const minute = windowOf(...times(30 + random(29), 0, random(round % 2 === 0 ? 50 : 1_000)));
      let now = 20_000 + random(40_000);
      const wait = minute.waitMs(now, 2, PER_MS);
      if (wait > 0) waited += 1;
      minute.add((now += wait));
      for (const until = now + 2 * WINDOW_MS; now < until; now += 1 / PER_MS) {
        expect(minute.waitMs(now, 0)).toBe(0);
        minute.add(now);
      }
    }
    expect(waited).toBeGreaterThan(20);
  });
});
