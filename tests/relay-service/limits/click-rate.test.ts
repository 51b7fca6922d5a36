import { expect, test } from '@jest/globals';
import { createClickRate } from '../../../relay-service/src/limits/click-rate.ts';

const perMinute = (clicks: readonly number[], now: number): number => {
  const rate = createClickRate();
  for (const at of clicks) {
    rate.clicked(at);
    rate.sent(at);
  }
  return Math.round(rate.expected(now) * 60_000 * 10) / 10;
};
const times = (count: number, at: number): number[] => Array.from({ length: count }, () => at);
const every = (ms: number, until: number): number[] => Array.from({ length: until / ms }, (_, index) => (index + 1) * ms);

test.each([
  ['nobody clicked', [], 1_000, 10],
  ['one click', [1_000], 1_000, 10],
  ['every three seconds, since fifteen', every(3_000, 15_000), 15_000, 16],
  ['every three seconds, for minutes', every(3_000, 180_000), 180_000, 19.7],
  // Bulk of the same selection waited a minute for clicks that never came.
  ['the first few of a selection, all at once', times(22, 1_000), 2_000, 10],
  ['and when they are half a minute old', times(22, 1_000), 40_000, 10],
  ['two who are not done yet', [...times(4, 1_000), ...times(4, 12_000)], 14_000, 30],
  ['more than half of the minute is kept for nobody', every(500, 60_000), 60_000, 30],
])('%s', (_what, clicks, now, expected) => {
  expect(perMinute(clicks, now)).toBe(expected);
});
