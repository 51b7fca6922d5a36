import { expect, jest, test } from '@jest/globals';
import { steps } from '../../relay-service/src/jobs/steps.ts';
import { held } from './figures.ts';
import { proveOnce } from './rounds.ts';

// All rounds are one test, and a slow machine takes its time: this only ends what hangs.
jest.setTimeout(900_000);

// The short form of `npm run prove:once`: every step once; the long one goes through every fault at every step.
test('relays killed and stopped at every step make each invoice once and tell it truly', async () => {
  const figures = await proveOnce({ rounds: steps.length });
  const asked = steps.length * 7;
  expect(figures).toMatchObject({ asked, posted: asked, duplicates: 0, lost: 0, in_doubt_left: 0, rows_untrue: 0, effects_doubled: 0 });
  expect(held(figures)).toBe(true);
  expect(Math.min(...Object.values(figures.effects_seen))).toBeGreaterThan(0);
  expect(Math.min(...Object.values(figures.steps_hit))).toBeGreaterThan(0);
});
