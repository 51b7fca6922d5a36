import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../../relay-service/src/limits/day-budget.ts';
import {
  afterDayLimit,
  afterHeader,
  afterSending,
  atTime,
  columnsOf,
  mayGo,
  merged,
  unknownDay,
} from '../../../relay-service/src/limits/day-budget.ts';
import type { Priority } from '../../../relay-service/src/limits/priorities.ts';

const now = 1_000_000_000;
const HOUR = 3_600_000;
const day = (known: Partial<Day>): Day => ({ left: null, limit: null, background: 0, resetsAt: null, learnedAt: now, ...known });
const goes = (known: Day, at = now): Priority[] =>
  (['clicks', 'bulk', 'background', 'extras'] as const).filter((priority) => mayGo(known, priority, at));

describe('who may go', () => {
  test.each<[string, Partial<Day>, Priority[]]>([
    ['nothing is known', {}, ['clicks', 'bulk', 'background', 'extras']],
    ['most of the day is left', { left: 4_000, limit: 5_000 }, ['clicks', 'bulk', 'background', 'extras']],
    ['extras leave three tenths', { left: 1_500, limit: 5_000 }, ['clicks', 'bulk', 'background']],
    ['a tenth and one', { left: 501, limit: 5_000 }, ['clicks', 'bulk', 'background']],
    ['a tenth is kept for clicks', { left: 500, limit: 5_000 }, ['clicks']],
    ['of a Starter plan too', { left: 100, limit: 1_000 }, ['clicks']],
    ['the last one', { left: 1, limit: 5_000 }, ['clicks']],
    ['none', { left: 0, limit: 5_000 }, []],
    ['background work has had its fifth', { left: 3_900, limit: 5_000, background: 1_000 }, ['clicks', 'bulk', 'extras']],
    ['background work has one left', { left: 3_900, limit: 5_000, background: 999 }, ['clicks', 'bulk', 'background', 'extras']],
  ])('%s', (_, known, expected) => {
    expect(goes(day(known))).toEqual(expected);
  });

  test('while nobody knows when the day ends, one call in half an hour finds out', () => {
    const kept = day({ left: 400, limit: 5_000 });
    expect(goes(kept, now + HOUR / 2 - 1)).toEqual(['clicks']);
    expect(goes(kept, now + HOUR / 2)).toEqual(['clicks', 'bulk', 'background', 'extras']);
    expect(goes({ ...kept, resetsAt: now + HOUR }, now + HOUR / 2)).toEqual(['clicks']);
  });

  test('none left is not for ever either: nobody would ever hear of the new day', () => {
    const none = day({ left: 0, limit: 5_000 });
    expect(goes(none, now + HOUR / 2 - 1)).toEqual([]);
    expect(goes(none, now + HOUR / 2)).toEqual(['clicks', 'bulk', 'background', 'extras']);
    expect(goes(afterSending(none, 'clicks', now + HOUR / 2), now + HOUR / 2)).toEqual([]);
    expect(goes({ ...none, resetsAt: now + HOUR }, now + HOUR / 2)).toEqual([]);
  });
});

describe('what is learned', () => {
  test('a header lowers the count, never raises it, and tells the plan', () => {
    expect(afterHeader(unknownDay, 998, now)).toMatchObject({ left: 998, limit: 1_000, learnedAt: now });
    expect(afterHeader(unknownDay, 4_998, now)).toMatchObject({ left: 4_998, limit: 5_000 });
    expect(afterHeader(day({ left: 900, limit: 5_000 }), 880, now)).toMatchObject({ left: 880, limit: 5_000 });
    expect(afterHeader(day({ left: 900, limit: 5_000 }), 903, now)).toMatchObject({ left: 900 });
    expect(afterHeader(day({ left: 900 }), null, now)).toMatchObject({ left: 900 });
  });

  test('much more than before is a new day, and so its end is known', () => {
    expect(afterHeader(day({ left: 40, limit: 5_000, background: 700 }), 4_999, now)).toEqual({
      left: 4_999,
      limit: 5_000,
      background: 0,
      resetsAt: now + 24 * HOUR,
      learnedAt: now,
    });
  });

  test('a plan that was changed is learned on the next day', () => {
    const next = atTime(day({ left: 10, limit: 5_000, resetsAt: now + HOUR }), now + HOUR);
    expect(afterHeader(next, 999, now + HOUR)).toMatchObject({ left: 999, limit: 1_000 });
  });

  test('Retry-After tells the end of the day; without it what was known of it stays', () => {
    expect(afterDayLimit(day({ left: 3, limit: 1_000 }), now + HOUR, now)).toMatchObject({ left: 0, resetsAt: now + HOUR });
    expect(afterDayLimit(day({ resetsAt: now + 2 * HOUR }), null, now)).toMatchObject({ left: 0, resetsAt: now + 2 * HOUR });
  });

  test('after the reset nothing is known but the next one', () => {
    const known = day({ left: 0, limit: 5_000, background: 900, resetsAt: now + HOUR });
    expect(atTime(known, now + HOUR - 1)).toBe(known);
    expect(atTime(known, now + HOUR)).toMatchObject({ left: null, background: 0, resetsAt: now + 25 * HOUR });
    expect(atTime(known, now + 60 * HOUR)).toMatchObject({ resetsAt: now + 73 * HOUR });
  });

  test('each call is counted when it is sent', () => {
    expect(afterSending(day({ left: 10 }), 'bulk', now)).toMatchObject({ left: 9, background: 0 });
    expect(afterSending(day({ left: 10 }), 'background', now)).toMatchObject({ left: 9, background: 1 });
    expect(afterSending(day({ left: 0 }), 'clicks', now)).toMatchObject({ left: 0 });
    expect(afterSending(unknownDay, 'clicks', now)).toMatchObject({ left: null });
  });
});

test('two relays’ accounts of one day: the more careful one; of two days the later', () => {
  const known = day({ left: 500, limit: 5_000, background: 10, resetsAt: now });
  const stored = { calls_day_left: 400, calls_day_limit: 1_000, calls_day_background: 30, day_resets_at: now };
  expect(merged(known, stored, now)).toMatchObject({ left: 400, limit: 5_000, background: 30 });
  expect(merged(known, { ...stored, day_resets_at: now - 1 }, now)).toBe(known);
  expect(merged(known, { ...stored, day_resets_at: now + 1 }, now)).toMatchObject({ left: 400, limit: 1_000, resetsAt: now + 1 });
  expect(merged(unknownDay, columnsOf(unknownDay), now)).toEqual({ ...unknownDay, learnedAt: now });
  expect(merged(unknownDay, columnsOf({ ...known, resetsAt: null }), now)).toMatchObject({ left: 500, limit: 5_000 });
});
