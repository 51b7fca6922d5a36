import { describe, expect, test } from '@jest/globals';
import { countAge, isYoung } from '../../../relay-service/src/jobs/age-of-call.ts';

describe("a call's age", () => {
  const MINUTE = 60_000;
  test.each([
    ['by both clocks', 1, 2, 2],
    ['where the ledger is set back', -60, 6, 6],
    ['where the machine slept and the monotonic clock stood still', 8, 0, 8],
  ] as const)('%s', (_name, ledgerMinutes, monotonicMinutes, minutes) => {
    const at = { ledger: 1_000, monotonic: 5 };
    const age = countAge(
      () => at.ledger,
      () => at.monotonic,
    );
    expect(age()).toBe(0);
    at.ledger += ledgerMinutes * MINUTE;
    at.monotonic += monotonicMinutes * MINUTE;
    expect(age()).toBe(minutes * MINUTE);
  });

  test('is young for less than five minutes', () => {
    expect(isYoung({ timeScale: 1 }, 5 * MINUTE - 1)).toBe(true);
    expect(isYoung({ timeScale: 1 }, 5 * MINUTE)).toBe(false);
    expect(isYoung({ timeScale: 60 }, 5_000)).toBe(false);
  });
});
