/** What Stripe's messages mean ("Subscription webhooks" and "Event ordering", docs.stripe.com). */
import type Stripe from 'stripe';
import type { Plan } from '../core/plans.ts';
import type { ProviderSubscription } from '../core/provider-subscription.ts';
import type { ReadEvent } from './provider.ts';

/** Price ids by plan. */
export type PricesByPlan = Readonly<Partial<Record<Plan['id'], string>>>;

const idOf = (reference: string | { readonly id: string } | null): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

/** What each status means for us. One that is not listed was never paid, so that nothing runs and nothing ends. */
const STATES: Readonly<Record<string, ProviderSubscription['state']>> = {
  active: 'paid',
  trialing: 'paid',
  // Stripe still tries to collect; it is said on the page.
  past_due: 'paid',
  unpaid: 'unpaid',
  // Stripe never takes it up again.
  canceled: 'ended',
};

/** A change in Stripe's billing portal changes the price alone: what was written at the checkout goes on naming the former plan. */
const planPaid = ({ items, metadata }: Stripe.Subscription, prices: PricesByPlan): string | null => {
  const price = items.data[0]?.price.id;
  return Object.entries(prices).find(([, id]) => id === price)?.[0] ?? metadata['plan'] ?? null;
};

/** What a subscription of Stripe's is for us; null while nothing was paid. @param at when it was so, in milliseconds since 1970 */
export const toldBy = (subscription: Stripe.Subscription, prices: PricesByPlan, at: number): ProviderSubscription | null => {
  const state = STATES[subscription.status];
  if (state === undefined) return null;
  const { id, customer, created, status } = subscription;
  const isPastDue = status === 'past_due';
  return {
    id,
    customer: idOf(customer),
    plan: planPaid(subscription, prices),
    state,
    beganAt: created * 1000,
    toldAt: at,
    ...(isPastDue ? { isPastDue } : {}),
  };
};

/** What a verified event means for us. */
export const meaningOf = (event: Pick<Stripe.Event, 'type' | 'data' | 'created'>, prices: PricesByPlan): ReadEvent => {
  const at = event.created * 1000;
  switch (event.type) {
    case 'checkout.session.completed': {
      const session = event.data.object as Stripe.Checkout.Session;
      const id = idOf(session.subscription);
      // A checkout that waits for the bank is completed by a later event of the subscription.
      if (session.mode !== 'subscription' || session.payment_status === 'unpaid' || id === null) return { kind: 'ignored' };
      const plan = session.metadata?.['plan'] ?? null;
      // Stripe makes the subscription in the moment that the checkout is completed.
      const told: ProviderSubscription = { id, customer: idOf(session.customer), plan, state: 'paid', beganAt: at, toldAt: at };
      return { kind: 'event', tenantId: session.metadata?.['tenant'] ?? null, told };
    }
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted': {
      const subscription = event.data.object as Stripe.Subscription;
      const told = toldBy(subscription, prices, at);
      return told === null ? { kind: 'ignored' } : { kind: 'event', tenantId: subscription.metadata['tenant'] ?? null, told };
    }
    default:
      return { kind: 'ignored' };
  }
};
