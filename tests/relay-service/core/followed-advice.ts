/** A finance person who does what a remedy says, word by word. */
import { expect } from '@jest/globals';
import type { Reason } from '../../../relay-service/src/core/document.ts';
import type { InvoiceLine } from '../../../relay-service/src/core/invoice.ts';
import { Decimal, round, sum } from '../../../relay-service/src/core/money.ts';
import type { Case } from './calculated-invoice.ts';
import { calculated, decide, netOf, of, TAX_OF } from './calculated-invoice.ts';
import { untaxedDiscount, untaxedFreight } from './tax-cases.ts';

export const withTax = (each: InvoiceLine, tax: Decimal): InvoiceLine => ({
  ...each,
  tax: tax.toFixed(2),
  extendedAmount: netOf(each).plus(tax).toFixed(2),
});
export const taxOn = (each: InvoiceLine, part: Decimal = new Decimal(1)): Decimal =>
  round(netOf(each).times(part).times(TAX_OF[each.taxTypeId ?? ''] ?? 0).dividedBy(100), 2); // prettier-ignore

/** What is left of each price after the discount. */
export const leftOf = ({ lines, beside }: Case): Decimal => {
  const net = sum(lines.map(netOf));
  return new Decimal(1).minus(new Decimal(calculated(lines, beside).discountTotal ?? 0).dividedBy(net));
};

/**
 * Taxed at its rate where there is no tax yet; else lines take a cent each, until all come to what was asked: those with the most tax, and
 * those that a refusal named only after the others.
 */
const broughtTo = (lines: readonly InvoiceLine[], wanted: Decimal, toldOf: ReadonlySet<number>): readonly InvoiceLine[] => {
  const taxes = lines.map(({ tax }, index) => ({ tax: new Decimal(tax ?? 0), index, named: Number(toldOf.has(index + 1)) }));
  const atRate = lines.map((each) => withTax(each, taxOn(each)));
  if (taxes.every(({ tax }) => tax.isZero()) && atRate.some(({ tax }) => Number(tax) !== 0)) return atRate;
  const cents = wanted.minus(sum(taxes.map(({ tax }) => tax)));
  const step = cents.isNegative() ? '-0.01' : '0.01';
  const inOrder = taxes.toSorted((a, b) => a.named - b.named || b.tax.comparedTo(a.tax));
  const changed = new Map(inOrder.slice(0, cents.abs().times(100).toNumber()).map(({ tax, index }) => [index, tax.plus(step)]));
  return lines.map((each, index) => withTax(each, changed.get(index) ?? new Decimal(each.tax ?? 0)));
};

type Who = 'requester' | 'administrator';
const amountIn = (text: string, words: RegExp): Decimal => new Decimal(words.exec(text)?.[1] ?? NaN);

/** Does what the remedy says, word by word, as the one or the other can. */
const follow = (given: Case, { code, remedy, line: number }: Reason, who: Who, toldOf: ReadonlySet<number>): Case => {
  const { lines, beside, settings } = given;
  switch (code) {
    case 'TAX_ON_SOME_LINES':
    case 'TAX_RATE_DIFFERS': {
      const tax = amountIn(remedy, /^Enter (-?[\d.]+) as the tax of the line/);
      return { ...given, lines: lines.map((each, index) => (index + 1 === number ? withTax(each, tax) : each)) };
    }
    case 'TAX_BEFORE_DISCOUNT':
      expect(remedy).toMatch(/tax of each line after its share of the discount.*one line per tax type, with a tax type without tax/);
      return who === 'administrator'
        ? { ...given, settings: { ...settings, ...untaxedDiscount } }
        : { ...given, lines: lines.map((each) => withTax(each, taxOn(each, leftOf(given)))) };
    case 'FREIGHT_TAX_LEFT_OUT': {
      expect(remedy).toMatch(
        /Empty the freight amount and enter the freight as a write-in line with its tax.*taxed by a tax type without tax/,
      );
      if (who === 'administrator') return { ...given, settings: { ...settings, ...untaxedFreight } };
      const { freight: net = '0', ...rest } = beside;
      return { ...given, beside: rest, lines: [...lines, withTax(of(net, null, { order: 99 }), taxOn(of(net, null)))] };
    }
    case 'TAX_DOES_NOT_TIE':
      return who === 'administrator' && settings.taxSource === 'xeroComputes'
        ? { ...given, settings: { ...settings, roundingAccountId: 'account-860', roundingCap: '1' } }
        : { ...given, lines: broughtTo(lines, amountIn(remedy, /so that it comes to (-?[\d.]+)\./), toldOf) };
    case 'TAX_WITHIN_INCLUSIVE':
    case 'TAX_WITHOUT_TAX':
      return { ...given, mode: 'exclusive' };
    default:
      throw new Error(code);
  }
};

/** Follows what is advised until the invoice is Ready. @returns what was told meanwhile */
export const followed = (start: Case, who: Who): readonly string[] => {
  const told: string[] = [];
  let given = start;
  const toldOf = new Set<number>();
  for (let round = 0; round < 8; round++) {
    const mapped = decide(given);
    if (mapped.verdict === 'Ready') return told;
    told.push(mapped.reasons.map(({ code }) => code).join(' '));
    given = mapped.reasons.reduce((now, each) => follow(now, each, who, toldOf), given);
    for (const { line } of mapped.reasons) if (line !== undefined) toldOf.add(line);
  }
  throw new Error(`It leads nowhere: ${told.join(' > ')}`);
};
