import { expect, test } from '@jest/globals';
import { automaticRequestIdOf } from '@stl3/solution';
import { createArrivals } from '../../../relay-service/src/jobs/arrivals.ts';

const ask = (arrivals = createArrivals()) => {
  let made = 0;
  return {
    arrivals,
    kinds: (count: number, who: string | null, at: number, everyMs = 100) =>
      Array.from({ length: count }, (_, index) => arrivals.kindOf('environment', who, `request ${String(made++)}`, at + index * everyMs)),
  };
};

test('the first five of one person are clicks, what follows at once is bulk', () => {
  expect(ask().kinds(8, 'ada', 0)).toEqual(['clicks', 'clicks', 'clicks', 'clicks', 'clicks', 'bulk', 'bulk', 'bulk']);
});

test('somebody else, and the same person later, click all the same', () => {
  const { kinds } = ask();
  kinds(200, 'ada', 0);
  expect(kinds(1, 'ben', 20_000)).toEqual(['clicks']);
  expect(kinds(1, 'ada', 40_000)).toEqual(['clicks']);
});

test('a person who clicks now and then never becomes bulk', () => {
  expect(new Set(ask().kinds(50, 'ada', 0, 3_000))).toEqual(new Set(['clicks']));
});

test('a request that the webhook and the poll both find counts once', () => {
  const arrivals = createArrivals();
  const kinds = Array.from({ length: 20 }, () => arrivals.kindOf('environment', 'ada', 'the same', 0));
  expect(new Set(kinds)).toEqual(new Set(['clicks']));
});

test('environments do not mix, and people who are not known count as one', () => {
  const { arrivals, kinds } = ask();
  kinds(6, null, 0);
  expect(arrivals.kindOf('elsewhere', null, 'a', 0)).toBe('clicks');
  expect(kinds(1, null, 0)).toEqual(['bulk']);
});

test('what automatic sending asks for is bulk from the first, and leaves the clicks of the person it works for alone', () => {
  const { arrivals, kinds } = ask();
  const automatic = Array.from({ length: 20 }, (_, index) => automaticRequestIdOf(`invoice ${String(index)}`));
  expect(new Set(automatic.map((id) => arrivals.kindOf('environment', 'ada', id, 0)))).toEqual(new Set(['bulk']));
  expect(kinds(1, 'ada', 10)).toEqual(['clicks']);
});
