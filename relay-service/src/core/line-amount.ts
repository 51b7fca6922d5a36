/** Quantity, price and discount of a line such that Xero comes to the very amount that Dynamics stored. */
import { priceTooFineOf } from './currencies.ts';
import type { InvoiceLine } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { Decimal as decimal, fixed, parseAmount, round, ZERO } from './money.ts';

/** Decimals that Xero keeps of a quantity and, asked for with `unitdp=4`, of a price. */
const MAX_DECIMALS = 4;
const LARGEST = new decimal('9999999999.99');

/** Amounts of a line as Dynamics stores them. */
export interface StoredAmounts {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Decimal;
  readonly tax: Decimal;
  /** What the line adds to the document before tax; where prices include tax, with it. */
  readonly amount: Decimal;
}

/** How the amount is put to Xero. */
export interface SentAmounts {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Decimal;
  /** What quantity, price and discount were where Xero cannot hold them. */
  readonly original: string | null;
}

const words = {
  quantity: 'quantity',
  pricePerUnit: 'price per unit',
  extendedAmount: 'extended amount',
  manualDiscount: 'manual discount',
  volumeDiscount: 'volume discount',
  tax: 'tax',
} as const;
const columns = {
  quantity: 'quantity',
  pricePerUnit: 'priceperunit',
  extendedAmount: 'extendedamount',
  manualDiscount: 'manualdiscountamount',
  volumeDiscount: 'volumediscountamount',
  tax: 'tax',
} as const;
type Column = keyof typeof words;

const read = (mapping: Mapping, line: InvoiceLine, number: number, column: Column, ifEmpty: Decimal | null): Decimal | null => {
  const field = `invoicedetail.${columns[column]}`;
  const text = line[column];
  if (text === null || text.trim() === '')
    return ifEmpty ?? refuse(mapping, 'LINE_AMOUNT_MISSING', { line: number, column: words[column] }, field);
  const amount = parseAmount(text);
  if (amount === null) return refuse(mapping, 'AMOUNT_NOT_A_NUMBER', { line: number, column: words[column] }, field);
  if (amount.abs().greaterThan(LARGEST)) return refuse(mapping, 'AMOUNT_TOO_LARGE', { line: number }, field);
  return amount;
};

/** A line of a credit note that was entered negative, as it is sent: a quantity below zero is turned first, else the price. */
const negated = ({ quantity, price, discount, tax, amount }: StoredAmounts): StoredAmounts => ({
  quantity: quantity.isNegative() ? quantity.negated() : quantity,
  price: quantity.isNegative() ? price : price.negated(),
  discount: discount.negated(),
  tax: tax.negated(),
  amount: amount.negated(),
});

/** The stored amounts, or null with the reason noted. */
export const storedAmounts = (mapping: Mapping, line: InvoiceLine, number: number): StoredAmounts | null => {
  const quantity = read(mapping, line, number, 'quantity', null);
  const price = read(mapping, line, number, 'pricePerUnit', null);
  const extended = read(mapping, line, number, 'extendedAmount', null);
  const manual = read(mapping, line, number, 'manualDiscount', ZERO);
  const volume = read(mapping, line, number, 'volumeDiscount', ZERO);
  const tax = read(mapping, line, number, 'tax', ZERO);
  if (!quantity || !price || !extended || !manual || !volume || !tax) return null;
  if (!tax.isZero() && mapping.lineAmountTypes !== 'exclusive') {
    const code = mapping.lineAmountTypes === 'inclusive' ? 'TAX_WITHIN_INCLUSIVE' : 'TAX_WITHOUT_TAX';
    return refuse(mapping, code, { line: number }, 'invoicedetail.tax');
  }
  const amount = extended.minus(tax);
  if (mapping.negated && amount.greaterThan(0))
    return refuse(mapping, 'MIXED_CREDIT_NOTE', { line: number }, 'invoicedetail.extendedamount');
  const tooFine = priceTooFineOf(mapping, amount);
  if (tooFine !== null) return refuse(mapping, tooFine, { line: number, amount: amount.toFixed() }, 'invoicedetail.extendedamount');
  const stored = { quantity, price, discount: round(manual.plus(volume.times(quantity)), 2), tax, amount };
  return mapping.negated ? negated(stored) : stored;
};

/** Amount of a line as Xero computes it. */
export const lineAmount = ({ quantity, price, discount }: Omit<SentAmounts, 'original'>): Decimal =>
  round(quantity.times(price), 2).minus(discount);

const holds = (value: Decimal): boolean => value.decimalPlaces() <= MAX_DECIMALS && value.abs().lessThanOrEqualTo(LARGEST);

const original = ({ quantity, price, discount }: StoredAmounts): string =>
  `${quantity.toFixed()} x ${price.toFixed()}${discount.isZero() ? '' : ` less ${fixed(discount)}`}`;

/** The forms that a line may take in Xero, the truest first. */
const candidates = (stored: StoredAmounts, discountsAllowed: boolean): SentAmounts[] => {
  const { quantity, price, discount, amount } = stored;
  // Not rounded: a discount of 62.02 off 62.015 is more than there is, and Xero would come to a cent below nothing.
  const gross = quantity.times(price);
  if (discount.isZero()) return [{ quantity, price, discount: ZERO, original: null }];
  // Xero takes a discount off a positive amount only, and never more than that.
  if (discountsAllowed && discount.isPositive() && discount.lessThanOrEqualTo(gross))
    return [{ quantity, price, discount, original: null }];
  return quantity.isZero() ? [] : [{ quantity, price: amount.dividedBy(quantity), discount: ZERO, original: original(stored) }];
};

/** How the line is sent; null with the reason noted where the settings forbid folding it. */
export const sentAmounts = (mapping: Mapping, stored: StoredAmounts, number: number): SentAmounts | null => {
  const faithful = candidates(stored, mapping.kind.discounts).find(
    (form) => holds(form.quantity) && holds(form.price) && lineAmount(form).equals(stored.amount),
  );
  if (faithful) return faithful;
  if (mapping.connection.settings.foldedLine === 'refuse')
    return refuse(mapping, 'LINE_NOT_REPRODUCIBLE', { line: number, net: fixed(stored.amount) }, 'invoicedetail.quantity');
  return { quantity: new decimal(1), price: stored.amount, discount: ZERO, original: original(stored) };
};
