import { describe, expect, test } from '@jest/globals';
import type { Circuit, Happened } from '../../../relay-service/src/limits/circuit.ts';
import { afterCall, closed, ofParking } from '../../../relay-service/src/limits/circuit.ts';

const now = 1_000_000;
const what = (kind: Happened['kind'], more: Partial<Happened> = {}): Happened => ({
  kind,
  probe: false,
  now,
  until: null,
  random: 0,
  timeScale: 1,
  ...more,
});
const closedAfter = (failures: number): Circuit => ({ state: 'closed', failures });
const open = (failures: number, inMs: number, cause: 'silence' | 'day' = 'silence'): Circuit => ({
  state: 'open',
  cause,
  failures,
  until: now + inMs,
});

describe('the circuit', () => {
  test.each<[string, Circuit, Happened, Circuit]>([
    ['answers keep it closed', closed, what('answered'), closed],
    ['one silence is no outage', closed, what('silence'), closedAfter(1)],
    ['an answer forgets a silence', closedAfter(2), what('answered'), closed],
    ['three in a row open it', closedAfter(2), what('silence'), open(3, 20_000)],
    ['with a jitter', closedAfter(2), what('silence', { random: 0.5 }), open(3, 22_000)],
    ['a probe that fails doubles the rest', open(3, 0), what('silence', { probe: true }), open(4, 40_000)],
    ['up to five minutes', open(30, 0), what('silence', { probe: true }), open(31, 300_000)],
    ['what was under way when it opened says nothing new', open(3, 20_000), what('silence'), open(3, 20_000)],
    ['an answer of what was under way ends a silence', open(3, 20_000), what('answered'), closed],
    ['a probe that is answered closes it', open(5, 0), what('answered', { probe: true }), closed],
    ['the day’s limit opens it until the reset', closed, what('day-limit', { until: now + 7_200_000 }), open(1, 7_200_000, 'day')],
    ['or for half an hour where nobody knows the reset', closed, what('day-limit'), open(1, 1_800_000, 'day')],
    ['a slow answer of before does not end the day’s limit', open(1, 7_200_000, 'day'), what('answered'), open(1, 7_200_000, 'day')],
    ['a probe does', open(1, 0, 'day'), what('answered', { probe: true }), closed],
    ['a probe of the day that gets no answer waits for one', open(1, 0, 'day'), what('silence', { probe: true }), open(2, 10_000)],
  ])('%s', (_, before, happened, after) => {
    expect(afterCall(before, happened)).toEqual(after);
  });

  test('of a parked lane', () => {
    expect(ofParking(null)).toBe(closed);
    expect(ofParking({ cause: 'day', until: 5, failures: 1 })).toEqual({ state: 'open', cause: 'day', until: 5, failures: 1 });
  });
});
