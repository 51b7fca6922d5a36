import { expect, test } from '@jest/globals';
import { describeMeanwhile } from '../../../relay-service/src/core/describe-waiting.ts';
import type { Hindrance } from '../../../relay-service/src/core/retry-policy.ts';
import { retryPolicy } from '../../../relay-service/src/core/retry-policy.ts';

/** Noon in Sydney (UTC+11 in November). */
const now = Date.parse('2026-11-24T01:00:00Z');
const at = (hindrance: Hindrance, inMs: number | null): string | null =>
  describeMeanwhile(hindrance, { nextAt: inMs === null ? null : now + inMs, now, timeZone: 'Australia/Sydney' });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  ['day-limit', 2 * HOUR + 3 * MINUTE, 'Xero takes no more calls today. Nothing is lost; it is done by itself by about 14:05.'],
  ['day-limit', 13 * HOUR, 'Xero takes no more calls today. Nothing is lost; it is done by itself by about 01:00 tomorrow.'],
  ['day-limit', null, 'Xero takes no more calls today. Nothing is lost; it is done by itself within 24 hours.'],
  ['day-limit', 25 * HOUR, 'Xero takes no more calls today. Nothing is lost; it is done by itself within 24 hours.'],
  ['xero-not-answering', 20_000, 'Xero is not answering. The connector goes on trying, next in about 20 seconds.'],
  ['xero-not-answering', 4 * MINUTE + 1, 'Xero is not answering. The connector goes on trying, next at about 12:05.'],
  ['xero-not-answering', null, 'Xero is not answering. The connector goes on trying, next soon.'],
  ['minute-limit', 700, 'Xero takes no more calls this minute. The connector tries again in a second.'],
  ['minute-limit', 1_700, 'Xero takes no more calls this minute. The connector tries again in about 2 seconds.'],
  ['minute-limit', -5, 'Xero takes no more calls this minute. The connector tries again in a second.'],
  ['lane-busy', 2_000, null],
] as const)('%s in %s ms: %s', (hindrance, inMs, sentence) => {
  expect(at(hindrance, inMs)).toBe(sentence);
});

test('every hindrance that is told is told in words', () => {
  for (const hindrance of Object.keys(retryPolicy) as Hindrance[])
    expect(at(hindrance, 30_000) === null).toBe(retryPolicy[hindrance].says === null);
});
