/** Xero's validation texts to causes. Xero has no codes, so its words are matched loosely and always shown too. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Reason } from './document.ts';

type Text = readonly [pattern: RegExp, code: CauseCode];

// The first match wins, so the narrower text stands before the wider one; named groups fill the words of the cause.
const ofDocument: readonly Text[] = [
  [/invoice # must be unique|(?:invoice|credit note) number .*(?:must be unique|already exists)/i, 'XERO_NUMBER_NOT_UNIQUE'],
  [/due\s?date (?:field )?(?:must be specified|cannot be empty|is mandatory)/i, 'XERO_DUE_DATE_MISSING'],
  [/due\s?date cannot be before/i, 'XERO_DUE_DATE_TOO_EARLY'],
  [/cannot be before the (?:period|end of year) lock date(?:, currently set at (?<lockDate>[\w-]+))?/i, 'XERO_LOCKED_PERIOD'],
  [/document date .*not valid|date (?:field )?(?:must be|is not) a valid date/i, 'XERO_DATE_NOT_VALID'],
  [/not of valid type for creation/i, 'XERO_TYPE_NOT_VALID'],
  [/not of valid status/i, 'XERO_STATUS_NOT_VALID'],
  [/cannot be edited as it has a payment or credit note allocated/i, 'XERO_PAYMENT_ALLOCATED'],
  [/total for this document must be greater than or equal to zero/i, 'XERO_NEGATIVE_TOTAL'],
  [/not subscribed to currency (?<currency>[A-Z]{3})/i, 'XERO_CURRENCY_NOT_SUBSCRIBED'],
  [/reached the limit of invoices you can approve/i, 'XERO_APPROVAL_LIMIT'],
  [/branding theme/i, 'XERO_THEME_NOT_VALID'],
  [/\burl\b/i, 'XERO_LINK_NOT_VALID'],
  [/line items? must be specified/i, 'XERO_NO_LINES'],
];
const ofLine: readonly Text[] = [
  [/account code '(?<account>[^']*)' has been archived or .*deleted/i, 'XERO_ACCOUNT_ARCHIVED'],
  [/account code '(?<account>[^']*)' is not a valid code/i, 'XERO_ACCOUNT_NOT_VALID'],
  [/account code must be specified/i, 'XERO_ACCOUNT_MISSING'],
  [/tax\s?type code '(?<taxType>[^']*)' cannot be used with account code '(?<account>[^']*)'/i, 'XERO_TAX_TYPE_NOT_ALLOWED'],
  [/tax\s?type code '(?<taxType>[^']*)' (?:does not exist|cannot be used|is not valid)/i, 'XERO_TAX_TYPE_NOT_VALID'],
  [/tax\s?type (?:field|code)? ?(?:is mandatory|must be specified|does not exist)/i, 'XERO_TAX_TYPE_MISSING'],
  [/tax amount cannot be greater than the line amount/i, 'XERO_TAX_ABOVE_LINE'],
  [/item code '?(?<item>[^']*)'? is not valid/i, 'XERO_ITEM_NOT_VALID'],
  [/discount/i, 'XERO_DISCOUNT_NOT_ALLOWED'],
  [/line total .* does not match/i, 'XERO_LINE_TOTAL_DIFFERS'],
  [/tracking (?:categor|option)/i, 'XERO_TRACKING_NOT_VALID'],
  [/description (?:field )?(?:is mandatory|must be specified)/i, 'XERO_DESCRIPTION_MISSING'],
];
const ofContact: readonly Text[] = [
  [/contact name .* already assigned to another contact/i, 'XERO_CONTACT_NAME_TAKEN'],
  [/contact number .* already assigned to another contact/i, 'XERO_CONTACT_NUMBER_TAKEN'],
  [/contact .* has been archived|contact must be un-?archived/i, 'XERO_CONTACT_ARCHIVED'],
  [/contact could not be found|contact must be specified/i, 'XERO_CONTACT_GONE'],
  [/contact name must not contain/i, 'XERO_CONTACT_NAME_NOT_ALLOWED'],
  [/email address must be valid/i, 'XERO_EMAIL_NOT_VALID'],
];
const ofCall: readonly Text[] = [
  [/must not (?:exceed|be (?:more|longer) than) (?<limit>\d+) characters/i, 'XERO_TEXT_TOO_LONG'],
  [/idempotency key .* different request/i, 'XERO_KEY_USED'],
  [/error converting value|unexpected character|PostDataInvalid/i, 'XERO_NOT_UNDERSTOOD'],
];
const texts: readonly Text[] = [...ofDocument, ...ofLine, ...ofContact, ...ofCall];

/** What the text names, with words for what Xero leaves unsaid. */
const namedIn = ({ groups = {} }: RegExpExecArray): Values => ({ ...groups, lockDate: groups['lockDate'] ?? 'its lock date' });

/** The cause that a text of Xero names; the unknown one reads well too, with Xero's words beside it. */
export const causeOfXeroError = (text: string): Reason => {
  for (const [pattern, code] of texts) {
    const match = pattern.exec(text);
    if (match) return reason(code, namedIn(match));
  }
  return reason('XERO_REFUSED');
};

/** The causes that Xero's texts about one document name, each once; what nobody has seen before comes last. At least one. */
export const causesOfXeroErrors = (errors: readonly string[]): readonly Reason[] => {
  const named = new Map(errors.map(causeOfXeroError).map((cause) => [cause.message, cause]));
  const known = [...named.values()].filter(({ code }) => code !== 'XERO_REFUSED');
  return known.length > 0 && known.length === named.size ? known : [...known, reason('XERO_REFUSED')];
};

/**
 * The cause of a 403: whoever has connected Xero may not do there what was asked.
 * @param connectedBy name or address of that person, null where it is not known
 */
export const causeOfForbidden = (connectedBy: string | null, organisation: string): Reason =>
  connectedBy === null
    ? reason('XERO_ROLE_TOO_LOW_OF_SOMEBODY', { organisation })
    : reason('XERO_ROLE_TOO_LOW', { connectedBy, organisation });
