import { describe, expect, test } from '@jest/globals';
import { fixedOf, lineAmount, lineTax, numberOf, roundTo, totalsOf } from './arithmetic.ts';

const line = (quantity: number, unit: number, discount = 0, percent = 0) =>
  numberOf(
    lineAmount({
      quantity: fixedOf(quantity),
      unitAmount: fixedOf(unit),
      discountAmount: fixedOf(discount),
      discountRate: fixedOf(percent),
      rate: 0n,
    }),
  );

describe("the stand-in's arithmetic, by vectors published or worked by hand", () => {
  test.each([
    ['rounding in Xero: tax by line', [25.06, 25.61, 25.63], 15, 'Exclusive', 76.3, 11.44, 87.74],
    ['the same, inclusive', [28.82, 29.45, 29.47], 15, 'Inclusive', 76.3, 11.44, 87.74],
    ['no tax', [25.06, 25.61], 15, 'NoTax', 50.67, 0, 50.67],
    ['negative', [-25.06, -25.61, -25.63], 15, 'Exclusive', -76.3, -11.44, -87.74],
    ['zero rate', [99.99], 0, 'Exclusive', 99.99, 0, 99.99],
    ['half a cent goes up', [14.43], 15, 'Exclusive', 14.43, 2.16, 16.59],
    ['2.165 is 2.17', [21.65], 10, 'Exclusive', 21.65, 2.17, 23.82],
    ['inclusive at 10 %', [110], 10, 'Inclusive', 100, 10, 110],
    ['inclusive that does not divide', [100], 10, 'Inclusive', 90.91, 9.09, 100],
    ['a discount line', [100, -10], 10, 'Exclusive', 90, 9, 99],
    ['many small lines', [0.05, 0.05, 0.05], 10, 'Exclusive', 0.15, 0.03, 0.18],
    ['compound 5 % then 8 %', [100], 13.4, 'Exclusive', 100, 13.4, 113.4],
    ['large', [9999999.99], 10, 'Exclusive', 9999999.99, 1000000, 10999999.99],
  ] as const)('%s', (_what, amounts, percent, types, net, tax, total) => {
    const lines = amounts.map((amount) => ({ amount: fixedOf(amount), tax: lineTax(fixedOf(amount), fixedOf(percent), types) }));
    const totals = totalsOf(lines, types);
    expect([numberOf(totals.subTotal), numberOf(totals.totalTax), numberOf(totals.total)]).toEqual([net, tax, total]);
  });

  test.each([
    ['seven at a sixteenth', 7, 0.0625, 0, 0, 0.44],
    ['a hundred less five percent', 100, 1.2345, 0, 5, 117.28],
    ['three thirds', 3, 33.3333, 0, 0, 100],
    ['one and a half', 1.5, 19.995, 0, 0, 29.99],
    ['a discount as an amount', 2, 50, 12.5, 0, 87.5],
    ['negative quantity', -3, 9.995, 0, 0, -29.99],
  ])('amount of a line: %s', (_what, quantity, unit, discount, percent, amount) => {
    expect(line(quantity, unit, discount, percent)).toBe(amount);
  });

  test.each([
    [2.165, 2, 2.17],
    [-2.165, 2, -2.17],
    [2.1649, 2, 2.16],
    [1.00005, 4, 1.0001],
  ])('%d to %d decimals is %d', (value, decimals, rounded) => {
    expect(numberOf(roundTo(fixedOf(value), decimals))).toBe(rounded);
  });
});
