import { describe, expect, test } from '@jest/globals';
import { causeOfForbidden, causeOfXeroError, causesOfXeroErrors } from '../../../relay-service/src/core/cause-of-xero-error.ts';
import { causeOf } from '../../../relay-service/src/core/causes.ts';
import { xeroCauses } from '../../../relay-service/src/core/causes/xero-causes.ts';

/** The texts that vendors' help pages quote, word for word, each with its cause and what the cause must name of it. */
const published: readonly (readonly [text: string, code: string, named: string])[] = [
  ['Invoice # must be unique.', 'XERO_NUMBER_NOT_UNIQUE', ''],
  ["Account code '999' is not a valid code for this document.", 'XERO_ACCOUNT_NOT_VALID', 'account 999'],
  [
    "Account code '200' has been archived or has been deleted. Each line item must reference a valid account.",
    'XERO_ACCOUNT_ARCHIVED',
    'account 200',
  ],
  ['Account code must be specified.', 'XERO_ACCOUNT_MISSING', ''],
  [
    "The TaxType code 'OUTPUT' cannot be used with account code '400'.",
    'XERO_TAX_TYPE_NOT_ALLOWED',
    'tax type OUTPUT with the account 400',
  ],
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
  ['The document date cannot be before the period lock date, currently set at 30-Nov-2018', 'XERO_LOCKED_PERIOD', 'up to 30-Nov-2018'],
  ['The document date cannot be before the end of year lock date, currently set at 30-Jun-2018', 'XERO_LOCKED_PERIOD', 'up to 30-Jun-2018'],
  ['Invoice not of valid status for modification', 'XERO_STATUS_NOT_VALID', ''],
  ['This document cannot be edited as it has a payment or credit note allocated to it.', 'XERO_PAYMENT_ALLOCATED', ''],
  ['The Total for this document must be greater than or equal to zero.', 'XERO_NEGATIVE_TOTAL', ''],
  ['Organisation is not subscribed to currency EUR', 'XERO_CURRENCY_NOT_SUBSCRIBED', 'currency EUR'],
  ['You have reached the limit of invoices you can approve', 'XERO_APPROVAL_LIMIT', ''],
  ['The tax amount cannot be greater than the line amount!', 'XERO_TAX_ABOVE_LINE', ''],
  ['Email address must be valid', 'XERO_EMAIL_NOT_VALID', ''],
  ['Invoice not of valid type for creation', 'XERO_TYPE_NOT_VALID', ''],
  ['Idempotency Key 4f1c is used with a different request', 'XERO_KEY_USED', ''],
  [
    "Error converting value \"NO_TAX\" to type 'Xero.API.Library..LineAmountType'. Path 'ManualJournals[0].LineAmountTypes'",
    'XERO_NOT_UNDERSTOOD',
    '',
  ],
];

/** What else Xero says, as the stand-in says it. */
const others: typeof published = [
  ['The document date cannot be before the period lock date', 'XERO_LOCKED_PERIOD', 'up to its lock date'],
  ['The credit note number CN-1 already exists', 'XERO_NUMBER_NOT_UNIQUE', ''],
  ["The TaxType code 'OLD' does not exist or cannot be used for this type of transaction.", 'XERO_TAX_TYPE_NOT_VALID', 'tax type OLD'],
  ['The tax type must be specified', 'XERO_TAX_TYPE_MISSING', ''],
  ['The due date cannot be before the document date', 'XERO_DUE_DATE_TOO_EARLY', ''],
  ['The document date is not valid', 'XERO_DATE_NOT_VALID', ''],
  ['Credit note not of valid type for creation', 'XERO_TYPE_NOT_VALID', ''],
  ['Invoice not of valid status for creation', 'XERO_STATUS_NOT_VALID', ''],
  ['The branding theme could not be found', 'XERO_THEME_NOT_VALID', ''],
  ['Url must not contain xero in its host', 'XERO_LINK_NOT_VALID', ''],
  ['The Url is not valid', 'XERO_LINK_NOT_VALID', ''],
  ['One or more line items must be specified', 'XERO_NO_LINES', ''],
  ["Item code 'AX' is not valid", 'XERO_ITEM_NOT_VALID', 'item AX'],
  ['Discounts can only be applied to sales invoices and quotes', 'XERO_DISCOUNT_NOT_ALLOWED', ''],
  ['Only one of DiscountRate and DiscountAmount can be specified', 'XERO_DISCOUNT_NOT_ALLOWED', ''],
  ['The line total 12 does not match the expected line total', 'XERO_LINE_TOTAL_DIFFERS', ''],
  ['A maximum of two tracking categories can be applied to a line item', 'XERO_TRACKING_NOT_VALID', ''],
  ['Description field is mandatory', 'XERO_DESCRIPTION_MISSING', ''],
  ['The description field must not exceed 4000 characters', 'XERO_TEXT_TOO_LONG', '4000 characters'],
  ['Invoice Number must not exceed 255 characters', 'XERO_TEXT_TOO_LONG', '255 characters'],
  ['The contact number is already assigned to another contact.', 'XERO_CONTACT_NUMBER_TAKEN', ''],
  ['The contact could not be found or does not exist', 'XERO_CONTACT_GONE', ''],
  ['A Contact must be specified for this type of transaction', 'XERO_CONTACT_GONE', ''],
  ['The contact name must not contain < or >', 'XERO_CONTACT_NAME_NOT_ALLOWED', ''],
];

