/** Which subscription has an effect: on a relay that a company runs itself none that the ledger holds has. */
import type { Subscription } from '../core/subscription.ts';
import { noSubscription, ofOwnRelay } from '../core/subscription.ts';

/** @param stored what the ledger holds for the organisation; undefined before anything was chosen or sent */
export const subscriptionInForce = (
  config: { readonly RELAY_SINGLE_TENANT: boolean },
  stored: Subscription | undefined = noSubscription,
): Subscription => (config.RELAY_SINGLE_TENANT ? ofOwnRelay : stored);
