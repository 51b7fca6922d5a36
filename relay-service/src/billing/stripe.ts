/**
 * Stripe: its own page takes the card, another changes and cancels, signed events say what became of it ("Webhooks" and "Subscriptions",
 * docs.stripe.com). Held to Stripe's documentation and types; never tried against Stripe itself.
 * The library is large and most relays never need it, so it is loaded on first use.
 */
import type Stripe from 'stripe';
import type { Plan } from '../core/plans.ts';
import type { BillingProvider } from './provider.ts';
import { stripeCheckout } from './stripe-checkout.ts';
import type { PricesByPlan } from './stripe-events.ts';
import { meaningOf } from './stripe-events.ts';
import { stripePortalUrl } from './stripe-portal.ts';

export interface StripeSettings {
  readonly secretKey: string;
  /** Signing secret of the webhook endpoint. */
  readonly webhookSecret: string;
  /** Price ids by plan. */
  readonly prices: PricesByPlan;
  /** Stripe's API where it is not Stripe's own, in tests only. */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' };
}

export const stripeBilling = (settings: StripeSettings): BillingProvider => {
  let client: Promise<Stripe> | null = null;
  const stripe = (): Promise<Stripe> =>
    (client ??= import('stripe').then(
      ({ default: Library }) => new Library(settings.secretKey, { maxNetworkRetries: 2, ...settings.api }),
    ));
  const priceOf = ({ id }: Plan): string => {
    const price = settings.prices[id];
    if (price === undefined) throw new Error(`STRIPE_PRICES names no price for the plan ${id}.`);
    return price;
  };
  return {
    name: 'stripe',
    checkout: async (input) => stripeCheckout(await stripe(), priceOf(input.plan), input),
    manageUrl: async ({ plan, ...input }) => stripePortalUrl(await stripe(), { ...input, price: plan && priceOf(plan) }),
    readEvent: async (body, signature) => {
      try {
        return meaningOf(await (await stripe()).webhooks.constructEventAsync(body, signature, settings.webhookSecret), settings.prices);
      } catch (problem) {
        if ((problem as { readonly type?: unknown }).type === 'StripeSignatureVerificationError') return { kind: 'forged' };
        throw problem;
      }
    },
  };
};
