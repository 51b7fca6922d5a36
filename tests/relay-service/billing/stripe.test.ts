import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chooseProvider } from '../../../relay-service/src/billing/choose-provider.ts';
import { noBilling } from '../../../relay-service/src/billing/none.ts';
import type { BillingProvider } from '../../../relay-service/src/billing/provider.ts';
import { stripeBilling } from '../../../relay-service/src/billing/stripe.ts';
import type { Plan } from '../../../relay-service/src/core/plans.ts';
import { plans } from '../../../relay-service/src/core/plans.ts';
import type { StripeStandIn } from '../../sandbox/stripe.ts';
import { startStripe } from '../../sandbox/stripe.ts';
import { quietConfig } from '../routes/quiet-config.ts';
import { created, sample, session, sign, subscription, tenantId, webhookSecret } from './signed-events.ts';

const prices = { starter: 'price_starter', business: 'price_1' };
const billing = stripeBilling({ secretKey: 'sk_test_x', webhookSecret, prices });

describe("Stripe's signed events", () => {
  const at = created * 1000;
  const told = { id: 'sub_1', customer: 'cus_1', plan: 'business', state: 'paid', beganAt: at, toldAt: at };
  const paid = { kind: 'event', tenantId, told };
  const { metadata } = session();
  const unpaid = { kind: 'event', tenantId: null, told: { ...told, plan: null, state: 'unpaid' } };
  const nothing = { kind: 'ignored' };
  test.each([
    ['a checkout that was paid', 'checkout.session.completed', session(), paid],
    ['a checkout that waits for the bank', 'checkout.session.completed', session({ payment_status: 'unpaid' }), nothing],
    ['a checkout of something else', 'checkout.session.completed', session({ mode: 'payment', subscription: null }), nothing],
    ['a subscription that runs', 'customer.subscription.updated', subscription({ metadata }), paid],
    [
      'one whose price was changed at Stripe, where what was written at the checkout stays',
      'customer.subscription.updated',
      subscription({ metadata, price: 'price_starter' }),
      { ...paid, told: { ...told, plan: 'starter' } },
    ],
    [
      'one whose card failed once',
      'customer.subscription.updated',
      subscription({ status: 'past_due', metadata }),
      { ...paid, told: { ...told, isPastDue: true } },
    ],
    ['one that was given up', 'customer.subscription.updated', subscription({ status: 'unpaid' }), unpaid],
    ['one that is not yet paid', 'customer.subscription.created', subscription({ status: 'incomplete' }), nothing],
    ['one that was never paid', 'customer.subscription.updated', subscription({ status: 'incomplete_expired' }), nothing],
    [
      'one that was cancelled',
      'customer.subscription.deleted',
      subscription({ status: 'canceled' }),
      { ...unpaid, told: { ...unpaid.told, state: 'ended' } },
    ],
    ['anything else', 'invoice.payment_failed', { object: 'invoice' }, nothing],
  ])('%s', async (_name, type, object, meaning) => {
    const payload = sample(type, object);
    expect(await billing.readEvent(Buffer.from(payload), sign(payload))).toEqual(meaning);
  });

  test.each([
    ['another secret', (payload: string) => sign(payload, 'whsec_other')],
    ['another body', (payload: string) => sign(`${payload} `)],
    ['a signature of yesterday', (payload: string) => sign(payload, webhookSecret, Math.floor(Date.now() / 1000) - 86_400)],
    ['no signature', () => ''],
  ])('%s is a forgery', async (_name, signature) => {
    const payload = sample('checkout.session.completed', session());
    expect(await billing.readEvent(Buffer.from(payload), signature(payload))).toEqual({ kind: 'forged' });
  });
});

