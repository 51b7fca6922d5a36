/** Why Dynamics' tax of the whole document is not Xero's: what it leaves out is named, with a way that ends. */
import type { AddedLines } from './added-lines.ts';
import type { MappedLine } from './document-lines.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { CENT, fixed, sum } from './money.ts';
import type { Asked, Totals } from './totals.ts';
import { predictTotals } from './totals.ts';

const explanations = [['discount'], ['freight'], ['discount', 'freight']] as const;

/** @param gap Dynamics' tax less Xero's, where no rounding line closes it */
export const refuseTaxGap = (
  mapping: Mapping,
  gap: Decimal,
  { asked, predicted }: { readonly asked: Asked; readonly predicted: Totals },
  lines: readonly MappedLine[],
  added: AddedLines,
): void => {
  const cents = CENT.times(lines.filter(({ priced }) => priced !== null).length);
  const isCents = (difference: Decimal): boolean => difference.abs().lessThanOrEqualTo(cents);
  const taxes = { discount: predictTotals(added.discount, 'exclusive').tax, freight: predictTotals(added.freight, 'exclusive').tax };
  const leftOut = explanations.find((names) => isCents(gap.plus(sum(names.map((name) => taxes[name])))));
  const ours = fixed(asked.tax);
  if (isCents(gap) || leftOut === undefined) {
    refuse(mapping, 'TAX_DOES_NOT_TIE', { ours, theirs: fixed(predicted.tax) }, 'invoice.totaltax');
    return;
  }
  const [withDiscount, withFreight] = [leftOut.some((name) => name === 'discount'), leftOut.some((name) => name === 'freight')];
  const theirs = fixed(withFreight ? predicted.tax.minus(taxes.freight) : predicted.tax);
  if (withDiscount) refuse(mapping, 'TAX_BEFORE_DISCOUNT', { ours, theirs }, 'invoice.totaltax');
  if (withFreight) refuse(mapping, 'FREIGHT_TAX_LEFT_OUT', { ours, tax: fixed(taxes.freight) }, 'invoice.freightamount');
};
