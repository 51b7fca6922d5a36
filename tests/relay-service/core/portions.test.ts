import { expect, test } from '@jest/globals';
import { portions } from '../../../relay-service/src/core/portions.ts';

test.each([
  [0, []],
  [1, [[1]]],
  [3, [[1, 2, 3]]],
  [4, [[1, 2, 3], [4]]],
  [7, [[1, 2, 3], [4, 5, 6], [7]]],
] as const)('%d at three a time', (count, expected) => {
  expect(portions([1, 2, 3, 4, 5, 6, 7].slice(0, count), 3)).toEqual(expected);
});
