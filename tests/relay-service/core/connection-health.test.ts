import { describe, expect, test } from '@jest/globals';
import type { Health, HealthFacts } from '../../../relay-service/src/core/connection-health.ts';
import { healthOf } from '../../../relay-service/src/core/connection-health.ts';

const well: HealthFacts = {
  state: 'connected',
  trouble: null,
  subscription: 'active',
  trialDaysLeft: null,
  runsOnPoll: false,
  parked: false,
  xeroDaysLeft: 60,
  dynamicsDaysLeft: 90,
};
/** Everything at once, so that the order shows. */
const all: HealthFacts = {
  ...well,
  state: 'paused',
  trouble: 'RECONNECT_XERO',
  subscription: 'trialOver',
  parked: true,
  trialDaysLeft: 1,
  xeroDaysLeft: 3,
  dynamicsDaysLeft: 2,
  runsOnPoll: true,
};

describe('how a connection stands', () => {
  test.each<[string, Partial<HealthFacts>, Health['level'], string, Health['mend']]>([
    ['all is well', {}, 'good', 'Working', null],
    ['without a webhook', { runsOnPoll: true }, 'good', 'Working, on poll', null],
    ['a trial with more than a week left', { subscription: 'trial', trialDaysLeft: 8 }, 'good', 'Working', null],
    ['a trial with a week left', { subscription: 'trial', trialDaysLeft: 7 }, 'attention', 'Trial: 7 days left', 'choosePlan'],
    ['the last day of a trial', { subscription: 'trial', trialDaysLeft: 1 }, 'attention', 'Trial: 1 day left', 'choosePlan'],
    ['before the trial', { subscription: 'notStarted' }, 'good', 'Working', null],
    ['a trial that is over', { subscription: 'trialOver' }, 'stopped', 'Trial over', 'choosePlan'],
    ['a plan that ended', { subscription: 'ended' }, 'stopped', 'Plan ended', 'choosePlan'],
    ['paused', { state: 'paused' }, 'attention', 'Paused', 'resume'],
    ['parked', { parked: true }, 'attention', 'Waiting for Xero', null],
    ['disconnected', { state: 'disconnected' }, 'stopped', 'Disconnected', 'connectAgain'],
    ['a copied environment', { state: 'copied' }, 'stopped', 'Environment copied', 'reconnectDynamics'],
    ['another installation', { state: 'takenOver' }, 'stopped', 'Taken over', 'reconnectDynamics'],
    ['eight days of consent at both', { xeroDaysLeft: 8, dynamicsDaysLeft: 8 }, 'good', 'Working', null],
    ['no consent known', { xeroDaysLeft: null, dynamicsDaysLeft: null }, 'good', 'Working', null],
    ['a week of consent at Xero', { xeroDaysLeft: 7 }, 'attention', 'Reconnect Xero within 7 days', 'reconnectXero'],
    ['a day of sign-in at Microsoft', { dynamicsDaysLeft: 1 }, 'attention', 'Reconnect Dynamics within 1 day', 'reconnectDynamics'],
    ['consent ended at Xero', { trouble: 'RECONNECT_XERO' }, 'stopped', 'Reconnect Xero', 'reconnectXero'],
    ['removed in Xero', { trouble: 'REMOVED_AT_XERO' }, 'stopped', 'Removed in Xero', 'reconnectXero'],
    ['consent ended at Microsoft', { trouble: 'RECONNECT_DYNAMICS' }, 'stopped', 'Reconnect Dynamics', 'reconnectDynamics'],
  ])('%s', (_name, facts, level, word, mend) => {
    const health = healthOf({ ...well, ...facts });
    expect(health).toMatchObject({ level, word, mend });
    expect(health.says).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('the most serious thing is said first', () => {
    const order: string[] = [];
    let facts: HealthFacts = { ...all, state: 'disconnected' };
    for (const change of [
      { state: 'paused' },
      { trouble: null },
      { subscription: 'trial' },
      { state: 'connected' },
      { parked: false },
      { xeroDaysLeft: 60 },
      { dynamicsDaysLeft: 90 },
      { trialDaysLeft: null },
      { runsOnPoll: false },
    ] satisfies Partial<HealthFacts>[]) {
      order.push(healthOf(facts).word);
      facts = { ...facts, ...change };
    }
    order.push(healthOf(facts).word);
    expect(order).toEqual([
      'Disconnected',
      'Reconnect Xero',
      'Trial over',
      'Paused',
      'Waiting for Xero',
      'Reconnect Xero within 3 days',
      'Reconnect Dynamics within 2 days',
      'Trial: 1 day left',
      'Working, on poll',
      'Working',
    ]);
  });
});
