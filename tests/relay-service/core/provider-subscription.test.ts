import { describe, expect, test } from '@jest/globals';
import type { ProviderSubscription } from '../../../relay-service/src/core/provider-subscription.ts';
import { afterMessage, paidOnes, settledBy } from '../../../relay-service/src/core/provider-subscription.ts';
import { noSubscription } from '../../../relay-service/src/core/subscription.ts';

const one = (given: Partial<ProviderSubscription> = {}): ProviderSubscription => ({
  id: 'sub_1',
  customer: 'cus_1',
  plan: 'starter',
  state: 'paid',
  beganAt: 10,
  toldAt: 10,
  ...given,
});
const idsOf = (all: readonly ProviderSubscription[]): readonly string[] => all.map(({ id }) => id);

describe('what the payment provider holds', () => {
  test.each([
    ['the first message', undefined, one(), one()],
    ['a newer one', one(), one({ plan: 'group', toldAt: 20 }), one({ plan: 'group', toldAt: 20 })],
    ['an older one', one({ plan: 'group', toldAt: 20 }), one(), one({ plan: 'group', toldAt: 20 })],
    ['the same one again', one(), one(), one()],
    ['what a message leaves out', one(), one({ plan: null, customer: null, toldAt: 20 }), one({ toldAt: 20 })],
    ['a checkout, which knows when it began only nearly', one({ beganAt: 10 }), one({ beganAt: 12, toldAt: 12 }), one({ toldAt: 12 })],
    ['the end, overtaken by what came before it', one({ toldAt: 20 }), one({ state: 'ended' }), one({ state: 'ended', toldAt: 20 })],
    ['anything after the end', one({ state: 'ended' }), one({ toldAt: 99 }), one({ state: 'ended' })],
  ])('%s', (_name, known, told, after) => {
    expect(afterMessage(known, told)).toEqual(after);
  });

  test('of those that are paid the one that began last counts, whatever the order', () => {
    const all = [one(), one({ id: 'sub_3', beganAt: 30, state: 'unpaid' }), one({ id: 'sub_2', plan: 'business', beganAt: 20 })];
    expect(idsOf(paidOnes(all))).toEqual(['sub_2', 'sub_1']);
    expect(idsOf(paidOnes(all.toReversed()))).toEqual(['sub_2', 'sub_1']);
    expect(settledBy(noSubscription, all)).toEqual({ ...noSubscription, plan: 'business', paid: 'yes' });
    const together = [one(), one({ id: 'sub_2' })];
    expect(idsOf(paidOnes(together))).toEqual(idsOf(paidOnes(together.toReversed())));
  });

  test('where none is paid any more it has ended with the last of them, once', () => {
    const all = [one({ state: 'ended', toldAt: 50 }), one({ id: 'sub_2', state: 'unpaid', toldAt: 40 })];
    const ended = settledBy({ ...noSubscription, plan: 'starter', paid: 'yes' }, all);
    expect(ended).toEqual({ ...noSubscription, plan: 'starter', paid: 'ended', endedAt: 50 });
    expect(settledBy(ended, [...all, one({ id: 'sub_3', state: 'ended', toldAt: 90 })])).toEqual(ended);
  });

  test('what the provider knows nothing of stays as it is', () => {
    expect(settledBy(noSubscription, [])).toBe(noSubscription);
  });
});
