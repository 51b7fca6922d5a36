import { expect, test } from '@jest/globals';
import { keepNewest } from '../../../relay-service/src/core/newest-kept.ts';

test.each([
  [4, ['first', 'second', 'third', 'fourth']],
  [3, ['second', 'third', 'fourth']],
  [1, ['fourth']],
  [0, []],
])('of four, %d are kept: what was put in first is forgotten', (most, kept) => {
  const memory = new Map(['first', 'second', 'third', 'fourth'].map((name) => [name, name]));
  keepNewest(memory, most);
  expect([...memory.keys()]).toEqual(kept);
});
