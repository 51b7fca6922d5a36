import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Invoice } from '../../../relay-service/src/core/invoice.ts';
import { Decimal } from '../../../relay-service/src/core/money.ts';
import { choices, codesOf, invoiceOf, line, map, ready, withSettings } from './examples.ts';

const nets = (...amounts: readonly string[]) =>
  amounts.map((amount, index) => line({ id: `l${index}`, order: index, quantity: '1', pricePerUnit: amount, extendedAmount: amount }));
const taxed = (net: string, tax: string) =>
  line({ id: `t${net}${tax}`, quantity: '1', pricePerUnit: net, tax, extendedAmount: new Decimal(net).plus(tax).toFixed(2) });
const at15 = withSettings({ salesTaxTypeId: 'tax-OUTPUT15' });
const inclusive = { choices: { ...choices, lineAmountTypes: 'inclusive' as const } };

describe('predicted totals', () => {
  test('25.06, 25.61 and 25.63 at 15 % come to 11.44 of tax', () => {
    expect(ready({ invoice: invoiceOf(nets('25.06', '25.61', '25.63')), connection: at15 }).predicted).toEqual({
      net: '76.30',
      tax: '11.44',
      total: '87.74',
      currency: 'AUD',
    });
  });

  test('inclusive prices hold their tax', () => {
    expect(ready({ invoice: invoiceOf(nets('110', '9.99')), ...inclusive }).predicted).toMatchObject({
      net: '109.08',
      tax: '10.91',
      total: '119.99',
    });
  });

  test.each([
    ['JPY', '12500', '12500.00'],
    ['USD', '0.01', '0.01'],
  ])('%s', (code, net, total) => {
    const invoice = invoiceOf(nets(net), { currency: { code, precision: 0 } });
    expect(ready({ invoice, connection: withSettings({ salesTaxTypeId: 'tax-EXEMPTOUTPUT' }) }).predicted.total).toBe(total);
  });
});

describe("Dynamics' amounts are what the customer was asked", () => {
  const refusals: readonly (readonly [string, Invoice, readonly string[]])[] = [
    ['a third decimal', invoiceOf(nets('1.005')), ['AMOUNT_TOO_FINE']],
    ['a header that is not the lines', invoiceOf(nets('100'), { total: '99.99' }), ['NET_DOES_NOT_TIE']],
    ['tax in the header alone', invoiceOf(nets('100'), { taxTotal: '9.00', total: '109.00' }), ['TAX_DOES_NOT_TIE']],
    ['tax on some lines', invoiceOf([taxed('100', '10.00'), ...nets('5')]), ['TAX_ON_SOME_LINES']],
    ['another rate', invoiceOf([taxed('100', '15.00')]), ['TAX_RATE_DIFFERS']],
  ];
  test.each(refusals)('%s', (_, invoice, codes) => {
    expect(codesOf({ invoice })).toEqual(codes);
  });

  test('tax that ties is no obstacle, nor is none at all', () => {
    expect(ready({ invoice: invoiceOf([taxed('100', '10.00')]) }).predicted.total).toBe('110.00');
    expect(ready({ invoice: invoiceOf(nets('100'), { taxTotal: '0', total: '100' }) }).predicted.total).toBe('110.00');
  });

  test('no tax in Dynamics is a difference where Dynamics is the truth', () => {
    expect(codesOf({ invoice: invoiceOf(nets('100')), connection: withSettings({ taxSource: 'dynamicsIsTruth' }) })).toEqual([
      'TAX_DOES_NOT_TIE',
    ]);
  });

  test('a line of an exempt rate may go without tax beside taxed ones', () => {
    const exempt = line({ id: 'e', quantity: '1', pricePerUnit: '5', extendedAmount: '5', taxTypeId: 'tax-EXEMPTOUTPUT' });
    expect(map({ invoice: invoiceOf([taxed('100', '10.00'), exempt]) }).verdict).toBe('Ready');
  });

  test.each([
    ['inclusive', 'TAX_WITHIN_INCLUSIVE'],
    ['noTax', 'TAX_WITHOUT_TAX'],
  ] as const)("a line's own tax and %s", (lineAmountTypes, code) => {
    expect(codesOf({ invoice: invoiceOf([taxed('100', '10.00')]), choices: { ...choices, lineAmountTypes } })).toEqual([code]);
  });
});

describe('whatever the lines are', () => {
  const cents = fc.integer({ min: 0, max: 2_000_000 }).map((value) => new Decimal(value).dividedBy(100));
  const anyLine = fc.record({
    quantity: fc.integer({ min: 1, max: 3_000_000 }).map((value) => new Decimal(value).dividedBy(100_000)),
    net: cents,
    discount: fc.oneof(fc.constant(new Decimal(0)), cents),
    rate: fc.constantFrom('tax-OUTPUT', 'tax-OUTPUT15', 'tax-EXEMPTOUTPUT'),
  });

  test('the document comes to the net that Dynamics stored, and its parts sum', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (drawn) => {
        const lines = drawn.map(({ quantity, net, discount, rate }, index) =>
          line({
            id: `l${index}`,
            order: index,
            quantity: quantity.toFixed(5),
            pricePerUnit: net.plus(discount).dividedBy(quantity).toDecimalPlaces(4).toFixed(4),
            manualDiscount: discount.toFixed(2),
            extendedAmount: net.toFixed(2),
            taxTypeId: rate,
          }),
        );
        const { predicted, document } = ready({ invoice: invoiceOf(lines) });
        const stored = drawn.reduce((total, { net }) => total.plus(net), new Decimal(0));
        const sent = document.LineItems.reduce(
          (total, { Quantity = 0, UnitAmount = 0, DiscountAmount = 0 }) =>
            total.plus(new Decimal(Quantity).times(UnitAmount).toDecimalPlaces(2)).minus(DiscountAmount),
          new Decimal(0),
        );
        expect([predicted.net, sent.toFixed(2)]).toEqual([stored.toFixed(2), stored.toFixed(2)]);
        expect(new Decimal(predicted.net).plus(predicted.tax).toFixed(2)).toBe(predicted.total);
      }),
      { numRuns: 300 },
    );
  });
});
