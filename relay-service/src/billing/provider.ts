/** Charging, behind one small interface: who collects the money is a setting, what a subscription means is `core/subscription.ts`. */
import type { Plan } from '../core/plans.ts';
import type { ProviderSubscription } from '../core/provider-subscription.ts';

/** What a person must do to pay for a plan. */
export type Checkout =
  /** Nothing: the plan runs from now on. */
  | { readonly kind: 'active' }
  /** Go on at the provider's own page. */
  | { readonly kind: 'redirect'; readonly id: string; readonly url: string }
  /** Wait: a checkout of before was gone through, and the provider's message is on its way. */
  | { readonly kind: 'completed' };

export interface CheckoutInput {
  /** Xero organisation that the plan is for. */
  readonly tenantId: string;
  readonly plan: Plan;
  readonly email: string;
  /** Where the browser comes back to, either way. */
  readonly returnUrl: string;
  /** Checkout that was opened last for this organisation. It is gone on with, or ended, so that no two of them can be paid. */
  readonly former: string | null;
}

export interface ManageInput {
  /** By the provider's id; it has not ended. */
  readonly subscriptionId: string;
  /** Plan to change to; null where whoever pays is to look around. */
  readonly plan: Plan | null;
  /** Where the browser comes back to. */
  readonly returnUrl: string;
}

/** A message of the provider, verified; `forged` is answered with 400 or 401, `ignored` with 200. */
export type ReadEvent =
  | { readonly kind: 'event'; readonly tenantId: string | null; readonly told: ProviderSubscription }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'forged' };

export interface BillingProvider {
  readonly name: 'none' | 'stripe';
  /** @throws Error when the provider cannot be reached or refuses */
  checkout(input: CheckoutInput): Promise<Checkout>;
  /**
   * Address at the provider where a subscription is changed, paid or cancelled; null where it holds none. Whoever has the address acts as
   * the one who pays: it goes into the redirect and nowhere else. It throws an Error when the provider cannot be reached or refuses.
   */
  readonly manageUrl: ((input: ManageInput) => Promise<string>) | null;
  /** Reads a message that was posted to us; the signature covers its very bytes. */
  readEvent(body: Buffer, signature: string): Promise<ReadEvent>;
}
