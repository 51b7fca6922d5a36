/** Events as Stripe signs and sends them, cut down to what is read of them (docs.stripe.com/api, "Event", "Subscription", "Session"). */
import Stripe from 'stripe';

export const webhookSecret = 'whsec_test';
export const tenantId = '0a0b0c0d-0000-4000-8000-000000000003';
/** In seconds since 1970, as Stripe counts. */
export const created = 1_795_000_000;

const signer = new Stripe('sk_test_signs_only');

/** @param at in seconds since 1970 */
export const sample = (type: string, object: object, at = created): string =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    api_version: '2026-01-28.clover',
    created: at,
    livemode: false,
    type,
    data: { object },
  });

/** A checkout of the plan Business that was paid. */
export const session = (given: object = {}) => ({
  id: 'cs_1',
  object: 'checkout.session',
  mode: 'subscription',
  status: 'complete',
  payment_status: 'paid',
  customer: 'cus_1',
  subscription: 'sub_1',
  metadata: { tenant: tenantId, plan: 'business' },
  ...given,
});

export interface GivenSubscription {
  readonly id?: string;
  readonly customer?: string;
  readonly status?: string;
  /** In seconds since 1970. */
  readonly created?: number;
  readonly price?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A subscription that runs, at a price that no plan has unless one is given. */
export const subscription = (given: GivenSubscription = {}) => {
  const { id = 'sub_1', price = 'price_of_no_plan', ...more } = given;
  const item = { id: `si_${id}`, object: 'subscription_item', price: { id: price, object: 'price' }, quantity: 1 };
  return {
    object: 'subscription',
    id,
    customer: 'cus_1',
    status: 'active',
    created,
    metadata: {},
    items: { object: 'list', data: [item] },
    ...more,
  };
};

export const sign = (payload: string, secret = webhookSecret, timestamp = Math.floor(Date.now() / 1000)): string =>
  signer.webhooks.generateTestHeaderString({ payload, secret, timestamp });
