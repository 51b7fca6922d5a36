/** Whether the tax that Dynamics stores for each line is that of its tax type. */
import type { AddedLines } from './added-lines.ts';
import type { MappedLine, PricedLine } from './document-lines.ts';
import { hasOwnTaxType } from './invoice-discount.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { CENT, fixed, round, sum, ZERO } from './money.ts';

/** Before any rounding. */
const ownTax = ({ amount, rate }: PricedLine): Decimal => amount.times(rate).dividedBy(100);
const amountOf = (lines: readonly MappedLine[]): Decimal => sum(lines.map(({ priced }) => priced?.amount ?? ZERO));
const taxOf = (lines: readonly MappedLine[]): Decimal => sum(lines.flatMap(({ priced }) => (priced === null ? [] : [ownTax(priced)])));

/**
 * What the taxes of the lines may come to. Dynamics has no other place for tax than its lines, so that these may hold that of their prices
 * alone, less that of the discount, with that of the freight, or all of it; a document can tie with each, and the last is Xero's.
 */
const basesOf = (mapping: Mapping, lines: readonly MappedLine[], { discount, freight }: AddedLines): readonly Decimal[] => {
  const own = taxOf(lines);
  if (discount.length === 0 && freight.length === 0) return [own];
  // Not the tax of the discount's parts: they are rounded to cents, which would tell on a large line beside its reduction.
  const total = amountOf(lines);
  const shared = total.isZero() ? ZERO : own.times(amountOf(discount)).dividedBy(total);
  const less = hasOwnTaxType(mapping) ? taxOf(discount) : shared;
  const more = taxOf(freight);
  return [own, own.plus(less), own.plus(more), own.plus(less).plus(more)];
};

interface Misfit {
  readonly number: number;
  readonly priced: PricedLine;
  readonly computed: Decimal;
}

/** Lines whose tax is another one, where all taxes come to `basis` and each line has its part by its own. */
const misfitsOf = (lines: readonly MappedLine[], own: Decimal, basis: Decimal): readonly Misfit[] =>
  lines.flatMap(({ priced, number }) => {
    if (priced === null) return [];
    const tax = ownTax(priced);
    const computed = round(own.isZero() ? tax : tax.times(basis).dividedBy(own), 2);
    const { storedTax } = priced;
    // Beside the cent of its own rounding, one that makes the sum tie with parts that Xero rounds apart.
    const most = basis.equals(own) ? CENT : CENT.times(2);
    const fits = storedTax.isZero()
      ? computed.abs().lessThanOrEqualTo(most.minus(CENT))
      : storedTax.minus(computed).abs().lessThanOrEqualTo(most);
    return fits ? [] : [{ number, priced, computed }];
  });

const wordsOf = ({ discount, freight }: AddedLines): string => {
  const parts = [discount.length > 0 && ' after the discount', freight.length > 0 && ' with the tax of the freight'];
  return parts.filter((part) => part !== false).join(' and');
};

/** Tax by line: on all lines or on none, and at the rate that is mapped. */
export const checkLineTaxes = (mapping: Mapping, lines: readonly MappedLine[], added: AddedLines): void => {
  if (mapping.lineAmountTypes !== 'exclusive' || lines.every(({ priced }) => priced === null || priced.storedTax.isZero())) return;
  const own = taxOf(lines);
  let misfits: readonly Misfit[] = [];
  for (const basis of basesOf(mapping, lines, added)) {
    misfits = misfitsOf(lines, own, basis);
    if (misfits.length === 0) return;
  }
  for (const { number, priced, computed } of misfits) {
    const { taxType, storedTax } = priced;
    const values = { line: number, taxType: taxType?.name ?? '', tax: fixed(storedTax), computed: fixed(computed), beside: wordsOf(added) };
    if (storedTax.isZero()) refuse(mapping, 'TAX_ON_SOME_LINES', values, 'invoicedetail.tax');
    else refuse(mapping, 'TAX_RATE_DIFFERS', values, 'invoicedetail.stl3_taxtypeid');
  }
};
