/** Decimal arithmetic with the roundings of both systems; nothing here ever touches a binary fraction. */
import { Decimal as BaseDecimal } from 'decimal.js';

/** Wide enough that no intermediate result of an invoice is ever rounded by the arithmetic itself. */
export const Decimal = BaseDecimal.clone({ precision: 60, rounding: BaseDecimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });
export type Decimal = BaseDecimal;

export const ZERO: Decimal = new Decimal(0);
export const CENT: Decimal = new Decimal('0.01');

const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

/** Reads decimal text; null for whatever is not a finite number. */
export const parseAmount = (text: string | null | undefined): Decimal | null => {
  const trimmed = text?.trim() ?? '';
  return PLAIN_NUMBER.test(trimmed) ? new Decimal(trimmed) : null;
};

/** Reads decimal text where nothing said is nothing: 0 for whatever is not a finite number. */
export const amountOrZero = (text: string | null | undefined): Decimal => parseAmount(text) ?? ZERO;

/** Half up as Xero rounds, which for negative amounts means away from zero. */
export const round = (amount: Decimal, decimals: number): Decimal => amount.toDecimalPlaces(decimals, BaseDecimal.ROUND_HALF_UP);

export const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, amount) => total.plus(amount), ZERO);

/** Decimal text with a fixed number of decimals; never "-0.00". */
export const fixed = (amount: Decimal, decimals = 2): string => (round(amount, decimals).isZero() ? ZERO : amount).toFixed(decimals);

export interface RateComponent {
  readonly rate: string;
  readonly compound: boolean;
}

/** Per cent that a net amount is taxed with; a compound component is charged on the net and the other components' tax. */
export const effectiveRate = (components: readonly RateComponent[]): Decimal => {
  const simple = sum(components.filter((component) => !component.compound).map((component) => new Decimal(component.rate)));
  const compound = sum(components.filter((component) => component.compound).map((component) => new Decimal(component.rate)));
  return simple.plus(compound.times(simple.dividedBy(100).plus(1)));
};

/** Tax on top of a net amount, rounded for its line as Xero does. */
export const taxOnNet = (net: Decimal, rate: Decimal): Decimal => round(net.times(rate).dividedBy(100), 2);

/** Tax within a gross amount, rounded for its line as Xero does. */
export const taxInGross = (gross: Decimal, rate: Decimal): Decimal => round(gross.times(rate).dividedBy(rate.plus(100)), 2);

/**
 * Splits a total by weights so that the parts sum exactly (largest remainder; equal remainders go to the earlier part).
 * Weights must not sum to zero.
 */
export const splitByLargestRemainder = (total: Decimal, weights: readonly Decimal[], decimals = 2): Decimal[] => {
  if (total.isNegative()) return splitByLargestRemainder(total.negated(), weights, decimals).map((part) => part.negated());
  const whole = sum(weights);
  const step = new Decimal(10).pow(-decimals);
  const exact = weights.map((weight) => total.times(weight).dividedBy(whole).dividedBy(step));
  const floors = exact.map((part) => part.floor());
  const missing = total.dividedBy(step).minus(sum(floors)).round().toNumber();
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part.minus(part.floor()) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index));
  return floors.map((part, index) => (raised.has(index) ? part.plus(1) : part).times(step));
};
