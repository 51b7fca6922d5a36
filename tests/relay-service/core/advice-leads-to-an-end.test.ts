import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InvoiceLine } from '../../../relay-service/src/core/invoice.ts';
import { Decimal } from '../../../relay-service/src/core/money.ts';
import type { Case } from './calculated-invoice.ts';
import { decide, of } from './calculated-invoice.ts';
import { followed, leftOf, taxOn, withTax } from './followed-advice.ts';
import { exclusive, others } from './tax-cases.ts';

describe('the advice of a refusal', () => {
  const cases: readonly Case[] = [
    ...exclusive.map(([tax, beside, settings]): Case => ({ lines: [of('100.00', tax)], beside, settings, mode: 'exclusive' })),
    ...others.map(([mode, tax, beside, settings]): Case => ({ lines: [of('100.00', tax)], beside, settings, mode })),
  ];
  test.each(['requester', 'administrator'] as const)('leads to an end for each of the cases, followed by the %s', (who) => {
    let refused = 0;
    for (const given of cases)
      for (const taxSource of ['xeroComputes', 'dynamicsIsTruth'] as const)
        refused += followed({ ...given, settings: { ...given.settings, taxSource } }, who).length;
    expect(refused).toBeGreaterThan(20);
  });

  const cents = (min: number, max: number) => fc.integer({ min, max }).map((value) => new Decimal(value).dividedBy(100).toFixed(2));
  const anyCase = fc.record({
    nets: fc.array(fc.tuple(cents(100, 200_000), fc.constantFrom('tax-OUTPUT', 'tax-OUTPUT15', 'tax-EXEMPTOUTPUT')), { minLength: 1, maxLength: 6 }), // prettier-ignore
    discount: fc.oneof(fc.constant({}), cents(1, 50).map((discountAmount) => ({ discountAmount })), fc.integer({ min: 1, max: 90 }).map((per) => ({ discountPercentage: String(per) }))), // prettier-ignore
    freight: fc.oneof(
      fc.constant({}),
      cents(1, 9_000).map((net) => ({ freight: net })),
    ),
    taxed: fc.constantFrom('before', 'after', 'wrong', 'none', 'some'),
    taxSource: fc.constantFrom('xeroComputes' as const, 'dynamicsIsTruth' as const),
  });
  const caseOf = ({
    nets,
    discount,
    freight: shipped,
    taxed,
    taxSource,
  }: typeof anyCase extends fc.Arbitrary<infer Drawn> ? Drawn : never): Case => {
    // prettier-ignore
    const bare: Case = {
      lines: nets.map(([net, taxTypeId], order) => of(net, null, { order, taxTypeId })),
      beside: { ...discount, ...shipped },
      settings: { taxSource, freightAccountId: 'account-260', freightTaxTypeId: 'tax-OUTPUT' },
      mode: 'exclusive',
    };
    const left = leftOf(bare);
    const taxOf = (each: InvoiceLine): Decimal =>
      taxed === 'before' || (taxed === 'some' && each.order === 0)
        ? taxOn(each)
        : taxed === 'after'
          ? taxOn(each, left)
          : taxed === 'wrong'
            ? taxOn(each).times(2)
            : new Decimal(0);
    return { ...bare, lines: bare.lines.map((each) => withTax(each, taxOf(each))) };
  };

  test.each(['requester', 'administrator'] as const)('leads to an end, whatever the invoice is, followed by the %s', (who) => {
    fc.assert(
      fc.property(anyCase.map(caseOf), (given) => void followed(given, who)),
      { numRuns: 500 },
    );
  });

  test('tax that was worked out after the discount, line by line, is never held against the line', () => {
    const after = anyCase.map((drawn) => caseOf({ ...drawn, taxed: 'after', freight: {} }));
    const settings = { roundingAccountId: 'account-860', roundingCap: '1' };
    fc.assert(
      fc.property(after, (given) => {
        expect(decide({ ...given, settings: { ...settings, taxSource: 'xeroComputes' } }).verdict).toBe('Ready');
      }),
      { numRuns: 500 },
    );
  });
});
