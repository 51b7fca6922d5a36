import { describe, expect, test } from '@jest/globals';
import { planOf, plans } from '../../../relay-service/src/core/plans.ts';
import type { Subscription } from '../../../relay-service/src/core/subscription.ts';
import {
  disconnectDueAt,
  noSubscription,
  startedTrial,
  subscriptionStateAt,
  trialDaysLeft,
  withPlan,
} from '../../../relay-service/src/core/subscription.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 10, 24);
const trial = startedTrial(noSubscription, start);
const of = (change: Partial<Subscription>): Subscription => ({ ...noSubscription, ...change });

describe('trial and plan', () => {
  test.each<[string, Subscription, number, string]>([
    ['nothing was sent yet', noSubscription, 0, 'notStarted'],
    ['a trial on its first day', trial, 0, 'trial'],
    ['a trial a millisecond before its end', trial, 30 * DAY - 1, 'trial'],
    ['a trial at its end', trial, 30 * DAY, 'trialOver'],
    ['a plan that is paid during the trial', { ...trial, paid: 'yes' }, DAY, 'active'],
    ['a plan that is paid after the trial', { ...trial, paid: 'yes' }, 90 * DAY, 'active'],
    ['a plan that ended within the trial leaves the rest of it', { ...trial, paid: 'ended', endedAt: start + DAY }, 2 * DAY, 'trial'],
    ['a plan that ended after the trial', { ...trial, paid: 'ended', endedAt: start + 60 * DAY }, 61 * DAY, 'ended'],
    ['a plan without a trial that ended', of({ paid: 'ended', endedAt: start }), DAY, 'ended'],
  ])('%s', (_name, subscription, after, state) => {
    expect(subscriptionStateAt(subscription, start + after)).toBe(state);
  });

  test('a second trial of the same organisation is the first one', () => {
    expect(startedTrial(trial, start + 40 * DAY)).toEqual(trial);
  });

  test.each<[string, Subscription, number, number | null]>([
    ['a running trial', trial, DAY, null],
    ['a trial that is over: 14 days of reading', trial, 31 * DAY, 44],
    ['a plan that ended: 14 days from its end', { ...trial, paid: 'ended', endedAt: start + 60 * DAY }, 61 * DAY, 74],
    [
      'a plan that ended within the trial: 14 days from the end of the trial',
      { ...trial, paid: 'ended', endedAt: start + DAY },
      31 * DAY,
      44,
    ],
    ['a plan that is paid', of({ paid: 'yes' }), 400 * DAY, null],
  ])('the connection is removed at Xero: %s', (_name, subscription, after, day) => {
    expect(disconnectDueAt(subscription, start, start + after)).toBe(day === null ? null : start + day * DAY);
  });

  test.each([
    ['connected while the trial ran', 10, 44],
    ['connected while it was read from only', 40, 54],
    ['connected long after the trial', 90, 104],
  ])('14 days are counted from the later of the two: %s', (_name, connectedOn, day) => {
    expect(disconnectDueAt(trial, start + connectedOn * DAY, start + 90 * DAY)).toBe(start + day * DAY);
  });

  test.each([
    [0, 30],
    [1, 30],
    [DAY, 29],
    [30 * DAY - 1, 1],
    [30 * DAY, null],
  ])('%d ms into the trial %s days are left', (after, left) => {
    expect(trialDaysLeft(trial, start + after)).toBe(left);
  });

  test('a plan that nobody charges for runs at once, also after one that ended', () => {
    const ended = of({ plan: 'starter', paid: 'ended', endedAt: 7 });
    expect(withPlan(ended, 'business')).toEqual(of({ plan: 'business', paid: 'yes' }));
  });

  test('plans have names of their own, and each says what it allows', () => {
    expect(new Set(plans.map(({ id }) => id)).size).toBe(plans.length);
    for (const plan of plans) expect(planOf(plan.id)).toBe(plan);
    expect(planOf('unknown')).toBeUndefined();
  });
});
