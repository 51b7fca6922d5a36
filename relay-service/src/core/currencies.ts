/** How fine an amount may be: two decimals at most, for Xero's totals have no more, and none where the currency has no smaller unit. */
import type { CauseCode } from './causes.ts';
import type { Mapping } from './mapping.ts';
import type { Decimal } from './money.ts';
import { round } from './money.ts';

/** Currencies without a smaller unit (ISO 4217, minor unit 0). */
const WHOLE: readonly string[] = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');

const MAX_DECIMALS = 2;

/** A third decimal, as the dinar has it, is refused and never rounded away. */
export const tooFineOf = (amount: Decimal): CauseCode | null => (round(amount, MAX_DECIMALS).equals(amount) ? null : 'AMOUNT_TOO_FINE');

/** Whether prices in the currency are whole. */
export const isWholeCurrency = (code: string): boolean => WHOLE.includes(code.trim().toUpperCase());

const isWhole = ({ invoice }: Mapping): boolean => isWholeCurrency(invoice.currency?.code ?? '');

/** Decimals that a price in the invoice's currency may have. */
export const decimalsOf = (mapping: Mapping): number => (isWhole(mapping) ? 0 : MAX_DECIMALS);

/** The cause that what is sold may not be sent to this fraction, or null. Tax is another matter: Xero reckons it to two decimals in every currency. */
export const priceTooFineOf = (mapping: Mapping, amount: Decimal): CauseCode | null =>
  tooFineOf(amount) ?? (isWhole(mapping) && !amount.isInteger() ? 'AMOUNT_NOT_WHOLE' : null);
