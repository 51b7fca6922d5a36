import { describe, expect, test } from '@jest/globals';
import type { Hindrance } from '../../../relay-service/src/core/retry-policy.ts';
import { hindranceOf, restMs, retryPolicy } from '../../../relay-service/src/core/retry-policy.ts';

const hindrances = Object.keys(retryPolicy) as Hindrance[];

describe('how long something rests', () => {
  test.each([
    ['lane-busy', 0, null, 2_000],
    ['lane-busy', 9, null, 2_000],
    ['changed-meanwhile', 0, null, 0],
    ['dynamics-not-answering', 0, null, 2_500],
    ['dynamics-not-answering', 1, null, 5_000],
    ['dynamics-not-answering', 6, null, 160_000],
    ['dynamics-not-answering', 7, null, 300_000],
    ['dynamics-not-answering', 10_000, null, 300_000],
    ['xero-not-answering', 0, null, 5_000],
    ['minute-limit', 0, 30_000, 30_000],
    ['minute-limit', 0, 1_000, 2_000],
    ['answer-not-written', 0, null, 60_000],
    ['answer-not-written', 30, null, 1_800_000],
    ['several-found', 3, null, 3_600_000],
    ['unexpected', -1, null, 2_500],
  ] as const)('%s, tried %d times before, asked to wait %s: %d ms', (hindrance, attempts, asksMs, expected) => {
    expect(restMs(hindrance, { attempts, asksMs })).toBe(expected);
  });

  test('a jitter adds a part of the own rest at the most', () => {
    expect(restMs('minute-limit', { random: 0.5 })).toBe(2_200);
    expect(restMs('minute-limit', { random: 0.5, asksMs: 60_000 })).toBe(60_200);
    expect(restMs('lane-busy', { random: 0.99 })).toBe(2_000);
  });

  test.each(hindrances)('%s grows, ends nowhere, and never rests longer than an hour by itself', (hindrance) => {
    const rests = Array.from({ length: 40 }, (_, attempts) => restMs(hindrance, { attempts }));
    expect(rests.toSorted((left, right) => left - right)).toEqual(rests);
    expect(rests.at(-1)).toBe(retryPolicy[hindrance].atMostMs);
    expect(rests.at(-1)).toBeLessThanOrEqual(3_600_000);
  });
});

test.each([
  ['XERO_DAY_LIMIT', 'day-limit'],
  ['XERO_LIMIT', 'minute-limit'],
  ['XERO_RATE_LIMITED', 'minute-limit'],
  ['XERO_NO_ANSWER', 'xero-not-answering'],
  ['XERO_UNAVAILABLE', 'xero-not-answering'],
  ['XERO_NOT_ANSWERING', 'xero-not-answering'],
  ['TOKEN_NOT_RENEWED', 'token-not-renewed'],
  ['RECONNECT', 'consent-ended'],
  ['XERO_DISCONNECTED', 'consent-ended'],
  ['DATAVERSE_NO_ANSWER', 'dynamics-not-answering'],
  ['XERO_BAD_REQUEST', 'unexpected'],
  [null, 'unexpected'],
] as const)('%s is met as %s', (code, hindrance) => {
  expect(hindranceOf(code)).toBe(hindrance);
});