describe.each([
  ['published', published],
  ['others', others],
] as const)("Xero's texts, %s", (_, texts) => {
  test.each(texts)('%s', (text, code, named) => {
    const found = causeOfXeroError(text);
    expect(found.code).toBe(code);
    expect(found.message).toContain(named);
    expect(found.message + found.remedy).not.toMatch(/unknown|[{}]/);
    // However it is written, and within whatever else is said.
    expect(causeOfXeroError(`Line 3: ${text.replace(/EUR/, 'eur').toUpperCase()}`).code).toBe(code);
  });
});

test('every cause that only Xero names is named by a text or by a status', () => {
  const named = new Set([...published, ...others].map(([, code]) => code));
  const byStatus = ['XERO_ROLE_TOO_LOW', 'XERO_ROLE_TOO_LOW_OF_SOMEBODY', 'XERO_REFUSED'];
  expect(Object.keys(xeroCauses).filter((code) => !named.has(code) && !byStatus.includes(code))).toEqual([]);
});

test('a text that nobody has seen before reads well', () => {
  const { code, message, remedy } = causeOfXeroError('Something that nobody has seen before');
  expect([code, message]).toEqual(['XERO_REFUSED', 'Xero refused the document, so it was not posted.']);
  expect(remedy).toMatch(/own words below/);
});

describe('several texts about one document', () => {
  const codes = (...errors: readonly string[]) => causesOfXeroErrors(errors).map(({ code }) => code);

  test('are several causes, in their order, each once', () => {
    expect(codes('Account code must be specified.', 'Due date cannot be empty.', 'Account code must be specified.')).toEqual([
      'XERO_ACCOUNT_MISSING',
      'XERO_DUE_DATE_MISSING',
    ]);
    expect(causesOfXeroErrors(["Account code '1' is not a valid code", "Account code '2' is not a valid code"])).toHaveLength(2);
  });

  test('what nobody has seen before comes last, and once', () => {
    expect(codes('Never seen', 'Due date cannot be empty.', 'Nor this')).toEqual(['XERO_DUE_DATE_MISSING', 'XERO_REFUSED']);
    expect(codes()).toEqual(['XERO_REFUSED']);
  });
});

test('a role that is too low names whoever connected, and an administrator as who can mend it', () => {
  const named = causeOfForbidden('Fran Manager', 'Fabrikam');
  expect([named.code, named.message]).toEqual([
    'XERO_ROLE_TOO_LOW',
    'Xero does not let Fran Manager, who connected Fabrikam, do this. Nothing was changed there.',
  ]);
  const unnamed = causeOfForbidden(null, 'Fabrikam');
  expect(unnamed.message).toBe('Xero does not let the person who connected Fabrikam do this. Nothing was changed there.');
  expect([causeOf(named.code)?.who, causeOf(unnamed.code)?.who]).toEqual(['administrator', 'administrator']);
});
