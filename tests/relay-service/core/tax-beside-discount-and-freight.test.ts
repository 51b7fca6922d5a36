import { describe, expect, test } from '@jest/globals';
import type { Case } from './calculated-invoice.ts';
import { decide, of, outcome } from './calculated-invoice.ts';
import { exclusive, others, percent, untaxedFreight } from './tax-cases.ts';

describe('tax beside an invoice discount and freight', () => {
  test.each(exclusive)('tax %p, %p under %p: %s; where Dynamics is the truth: %s', (tax, beside, settings, xeroComputes, truth) => {
    const given: Case = { lines: [of('100.00', tax)], beside, settings, mode: 'exclusive' };
    expect(outcome(given)).toBe(xeroComputes);
    expect(outcome({ ...given, settings: { ...settings, taxSource: 'dynamicsIsTruth' } })).toBe(truth);
  });

  test.each(others)('%s, tax %p, %p under %p: %s', (mode, tax, beside, settings, expected) => {
    for (const taxSource of ['xeroComputes', 'dynamicsIsTruth'] as const)
      expect(outcome({ lines: [of('100.00', tax)], beside, settings: { ...settings, taxSource }, mode })).toBe(expected);
  });

  test('lines of several rates each bear their share of the discount', () => {
    const lines = [of('100.00', '9.00', { order: 1 }), of('50.00', '6.75', { order: 2, taxTypeId: 'tax-OUTPUT15' }), of('50.00', null, { order: 3, taxTypeId: 'tax-EXEMPTOUTPUT' })]; // prettier-ignore
    expect(outcome({ lines, beside: percent, settings: {}, mode: 'exclusive' })).toBe('180.00 15.75 195.75');
  });

  test('two wrong rates that make up for each other stay refused', () => {
    const lines = [of('100.00', '13.50', { order: 1 }), of('100.00', '4.50', { order: 2 })];
    expect(outcome({ lines, beside: percent, settings: {}, mode: 'exclusive' })).toBe('TAX_RATE_DIFFERS TAX_RATE_DIFFERS');
  });

  test('lines that make up for each other were told to enter NaN as their tax, beside freight', () => {
    const lines = [of('100.00', '10.00', { order: 1 }), of('-100.00', '-14.00', { order: 2, taxTypeId: 'tax-OUTPUT15' })];
    const given: Case = {
      lines,
      beside: { freight: '12.50' },
      settings: untaxedFreight,
      mode: 'exclusive',
    };
    expect(JSON.stringify(decide(given))).not.toMatch(/NaN|Infinity/);
  });
});
