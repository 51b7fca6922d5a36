/** The exchange rate: Xero's of the day, or Dynamics' where it means the same and Xero can hold it. */
import type { Mapping } from './mapping.ts';
import { warn } from './mapping.ts';
import { parseAmount } from './money.ts';

const MAX_DECIMALS = 6;

/** What Dynamics puts there before anybody has entered a rate; two currencies at par lose nothing by Xero's own. */
const UNSET = 1;

/** CurrencyRate to send; undefined where Xero uses its own. Never for the organisation's base currency. */
export const rateOf = (mapping: Mapping, currency: string): number | undefined => {
  const { invoice, connection } = mapping;
  const base = connection.organisation.baseCurrency;
  if (connection.settings.rateSource !== 'dynamics' || currency === base) return undefined;
  const rate = parseAmount(invoice.exchangeRate);
  const isUsable = rate?.greaterThan(0) === true && !rate.equals(UNSET) && rate.decimalPlaces() <= MAX_DECIMALS;
  if (invoice.baseCurrency === base && isUsable) return rate.toNumber();
  warn(mapping, 'RATE_OF_XERO', { currency }, 'invoice.exchangerate');
  return undefined;
};