describe('paying', () => {
  let stripe: StripeStandIn;
  let provider: BillingProvider;
  const input = { tenantId, email: 'ann@example.com', returnUrl: 'https://relay.example.com/connections/1', former: null };
  const [starter, business, group] = plans as unknown as readonly [Plan, Plan, Plan];
  beforeEach(async () => {
    stripe = await startStripe();
    provider = stripeBilling({ secretKey: 'sk_test_x', webhookSecret, prices, api: stripe.api });
  });
  afterEach(() => stripe.close());
  const opened = (id: string) => ({ kind: 'redirect', id, url: `https://checkout.stripe.com/c/pay/${id}` });
  const stands = () => [...stripe.checkouts.values()].map(({ status }) => status);

  test("goes on at Stripe's page, which is told whose plan it is", async () => {
    expect(await provider.checkout({ ...input, plan: business })).toEqual(opened('cs_1'));
    expect(stripe.checkouts.get('cs_1')).toMatchObject({ metadata: { tenant: tenantId, plan: 'business' }, customer_email: input.email });
    await expect(provider.checkout({ ...input, plan: group })).rejects.toThrow('STRIPE_PRICES names no price for the plan group');
  });

  test('the checkout that is open goes on for the same plan and person, and ends before one for another opens', async () => {
    await provider.checkout({ ...input, plan: business });
    expect(await provider.checkout({ ...input, plan: business, former: 'cs_1' })).toEqual(opened('cs_1'));
    expect(await provider.checkout({ ...input, plan: starter, former: 'cs_1' })).toEqual(opened('cs_2'));
    expect(await provider.checkout({ ...input, plan: starter, former: 'cs_2', email: 'kim@example.com' })).toEqual(opened('cs_3'));
    expect(stands()).toEqual(['expired', 'expired', 'open']);
  });

  test.each(['cs_1', 'cs_of_the_test_keys'])('one that was ended, or that Stripe does not know, is in nobody’s way: %s', async (former) => {
    await provider.checkout({ ...input, plan: business });
    await provider.checkout({ ...input, plan: starter, former: 'cs_1' });
    expect(await provider.checkout({ ...input, plan: business, former })).toEqual(opened('cs_3'));
  });

  test('one that was paid, of which no message has come yet, is not paid again; after its subscription has ended one may choose', async () => {
    await provider.checkout({ ...input, plan: business });
    stripe.pay('cs_1', subscription());
    expect(await provider.checkout({ ...input, plan: starter, former: 'cs_1' })).toEqual({ kind: 'completed' });
    stripe.subscriptions.set('sub_1', subscription({ status: 'canceled' }));
    expect(await provider.checkout({ ...input, plan: starter, former: 'cs_1' })).toEqual(opened('cs_2'));
  });

  test('a subscription is changed and cancelled in the portal of whoever pays for it', async () => {
    stripe.subscriptions.set('sub_1', subscription({ price: prices.starter }));
    const managed = { subscriptionId: 'sub_1', returnUrl: input.returnUrl };
    const plain = { customer: 'cus_1', return_url: input.returnUrl };
    expect(await provider.manageUrl!({ ...managed, plan: null })).toBe('https://billing.stripe.com/p/session/bps_1');
    await provider.manageUrl!({ ...managed, plan: business });
    // It has this price already, which a change to would be refused.
    await provider.manageUrl!({ ...managed, plan: starter });
    expect(stripe.portals).toEqual([
      plain,
      {
        ...plain,
        'flow_data[type]': 'subscription_update_confirm',
        'flow_data[subscription_update_confirm][subscription]': 'sub_1',
        'flow_data[subscription_update_confirm][items][0][id]': 'si_sub_1',
        'flow_data[subscription_update_confirm][items][0][price]': 'price_1',
        'flow_data[subscription_update_confirm][items][0][quantity]': '1',
        'flow_data[after_completion][type]': 'redirect',
        'flow_data[after_completion][redirect][return_url]': input.returnUrl,
      },
      plain,
    ]);
  });

  test('without a provider a plan runs at once', async () => {
    expect(await noBilling.checkout({ ...input, plan: starter })).toEqual({ kind: 'active' });
  });

  test.each([
    [{ BILLING: 'paypal' }, /BILLING must be none or stripe/],
    [{ BILLING: 'stripe' }, /STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET/],
    [{ BILLING: 'stripe', STRIPE_SECRET_KEY: 'a', STRIPE_WEBHOOK_SECRET: 'b', STRIPE_PRICES: 'gold:price_1' }, /plan:price/],
  ])('settings %j stop the start', (settings, message) => {
    expect(() => chooseProvider(quietConfig(settings))).toThrow(message);
  });
});
