/** Xero's arithmetic, in whole numbers of a millionth of a millionth; shares nothing with the relay's mapping. */

const DIGITS = 12;
const ONE = 10n ** BigInt(DIGITS);
const MILLION = 1_000_000;
const MILLIONTH = 10n ** BigInt(DIGITS - 6);
/** Up to fifteen digits a double stands for one decimal alone, and dividing a whole number by a million gives the double next to it. */
const FIFTEEN_DIGITS = 1e15;

/** A JSON number as a fixed-point whole number. */
export const fixedOf = (value: number | string): bigint => {
  const millionths = typeof value === 'number' ? Math.round(value * MILLION) : NaN;
  if (Math.abs(millionths) < FIFTEEN_DIGITS && millionths / MILLION === value) return BigInt(millionths) * MILLIONTH;
  const text = typeof value === 'number' ? (/e/i.test(String(value)) ? value.toFixed(DIGITS) : String(value)) : value;
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const digits = BigInt((whole || '0') + fraction.padEnd(DIGITS, '0').slice(0, DIGITS));
  return sign === '-' ? -digits : digits;
};

/** Rounds to so many decimals, half away from zero. */
export const roundTo = (value: bigint, decimals: number): bigint => {
  const unit = 10n ** BigInt(DIGITS - decimals);
  const half = unit / 2n;
  return value >= 0n ? ((value + half) / unit) * unit : -((-value + half) / unit) * unit;
};

/** Back to a JSON number. */
export const numberOf = (value: bigint): number => {
  const millionths = value % MILLIONTH === 0n ? Number(value / MILLIONTH) : NaN;
  if (Math.abs(millionths) < FIFTEEN_DIGITS) return millionths / MILLION;
  const digits = (value < 0n ? -value : value).toString().padStart(DIGITS + 1, '0');
  return Number(`${value < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`);
};

const times = (left: bigint, right: bigint): bigint => (left * right) / ONE;
const HUNDRED = fixedOf(100);

export interface TaxedLine {
  readonly quantity: bigint;
  readonly unitAmount: bigint;
  readonly discountRate: bigint;
  readonly discountAmount: bigint;
  /** Percent. */
  readonly rate: bigint;
}

/** Amount of a line as shown: quantity x unit price less discount, two decimals. */
export const lineAmount = (line: TaxedLine): bigint => {
  const gross = times(line.quantity, line.unitAmount);
  const discounted = line.discountRate === 0n ? gross - line.discountAmount : gross - times(gross, line.discountRate) / 100n;
  return roundTo(discounted, 2);
};

/** Tax of a line, two decimals: on top of a net amount, or out of a gross one. */
export const lineTax = (amount: bigint, rate: bigint, types: 'Exclusive' | 'Inclusive' | 'NoTax'): bigint => {
  if (types === 'NoTax') return 0n;
  if (types === 'Exclusive') return roundTo(times(amount, rate) / 100n, 2);
  return roundTo((amount * rate) / (HUNDRED + rate), 2);
};

export interface Totals {
  readonly subTotal: bigint;
  readonly totalTax: bigint;
  readonly total: bigint;
}

/** Totals of a document: tax is rounded line by line, then summed. */
export const totalsOf = (
  lines: readonly { readonly amount: bigint; readonly tax: bigint }[],
  types: 'Exclusive' | 'Inclusive' | 'NoTax',
): Totals => {
  const amounts = lines.reduce((total, { amount }) => total + amount, 0n);
  const totalTax = lines.reduce((total, { tax }) => total + tax, 0n);
  return types === 'Inclusive'
    ? { subTotal: amounts - totalTax, totalTax, total: amounts }
    : { subTotal: amounts, totalTax, total: amounts + totalTax };
};
