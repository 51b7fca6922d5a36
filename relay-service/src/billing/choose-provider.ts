/** The payment provider that the settings name. */
import type { Config } from '../config.ts';
import { ConfigurationError } from '../errors.ts';
import type { Plan } from '../core/plans.ts';
import { planOf } from '../core/plans.ts';
import { noBilling } from './none.ts';
import type { BillingProvider } from './provider.ts';
import { stripeBilling } from './stripe.ts';

export type BillingSettings = Pick<Config, 'BILLING' | 'STRIPE_SECRET_KEY' | 'STRIPE_WEBHOOK_SECRET' | 'STRIPE_PRICES'>;

const pricesOf = (list: readonly string[]): Partial<Record<Plan['id'], string>> =>
  Object.fromEntries(
    list.map((entry) => {
      const [plan = '', price = ''] = entry.split(':');
      if (!planOf(plan) || price === '') throw new ConfigurationError([`STRIPE_PRICES is plan:price, separated by commas; not "${entry}"`]);
      return [plan, price];
    }),
  );

/** @throws {ConfigurationError} when the provider is unknown, or a setting of it is missing */
export const chooseProvider = (settings: BillingSettings): BillingProvider => {
  const { BILLING: name, STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = settings;
  if (name === 'none') return noBilling;
  if (name !== 'stripe') throw new ConfigurationError([`BILLING must be none or stripe: "${name}"`]);
  if (secretKey === null || webhookSecret === null)
    throw new ConfigurationError(['STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are needed where BILLING is stripe']);
  return stripeBilling({ secretKey, webhookSecret, prices: pricesOf(settings.STRIPE_PRICES) });
};
