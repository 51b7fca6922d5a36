import { describe, expect, test } from '@jest/globals';
import type { AgeOfGrant } from '../../../relay-service/src/core/consent-days.ts';
import { daysLeft } from '../../../relay-service/src/core/consent-days.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 5, 30);

describe('days that a consent lasts unused', () => {
  test.each<[string, AgeOfGrant['system'], number, AgeOfGrant['state'], number]>([
    ['Xero, just given', 'xero', 0, 'alive', 60],
    ['Xero, an hour old', 'xero', DAY / 24, 'alive', 59],
    ['Xero, a day before its end', 'xero', 59 * DAY, 'alive', 1],
    ['Xero, at its end', 'xero', 60 * DAY, 'alive', 0],
    ['Xero, long after it', 'xero', 400 * DAY, 'alive', 0],
    ['Microsoft, just given', 'entra', 0, 'alive', 90],
    ['Microsoft, two months old', 'entra', 60 * DAY, 'alive', 30],
    ['refused already', 'entra', 0, 'reconnect', 0],
  ])('%s', (_name, system, age, state, days) => {
    expect(daysLeft({ system, refreshedAt: now - age, state }, now)).toBe(days);
  });
});
