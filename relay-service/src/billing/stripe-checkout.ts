/** One open checkout at a time at Stripe ("Create", "Retrieve" and "Expire a Checkout Session", docs.stripe.com/api). */
import type Stripe from 'stripe';
import type { Checkout, CheckoutInput } from './provider.ts';

/** Statuses of a subscription that no money is collected for any more, or ever was. */
const OVER: readonly string[] = ['canceled', 'incomplete_expired'];

/** Null where Stripe knows no such checkout, as after a change from its test keys to the live ones. */
const retrieve = async ({ checkout }: Stripe, id: string): Promise<Stripe.Checkout.Session | null> => {
  try {
    return await checkout.sessions.retrieve(id, { expand: ['subscription'] });
  } catch (problem) {
    if ((problem as { readonly code?: unknown }).code === 'resource_missing') return null;
    throw problem;
  }
};

/** Ends an open one; it may be paid or ended by somebody else in the same moment, and then that is what it is. */
const end = async (stripe: Stripe, id: string): Promise<Stripe.Checkout.Session | null> => {
  try {
    return await stripe.checkout.sessions.expire(id);
  } catch (problem) {
    const now = await retrieve(stripe, id);
    if (now?.status === 'open') throw problem;
    return now;
  }
};

/** Whether it is what this person would get anew. */
const isSame = ({ metadata, customer_email, success_url }: Stripe.Checkout.Session, { plan, email, returnUrl }: CheckoutInput): boolean =>
  metadata?.['plan'] === plan.id && customer_email === email && success_url === returnUrl;

const wasPaid = ({ status, subscription }: Stripe.Checkout.Session): boolean =>
  status === 'complete' && subscription !== null && typeof subscription === 'object' && !OVER.includes(subscription.status);

const create = async ({ checkout }: Stripe, price: string, { tenantId, plan, email, returnUrl }: CheckoutInput): Promise<Checkout> => {
  const metadata = { tenant: tenantId, plan: plan.id };
  const { id, url } = await checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    customer_email: email,
    metadata,
    subscription_data: { metadata },
    success_url: returnUrl,
    cancel_url: returnUrl,
  });
  if (url === null) throw new Error('Stripe gave no address to pay at.');
  return { kind: 'redirect', id, url };
};

/** Opens one, or goes on with the former. @param price id of the plan's price */
export const stripeCheckout = async (stripe: Stripe, price: string, input: CheckoutInput): Promise<Checkout> => {
  let former = input.former === null ? null : await retrieve(stripe, input.former);
  if (former?.status === 'open') {
    if (former.url !== null && isSame(former, input)) return { kind: 'redirect', id: former.id, url: former.url };
    former = await end(stripe, former.id);
  }
  return former !== null && wasPaid(former) ? { kind: 'completed' } : create(stripe, price, input);
};
