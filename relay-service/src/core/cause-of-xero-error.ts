/** Xero's validation texts to causes. Xero has no codes, so its words are matched loosely and always shown too. */
import type { CauseCode } from './causes.ts';
import { reason } from './causes.ts';
import type { Reason } from './document.ts';

// The first match wins, so the narrower text stands before the wider one; named groups fill the words of the cause.
const texts: readonly (readonly [pattern: RegExp, code: CauseCode])[] = [
  [/invoice # must be unique|(?:invoice|credit note) number .*(?:must be unique|already exists)/i, 'XERO_NUMBER_NOT_UNIQUE'],
  [/account code '(?<account>[^']*)' has been archived or .*deleted/i, 'XERO_ACCOUNT_ARCHIVED'],
  [/account code '(?<account>[^']*)' is not a valid code/i, 'XERO_ACCOUNT_NOT_VALID'],
  [/account code must be specified/i, 'XERO_ACCOUNT_MISSING'],
  [/tax\s?type code '(?<taxType>[^']*)' cannot be used with account code '(?<account>[^']*)'/i, 'XERO_TAX_TYPE_NOT_ALLOWED'],
  [/tax\s?type (?:field|code)? ?(?:is mandatory|must be specified|does not exist)/i, 'XERO_TAX_TYPE_MISSING'],
  [/due\s?date (?:field )?(?:must be specified|cannot be empty)/i, 'XERO_DUE_DATE_MISSING'],
  [/contact name .* already assigned to another contact/i, 'XERO_CONTACT_NAME_TAKEN'],
  [/contact .* has been archived|contact must be un-?archived/i, 'XERO_CONTACT_ARCHIVED'],
  [/cannot be before the (?:period|end of year) lock date(?:, currently set at (?<lockDate>[\w-]+))?/i, 'XERO_LOCKED_PERIOD'],
  [/not of valid type for creation/i, 'XERO_TYPE_NOT_VALID'],
  [/not of valid status/i, 'XERO_STATUS_NOT_VALID'],
  [/cannot be edited as it has a payment or credit note allocated/i, 'XERO_PAYMENT_ALLOCATED'],
  [/total for this document must be greater than or equal to zero/i, 'XERO_NEGATIVE_TOTAL'],
  [/not subscribed to currency (?<currency>[A-Z]{3})/i, 'XERO_CURRENCY_NOT_SUBSCRIBED'],
  [/reached the limit of invoices you can approve/i, 'XERO_APPROVAL_LIMIT'],
  [/tax amount cannot be greater than the line amount/i, 'XERO_TAX_ABOVE_LINE'],
  [/email address must be valid/i, 'XERO_EMAIL_NOT_VALID'],
  [/item code '?(?<item>[^']*)'? is not valid/i, 'XERO_ITEM_NOT_VALID'],
];

/** The cause that a text of Xero names; the unknown one reads well too, with Xero's words beside it. */
export const causeOfXeroError = (text: string): Reason => {
  for (const [pattern, code] of texts) {
    const match = pattern.exec(text);
    if (match) return reason(code, { ...match.groups });
  }
  return reason('XERO_REFUSED');
};
