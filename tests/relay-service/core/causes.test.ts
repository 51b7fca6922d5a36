import { describe, expect, test } from '@jest/globals';
import { causeOfXeroError } from '../../../relay-service/src/core/cause-of-xero-error.ts';
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

describe("Xero's texts", () => {
  test.each([
    ['Invoice # must be unique.', 'XERO_NUMBER_NOT_UNIQUE', ''],
    ["Account code '999' is not a valid code for this document.", 'XERO_ACCOUNT_NOT_VALID', '999'],
    [
      "Account code '200' has been archived or has been deleted. Each line item must reference a valid account.",
      'XERO_ACCOUNT_ARCHIVED',
      '200',
    ],
    ['Account code must be specified.', 'XERO_ACCOUNT_MISSING', ''],
    ["The TaxType code 'OUTPUT' cannot be used with account code '400'.", 'XERO_TAX_TYPE_NOT_ALLOWED', 'OUTPUT'],
    ['The TaxType field is mandatory for this document.', 'XERO_TAX_TYPE_MISSING', ''],
    ['The document DueDate field must be specified', 'XERO_DUE_DATE_MISSING', ''],
    ['Due date cannot be empty.', 'XERO_DUE_DATE_MISSING', ''],
    [
      'The contact name ABC is already assigned to another contact. The contact name must be unique across all active contacts.',
      'XERO_CONTACT_NAME_TAKEN',
      '',
    ],
    [
      'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
      'XERO_CONTACT_ARCHIVED',
      '',
    ],
    ['The document date cannot be before the period lock date, currently set at 30-Nov-2018', 'XERO_LOCKED_PERIOD', '30-Nov-2018'],
    ['The document date cannot be before the end of year lock date, currently set at 30-Jun-2018', 'XERO_LOCKED_PERIOD', '30-Jun-2018'],
    ['Invoice not of valid status for modification', 'XERO_STATUS_NOT_VALID', ''],
    ['This document cannot be edited as it has a payment or credit note allocated to it.', 'XERO_PAYMENT_ALLOCATED', ''],
    ['The Total for this document must be greater than or equal to zero.', 'XERO_NEGATIVE_TOTAL', ''],
    ['Organisation is not subscribed to currency EUR', 'XERO_CURRENCY_NOT_SUBSCRIBED', 'EUR'],
    ['You have reached the limit of invoices you can approve', 'XERO_APPROVAL_LIMIT', ''],
    ['The tax amount cannot be greater than the line amount!', 'XERO_TAX_ABOVE_LINE', ''],
    ['Email address must be valid', 'XERO_EMAIL_NOT_VALID', ''],
    ['Invoice not of valid type for creation', 'XERO_TYPE_NOT_VALID', ''],
    ["Item code 'AX' is not valid", 'XERO_ITEM_NOT_VALID', 'AX'],
    ['Something that nobody has seen before', 'XERO_REFUSED', ''],
  ])('%s', (text, code, named) => {
    const found = causeOfXeroError(text);
    expect(found.code).toBe(code);
    expect(found.message).toContain(named);
    expect(found.message).not.toContain('unknown');
  });
});
