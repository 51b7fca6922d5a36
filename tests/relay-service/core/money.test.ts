import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Decimal,
  effectiveRate,
  fixed,
  parseAmount,
  round,
  splitByLargestRemainder,
  sum,
  taxInGross,
  taxOnNet,
} from '../../../relay-service/src/core/money.ts';

const amount = (text: string) => new Decimal(text);

describe('amounts', () => {
  test.each([
    ['25.06', '25.06'],
    [' -1 ', '-1'],
    ['1e-7', '0.0000001'],
    ['', null],
    ['NaN', null],
    ['Infinity', null],
    ['0x10', null],
    ['1,5', null],
  ])('%p is read as %p', (text, expected) => {
    expect(parseAmount(text)?.toFixed() ?? null).toBe(expected);
  });

  test('nothing is no amount', () => {
    expect([parseAmount(null), parseAmount(undefined)]).toEqual([null, null]);
  });

  test.each([
    ['2.165', '2.17'],
    ['2.1649', '2.16'],
    ['-2.165', '-2.17'],
    ['-0.001', '0.00'],
  ])('%s is rounded to %s', (text, expected) => {
    expect(fixed(amount(text))).toBe(expected);
  });
});

describe('tax by line, as Xero rounds it', () => {
  test.each([
    ['25.06', '15', '3.76'],
    ['25.61', '15', '3.84'],
    ['25.63', '15', '3.84'],
    ['14.43', '15', '2.16'],
    ['14.50', '15', '2.18'],
    ['0.05', '10', '0.01'],
    ['0.04', '10', '0'],
    ['-14.50', '15', '-2.18'],
    ['100', '8.875', '8.88'],
    ['100', '0', '0'],
  ])('%s at %s %% = %s', (net, rate, expected) => {
    expect(taxOnNet(amount(net), amount(rate)).toFixed()).toBe(expected);
  });

  test.each([
    ['110', '10', '10'],
    ['100', '15', '13.04'],
    ['9.99', '20', '1.67'],
    ['100', '12.5', '11.11'],
    ['-110', '10', '-10'],
  ])('within %s at %s %% = %s', (gross, rate, expected) => {
    expect(taxInGross(amount(gross), amount(rate)).toFixed()).toBe(expected);
  });

  test('the published example: 11.44 by line, 11.45 on the total', () => {
    const nets = ['25.06', '25.61', '25.63'].map(amount);
    expect(sum(nets.map((net) => taxOnNet(net, amount('15')))).toFixed()).toBe('11.44');
    expect(taxOnNet(sum(nets), amount('15')).toFixed()).toBe('11.45');
  });

  test('a compound component is charged on the others too', () => {
    expect(
      effectiveRate([
        { rate: '5', compound: false },
        { rate: '9.5', compound: true },
      ]).toFixed(),
    ).toBe('14.975');
    expect(
      effectiveRate([
        { rate: '2', compound: false },
        { rate: '3.5', compound: false },
      ]).toFixed(),
    ).toBe('5.5');
    expect(effectiveRate([]).toFixed()).toBe('0');
  });
});

describe('splitting by largest remainder', () => {
  const split = (total: string, weights: readonly string[]) =>
    splitByLargestRemainder(amount(total), weights.map(amount)).map((part) => part.toFixed(2));

  test.each([
    ['10', ['1', '1', '1'], ['3.34', '3.33', '3.33']],
    ['-10', ['1', '1', '1'], ['-3.34', '-3.33', '-3.33']],
    ['0.01', ['1', '99'], ['0.00', '0.01']],
    ['5', ['0', '7'], ['0.00', '5.00']],
  ])('%s by %p', (total, weights, expected) => {
    expect(split(total, weights)).toEqual(expected);
  });

  test('parts always sum to the whole and stray less than a cent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1, maxLength: 30 }),
        (cents, weights) => {
          const total = amount(String(cents)).dividedBy(100);
          const parts = splitByLargestRemainder(
            total,
            weights.map((weight) => new Decimal(weight)),
          );
          expect(sum(parts).equals(total)).toBe(true);
          const whole = weights.reduce((all, weight) => all + weight, 0);
          parts.forEach((part, index) => {
            expect(
              part
                .minus(total.times(weights[index] ?? 0).dividedBy(whole))
                .abs()
                .lessThan('0.01'),
            ).toBe(true);
            expect(round(part, 2).equals(part)).toBe(true);
          });
        },
      ),
    );
  });
});
