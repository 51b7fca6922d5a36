import { expect, test } from '@jest/globals';
import { inTurns } from '../../relay-service/src/take-turns.ts';

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

test('everything is mapped in its order, and others have their turns in between', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 1);
  const items = Array.from({ length: 20 }, (_, index) => index);
  const mapped = await inTurns(items, (item) => {
    busy(10);
    return item * 2;
  });
  clearInterval(others);
  expect(mapped).toEqual(items.map((item) => item * 2));
  // One after each, but for what a busy machine leaves out.
  expect(turns).toBeGreaterThan(5);
});
