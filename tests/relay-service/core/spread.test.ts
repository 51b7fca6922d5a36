import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { spreadMs } from '../../../relay-service/src/core/spread.ts';

const MINUTES = 5 * 60_000;

test.each([
  ['00000000-0000-4000-8000-000000000000', 0],
  ['80000000-0000-4000-8000-000000000000', MINUTES / 2],
  ['ffffffff-ffff-4fff-bfff-ffffffffffff', MINUTES - 1],
  ['no id', 0],
] as const)('%s comes after %d ms', (id, expected) => {
  expect(spreadMs(id, MINUTES)).toBe(expected);
});

test('a thousand ids are spread over all of the time', () => {
  const fifths = Map.groupBy(
    Array.from({ length: 1000 }, (_, index) => createHash('sha256').update(String(index)).digest('hex')),
    (id) => Math.floor(spreadMs(id, MINUTES) / 60_000),
  );
  expect([...fifths.keys()].toSorted()).toEqual([0, 1, 2, 3, 4]);
  for (const ids of fifths.values()) expect(ids.length).toBeGreaterThan(140);
});
