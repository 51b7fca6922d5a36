/** What a person should look at before a new contact is made: the same e-mail address, or all but the same name. */
import type { LinkedTo, XeroContactSummary } from './contact-candidates.ts';
import { isActive, isOfAnother, isOtherBranch } from './contact-candidates.ts';
import { emailInXero } from './contact-to-make.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

const LEGAL_FORM =
  /[\s,]+(?:ltd|limited|inc|incorporated|llc|llp|plc|pty|gmbh|ag|corp|corporation|company|co|sa|bv|nv|ab|as|oy|sarl|srl)(?=[\s,]|$)/gu;

/** A name without what people leave out or write otherwise: accents, widths, signs, a leading "the" and the legal form. */
export const bareName = (name: string | null): string =>
  foldedName(name)
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    // There and back folds what has two small forms, such as ß and ss.
    .toUpperCase()
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll('.', '')
    .replaceAll(LEGAL_FORM, '')
    .replace(/^the /u, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** Shorter ones are found in too many names. */
const SHORTEST_TERM = 3;

/**
 * What to search Xero for so that all but the same names come up: the longest part of the name that people write alike.
 * Null where none is long enough.
 */
export const searchTermOf = (name: string | null): string | null => {
  const parts = foldedName(name)
    .replaceAll('.', '')
    .replaceAll(LEGAL_FORM, '')
    .replace(/^the /u, '')
    .split(/[^\p{L}\p{N} ]+| and /u)
    .map((part) => part.trim());
  const longest = parts.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return longest.length < SHORTEST_TERM ? null : longest;
};

/** Active contacts that may be the customer although neither number nor name says so; those of other customers are left out. */
export const nearMatches = (
  customer: Customer,
  candidates: readonly XeroContactSummary[],
  linkedTo: LinkedTo = {},
): readonly XeroContactSummary[] => {
  const email = oneLine(emailInXero(customer)).toLowerCase();
  const bare = bareName(customer.name);
  return candidates.filter(
    (contact) =>
      isActive(contact) &&
      !isOfAnother(contact, customer, linkedTo) &&
      !isOtherBranch(contact, customer) &&
      ((email !== '' && oneLine(contact.EmailAddress).toLowerCase() === email) || (bare !== '' && bareName(contact.Name) === bare)),
  );
};
