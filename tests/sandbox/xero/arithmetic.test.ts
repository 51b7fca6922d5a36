/**
 * The stand-in's arithmetic is what the relay's is held to, so it is held itself: by vectors that Xero published, or that were worked
 * by hand; never by what either program came to. Published are those of the page "Rounding in Xero" (Xero developer documentation) and
 * of the thread "Inclusive tax rounding not following whats outlined in the API documentation" (Xero developer community).
 */
import { describe, expect, test } from '@jest/globals';
import { fixedOf, lineAmount, lineTax, numberOf, roundTo, totalsOf } from './arithmetic.ts';

type Types = Parameters<typeof lineTax>[2];

/** What it is, amounts of the lines, percent, what amounts include; then net, tax and total. */
type Document = readonly [string, readonly number[], number, Types, number, number, number];

const documents: readonly Document[] = [
  // "Rounding in Xero": 3.759 -> 3.76, 3.8415 -> 3.84, 3.8445 -> 3.84; by line 11.44, on the total 11.445 -> 11.45.
  // (The page prints 3.85 for the third line, against its own total.)
  ['published: three lines at 15 %', [25.06, 25.61, 25.63], 15, 'Exclusive', 76.3, 11.44, 87.74],
  // The same page: "the equivalent of just having one line": 76.30 x 0.15 = 11.445, half goes up.
  ['published: the same as one line', [76.3], 15, 'Exclusive', 76.3, 11.45, 87.75],
  // The thread: 6 %, then 4 % compound = 6 + 4 x 1.06 = 10.24 %. 10000 x 10.24 / 110.24 = 928.8824 -> 928.88, which leaves 9071.12.
  ['published: inclusive and compound', [10000], 10.24, 'Inclusive', 9071.12, 928.88, 10000],
  // 28.82 x 15 / 115 = 3.7591; 29.45 x 15 / 115 = 3.8413; 29.47 x 15 / 115 = 3.8439; 3.76 + 3.84 + 3.84.
  ['the published three, inclusive', [28.82, 29.45, 29.47], 15, 'Inclusive', 76.3, 11.44, 87.74],
  // Every figure of the first vector below zero; half goes away from zero.
  ['the published three, negative', [-25.06, -25.61, -25.63], 15, 'Exclusive', -76.3, -11.44, -87.74],
  // 25.06 + 25.61, and no tax whatever the rate.
  ['no tax', [25.06, 25.61], 15, 'NoTax', 50.67, 0, 50.67],
  ['a rate of nothing', [99.99], 0, 'Exclusive', 99.99, 0, 99.99],
  ['a rate of nothing, inclusive', [99.99], 0, 'Inclusive', 99.99, 0, 99.99],
  // 14.43 x 0.15 = 2.1645
  ['just below half a cent', [14.43], 15, 'Exclusive', 14.43, 2.16, 16.59],
  // 21.65 x 0.10 = 2.165
  ['half a cent goes up', [21.65], 10, 'Exclusive', 21.65, 2.17, 23.82],
  // -21.65 x 0.10 = -2.165
  ['half a cent below zero goes down', [-21.65], 10, 'Exclusive', -21.65, -2.17, -23.82],
  // 110 x 10 / 110
  ['inclusive at 10 %', [110], 10, 'Inclusive', 100, 10, 110],
  // 100 x 10 / 110 = 9.0909
  ['inclusive that does not divide', [100], 10, 'Inclusive', 90.91, 9.09, 100],
  // -100 x 10 / 110 = -9.0909
  ['inclusive and negative', [-100], 10, 'Inclusive', -90.91, -9.09, -100],
  // 1.15 x 15 / 115 = 0.15; 0.69 x 15 / 115 = 0.09; 9.99 x 15 / 115 = 1.3030
  ['inclusive, small lines', [1.15, 0.69, 9.99], 15, 'Inclusive', 10.29, 1.54, 11.83],
  // 9.99 x 20 / 120 = 1.665: half a cent within a gross price
  ['inclusive, half a cent', [9.99], 20, 'Inclusive', 8.32, 1.67, 9.99],
  // 100 x 0.10 = 10 and -10 x 0.10 = -1
  ['a discount as a line', [100, -10], 10, 'Exclusive', 90, 9, 99],
  // 0.005 -> 0.01 each; on the total it would be 0.015 -> 0.02
  ['many small lines', [0.05, 0.05, 0.05], 10, 'Exclusive', 0.15, 0.03, 0.18],
  // 0.004 -> 0.00 each, although 0.04 x 3 x 0.10 = 0.012
  ['lines too small to be taxed', [0.04, 0.04, 0.04], 10, 'Exclusive', 0.12, 0, 0.12],
  // 5 %, then 8 % compound = 5 + 8 x 1.05 = 13.4 %
  ['compound', [100], 13.4, 'Exclusive', 100, 13.4, 113.4],
  // 5 %, then 9.5 % compound = 5 + 9.5 x 1.05 = 14.975 %; 59.99 x 0.14975 = 8.9835
  ['compound, as Quebec had it', [59.99], 14.975, 'Exclusive', 59.99, 8.98, 68.97],
  // -59.99 x 0.14975 = -8.9835
  ['compound and negative', [-59.99], 14.975, 'Exclusive', -59.99, -8.98, -68.97],
  // 100 x 0.08875 = 8.875: half a cent of a rate with three decimals
  ['New York City', [100], 8.875, 'Exclusive', 100, 8.88, 108.88],
  // 9999999.99 x 0.10 = 999999.999
  ['large', [9999999.99], 10, 'Exclusive', 9999999.99, 1000000, 10999999.99],
  // "All monetary calculations in Xero are to two decimals places" (Rounding in Xero), yen too: 1005 x 0.10 = 100.5
  ['yen, which have no decimals', [1005, 12000], 10, 'Exclusive', 13005, 1300.5, 14305.5],
  // 1100 x 10 / 110
  ['yen, inclusive', [1100], 10, 'Inclusive', 1000, 100, 1100],
];

