/** One open checkout for an organisation, however many windows and clicks ask for one. */
import type { Ledger } from '../store/ledger.ts';
import { checkoutOf, replaceCheckout } from '../store/subscriptions.ts';
import type { BillingProvider, Checkout, CheckoutInput } from './provider.ts';

/**
 * Opens it in the place of the former. Of two at once, one comes second and looks again at what the first has opened; the one that it opened
 * itself is told to nobody, so that nobody can pay there, and the provider ends it after a day.
 * @throws Error when the provider cannot be reached or refuses
 */
export const openCheckout = async (billing: BillingProvider, ledger: Ledger, input: Omit<CheckoutInput, 'former'>): Promise<Checkout> => {
  const former = await checkoutOf(ledger, input.tenantId);
  const checkout = await billing.checkout({ ...input, former });
  if (checkout.kind !== 'redirect' || checkout.id === former) return checkout;
  return (await replaceCheckout(ledger, input.tenantId, former, checkout.id)) ? checkout : openCheckout(billing, ledger, input);
};
