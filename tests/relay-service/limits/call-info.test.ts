import { expect, test } from '@jest/globals';
import { callInfoOf, problemOf } from '../../../relay-service/src/limits/call-info.ts';

test.each([
  ['minute', 'minute'],
  ['Minute', 'minute'],
  ['day', 'day'],
  ['daily', 'day'],
  ['concurrent', 'concurrent'],
  ['Concurrency limit exceeded', 'concurrent'],
  ['appminute', 'app'],
  ['app-minute', 'app'],
  ['App Minute', 'app'],
  ['', null],
  ['something new', null],
  [undefined, null],
] as const)('X-Rate-Limit-Problem "%s" is the limit of %s', (header, problem) => {
  expect(problemOf(header)).toBe(problem);
});

test('limits as an answer of August 2026 had them', () => {
  const headers = { 'x-rate-limit-problem': 'day', 'x-daylimit-remaining': '0', 'x-minlimit-remaining': '60', 'retry-after': '36000' };
  expect(callInfoOf(429, headers)).toEqual({
    status: 429,
    minuteLeft: 60,
    dayLeft: 0,
    appMinuteLeft: null,
    retryAfterMs: 36_000_000,
    problem: 'day',
  });
});

test('what a header does not say is not known', () => {
  expect(callInfoOf(200, { 'x-minlimit-remaining': '', 'retry-after': 'soon' })).toEqual({
    status: 200,
    minuteLeft: null,
    dayLeft: null,
    appMinuteLeft: null,
    retryAfterMs: null,
    problem: null,
  });
});
