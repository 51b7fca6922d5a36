import { describe, expect, test } from '@jest/globals';
import { causeOf, causes, reason, verdictOf } from '../../../relay-service/src/core/causes.ts';

describe('the catalogue of causes', () => {
  test.each(Object.entries(causes))('%s reads well', (code, cause) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(code.length).toBeLessThanOrEqual(60);
    for (const text of [cause.message, cause.remedy]) {
      expect(text).toMatch(/^[\p{Lu}"'{].*\.$/u);
      expect(text.length).toBeLessThan(220);
    }
  });

  test('words are filled in, place and line are carried', () => {
    expect(reason('ACCOUNT_MISSING', { line: 3, side: 'sales' }, 'invoicedetail.stl3_accountid')).toEqual({
      code: 'ACCOUNT_MISSING',
      message: 'Line 3 has no account: neither the line nor its product nor the settings name one.',
      remedy: 'Choose an account on the line or the product, or let an administrator set the sales account.',
      line: 3,
      field: 'invoicedetail.stl3_accountid',
    });
  });

  test('an unknown code is no cause', () => {
    expect(causeOf('toString')).toBeUndefined();
    expect(verdictOf([{ code: 'OF_TOMORROW', message: '', remedy: '' }])).toBe('Blocked');
  });
});
