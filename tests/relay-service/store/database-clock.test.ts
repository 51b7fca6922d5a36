import { afterEach, expect, test } from '@jest/globals';
import type { DatabaseClock } from '../../../relay-service/src/store/database-clock.ts';
import { databaseClock } from '../../../relay-service/src/store/database-clock.ts';

let clock: DatabaseClock | null = null;
afterEach(() => clock?.stop());

const HOUR = 3_600_000;

test('this machine may be an hour off: leases are written by the database’s clock', async () => {
  let ours = 5_000;
  clock = await databaseClock(
    () => Promise.resolve(ours + HOUR),
    () => ours,
  );
  expect(clock.now()).toBe(5_000 + HOUR);
  ours += 20_000;
  expect(clock.now()).toBe(25_000 + HOUR);
});

test('a slow answer says little about the time: the fastest of three counts', async () => {
  let ours = 0;
  const delays = [800, 10, 400];
  clock = await databaseClock(
    () => {
      const theirs = ours + HOUR;
      ours += delays.shift()!;
      return Promise.resolve(theirs);
    },
    () => ours,
  );
  // Half of the 10 ms is all that it can be wrong by.
  expect(Math.abs(clock.now() - (ours + HOUR))).toBeLessThanOrEqual(5);
});

test('a database that does not tell the time is no ledger', async () => {
  await expect(databaseClock(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});
