/**
 * Stripe's billing portal ("Create a portal session", docs.stripe.com/api; "Customer portal flows", docs.stripe.com). Which changes it offers
 * is set in Stripe's dashboard: whoever runs the relay switches the portal on there, with the price of every plan among those to switch to.
 */
import type Stripe from 'stripe';

interface PortalInput {
  readonly subscriptionId: string;
  /** Price to change to, which the portal then only asks to confirm; null for the portal's first page. */
  readonly price: string | null;
  readonly returnUrl: string;
}

/** Changes the one item that a subscription of ours has; null where it has that price already, which Stripe would refuse. */
const flowTo = (
  { id, items }: Stripe.Subscription,
  { price, returnUrl }: PortalInput,
): Stripe.BillingPortal.SessionCreateParams.FlowData | null => {
  const [item] = items.data;
  if (price === null || item === undefined || item.price.id === price) return null;
  return {
    type: 'subscription_update_confirm',
    subscription_update_confirm: { subscription: id, items: [{ id: item.id, price, quantity: 1 }] },
    after_completion: { type: 'redirect', redirect: { return_url: returnUrl } },
  };
};

/** Address of a portal session of whoever pays for a subscription. */
export const stripePortalUrl = async (stripe: Stripe, input: PortalInput): Promise<string> => {
  const subscription = await stripe.subscriptions.retrieve(input.subscriptionId);
  const { customer } = subscription;
  const flow = flowTo(subscription, input);
  const { url } = await stripe.billingPortal.sessions.create({
    customer: typeof customer === 'string' ? customer : customer.id,
    return_url: input.returnUrl,
    ...(flow === null ? {} : { flow_data: flow }),
  });
  return url;
};