/** What it is, quantity, price, discount as an amount, discount in percent; then the line's amount. */
type Line = readonly [string, number, number, number, number, number];

const lines: readonly Line[] = [
  // "Rounding in Xero": 1000 x 0.061171 = 61.171
  ['published: a thousand at 0.061171', 1000, 0.061171, 0, 0, 61.17],
  // 7 x 0.0625 = 0.4375
  ['four decimals of price', 7, 0.0625, 0, 0, 0.44],
  // 3 x 33.3333 = 99.9999
  ['three thirds', 3, 33.3333, 0, 0, 100],
  // 0.3333 x 30 = 9.999
  ['four decimals of quantity', 0.3333, 30, 0, 0, 10],
  // 1.2345 x 1.2345 = 1.52399025
  ['four decimals of both', 1.2345, 1.2345, 0, 0, 1.52],
  // 1.5 x 19.995 = 29.9925
  ['one and a half', 1.5, 19.995, 0, 0, 29.99],
  // 1 x 2.165
  ['half a cent goes up', 1, 2.165, 0, 0, 2.17],
  // -3 x 9.995 = -29.985
  ['half a cent below zero goes down', -3, 9.995, 0, 0, -29.99],
  // 2 x 50 - 12.50
  ['a discount as an amount', 2, 50, 12.5, 0, 87.5],
  // 3 x 33.3333 - 0.01 = 99.9899: rounded once, after the discount
  ['a discount off four decimals', 3, 33.3333, 0.01, 0, 99.99],
  // 100 x 1.2345 = 123.45; less 5 % = 6.1725 -> 117.2775
  ['a discount in percent', 100, 1.2345, 0, 5, 117.28],
  // 3 x 9.99 = 29.97; less a third (33.3333 %) = 9.98999 -> 19.98001
  ['a discount of a third', 3, 9.99, 0, 33.3333, 19.98],
  // All of 49.95
  ['a discount of everything', 5, 9.99, 0, 100, 0],
  // 1.234 dinars, of which Xero keeps two decimals
  ['a dinar, which has three decimals', 1, 1.234, 0, 0, 1.23],
  // 3 x 1.235 = 3.705
  ['dinars that come to half a hundredth', 3, 1.235, 0, 0, 3.71],
  // 0.1 x 0.7 = 0.07, which in binary fractions is 0.06999...
  ['no binary fractions', 0.1, 0.7, 0, 0, 0.07],
  // 1.005 x 100 = 100.5, which in binary fractions is 100.49999...
  ['none here either', 1.005, 100, 0, 0, 100.5],
];

describe("the stand-in's arithmetic, by vectors published or worked by hand", () => {
  test('at least 30 of them, and no two for the same reason', () => {
    const names = [...documents.map(([name]) => `document ${name}`), ...lines.map(([name]) => `line ${name}`)];
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(30);
  });

  test.each(documents)('document: %s', (_what, amounts, percent, types, net, tax, total) => {
    const taxed = amounts.map((amount) => ({ amount: fixedOf(amount), tax: lineTax(fixedOf(amount), fixedOf(percent), types) }));
    const totals = totalsOf(taxed, types);
    expect([numberOf(totals.subTotal), numberOf(totals.totalTax), numberOf(totals.total)]).toEqual([net, tax, total]);
  });

  test.each(lines)('line: %s', (_what, quantity, unit, discount, percent, amount) => {
    const computed = lineAmount({
      quantity: fixedOf(quantity),
      unitAmount: fixedOf(unit),
      discountAmount: fixedOf(discount),
      discountRate: fixedOf(percent),
      rate: 0n,
    });
    expect(numberOf(computed)).toBe(amount);
  });

  // 3.76 at 15 % beside 4.00 at 10 %: each line by its own rate, 25.06 x 0.15 = 3.759 and 40.00 x 0.10.
  test('lines of different rates', () => {
    const taxed = [
      { amount: fixedOf(25.06), tax: lineTax(fixedOf(25.06), fixedOf(15), 'Exclusive') },
      { amount: fixedOf(40), tax: lineTax(fixedOf(40), fixedOf(10), 'Exclusive') },
    ];
    expect(numberOf(totalsOf(taxed, 'Exclusive').totalTax)).toBe(7.76);
  });

  test.each([
    [2.165, 2, 2.17],
    [-2.165, 2, -2.17],
    [2.1649, 2, 2.16],
    [1.00005, 4, 1.0001],
    [1.00004, 4, 1],
    // A price without `unitdp=4` keeps two decimals.
    [0.0625, 2, 0.06],
  ])('%d to %d decimals is %d', (value, decimals, rounded) => {
    expect(numberOf(roundTo(fixedOf(value), decimals))).toBe(rounded);
  });

  test.each([
    ['25.06', 25_060_000_000_000n],
    ['-0.000000000001', -1n],
    ['.5', 500_000_000_000n],
    [1e-7, 100_000n],
    // The sixth decimal, and one more.
    [-0.000001, -1_000_000n],
    [0.0000015, 1_500_000n],
    [123456789.123457, 123_456_789_123_457_000_000n],
    [9999999999.99, 9_999_999_999_990_000_000_000n],
  ])('%p is held as %p', (value, fixed) => {
    expect(fixedOf(value)).toBe(fixed);
    expect(numberOf(fixed)).toBe(Number(value));
  });
});
