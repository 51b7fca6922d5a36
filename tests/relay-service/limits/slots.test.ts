import { expect, test } from '@jest/globals';
import { createSlots } from '../../../relay-service/src/limits/slots.ts';

test('a call that may still run keeps its place until its time is over, or until the ledger says that it ended', () => {
  const slots = createSlots();
  for (const [key, until] of [
    ['a', 1_000],
    ['b', 2_000],
    ['c', 3_000],
  ] as const)
    slots.hold(key, until);
  expect([slots.free(0), slots.nextFree(0)]).toEqual([2, 1_000]);
  expect([slots.free(1_000), slots.nextFree(1_000)]).toEqual([3, 2_000]);
  slots.release(new Set(['b']));
  expect(slots.free(1_000)).toBe(4);
  expect([slots.free(2_000), slots.nextFree(2_000)]).toEqual([5, null]);
});

test('half of the places are taken away, again and again, never the last, and come back one by one', () => {
  const slots = createSlots();
  slots.halve(100_000);
  expect(slots.free(100_000)).toBe(2);
  slots.halve(100_000);
  slots.halve(100_000);
  expect([slots.free(100_000), slots.nextFree(100_000)]).toEqual([1, 110_000]);
  expect([109_999, 110_000, 129_999, 140_000, 900_000].map((at) => slots.free(at))).toEqual([1, 2, 3, 5, 5]);
});
