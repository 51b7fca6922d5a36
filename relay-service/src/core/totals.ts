/** What Xero will come to for the document, and whether that is what Dynamics asks of the customer. */
import { priceTooFineOf, tooFineOf } from './currencies.ts';
import type { Predicted } from './document.ts';
import type { MappedLine } from './document-lines.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { amountOrZero, Decimal as decimal, fixed, parseAmount, sum, taxInGross, taxOnNet, ZERO } from './money.ts';

export interface Totals {
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/** Xero's arithmetic: tax by line, rounded there, then summed. */
export const predictTotals = (lines: readonly MappedLine[], lineAmountTypes: Mapping['lineAmountTypes']): Totals => {
  const priced = lines.flatMap((line) => line.priced ?? []);
  const amount = sum(priced.map((line) => line.amount));
  if (lineAmountTypes === 'noTax') return { net: amount, tax: ZERO, total: amount };
  if (lineAmountTypes === 'inclusive') {
    const tax = sum(priced.map((line) => taxInGross(line.amount, line.rate)));
    return { net: amount.minus(tax), tax, total: amount };
  }
  const tax = sum(priced.map((line) => taxOnNet(line.amount, line.rate)));
  return { net: amount, tax, total: amount.plus(tax) };
};

export const predictedOf = (totals: Totals, currency: string): Predicted => ({
  net: fixed(totals.net),
  tax: fixed(totals.tax),
  total: fixed(totals.total),
  currency,
});

const header = (mapping: Mapping, column: 'discountTotal' | 'freight' | 'taxTotal' | 'total', name: string): Decimal | null => {
  const text = mapping.invoice[column];
  if (text === null || text.trim() === '') return null;
  const amount = parseAmount(text);
  if (amount === null) return refuse(mapping, 'AMOUNT_NOT_A_NUMBER', { column: name }, `invoice.${name}`);
  const tooFine = column === 'discountTotal' || column === 'freight' ? priceTooFineOf(mapping, amount) : tooFineOf(amount);
  return tooFine === null ? amount : refuse(mapping, tooFine, { amount: amount.toFixed() }, `invoice.${name}`);
};

/** The invoice's own amounts. Where the header has none (it was never recalculated), the lines speak. */
export interface Asked extends Totals {
  readonly discount: Decimal;
  readonly freight: Decimal;
}

/** What Dynamics asks of the customer: stored amounts, never recomputed ones. */
export const askedOf = (mapping: Mapping): Asked => {
  const { lines } = mapping.invoice;
  const extended = sum(lines.map((line) => amountOrZero(line.extendedAmount)));
  const lineTax = sum(lines.map((line) => amountOrZero(line.tax)));
  const discount = header(mapping, 'discountTotal', 'totaldiscountamount') ?? ZERO;
  const freight = header(mapping, 'freight', 'freightamount') ?? ZERO;
  const tax = header(mapping, 'taxTotal', 'totaltax') ?? lineTax;
  const total = header(mapping, 'total', 'totalamount') ?? extended.minus(lineTax).minus(discount).plus(freight).plus(tax);
  const asked = { net: total.minus(tax), tax, total, discount, freight };
  if (!mapping.negated) return asked;
  return { net: asked.net.negated(), tax: tax.negated(), total: total.negated(), discount: discount.negated(), freight: freight.negated() };
};

/** How far the document is from what Dynamics asks. */
export interface Gap {
  readonly net: Decimal;
  readonly tax: Decimal;
}

/** Where Dynamics carries no tax, Xero's is accepted unless the settings take Dynamics for the truth. */
export const gapOf = (mapping: Mapping, asked: Asked, predicted: Totals): Gap => {
  if (mapping.lineAmountTypes !== 'exclusive') return { net: asked.total.minus(predicted.total), tax: ZERO };
  const accepted = asked.tax.isZero() && mapping.connection.settings.taxSource !== 'dynamicsIsTruth';
  return { net: asked.net.minus(predicted.net), tax: accepted ? ZERO : asked.tax.minus(predicted.tax) };
};

export const refuseNetGap = (mapping: Mapping, asked: Asked, predicted: Totals): void => {
  const inclusive = mapping.lineAmountTypes !== 'exclusive';
  refuse(
    mapping,
    inclusive ? 'TOTAL_DOES_NOT_TIE' : 'NET_DOES_NOT_TIE',
    { ours: fixed(inclusive ? asked.total : asked.net), theirs: fixed(inclusive ? predicted.total : predicted.net) },
    'invoice.totalamount',
  );
};

const LARGEST = new decimal('9999999999.99');

/** What Xero's totals can hold at all. */
export const checkTotals = (mapping: Mapping, asked: Asked, predicted: Totals): void => {
  const tooFine = tooFineOf(asked.total);
  if (tooFine !== null) refuse(mapping, tooFine, { amount: asked.total.toFixed() }, 'invoice.totalamount');
  if (predicted.total.abs().greaterThan(LARGEST)) refuse(mapping, 'AMOUNT_TOO_LARGE', {}, 'invoice.totalamount');
  if (predicted.total.isNegative() && !predicted.total.isZero()) refuse(mapping, 'NEGATIVE_TOTAL', {}, 'invoice.stl3_invoicetype');
};
