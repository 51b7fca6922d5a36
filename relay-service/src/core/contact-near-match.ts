/** What a person should look at before a new contact is made: the same e-mail address, or all but the same name. */
import type { LinkedTo, XeroContactSummary } from './contact-candidates.ts';
import { isActive, isOfAnother, isOtherBranch } from './contact-candidates.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

const LEGAL_FORM =
  /[\s,]+(?:ltd|limited|inc|incorporated|llc|llp|plc|pty|gmbh|ag|corp|corporation|company|co|sa|bv|nv|ab|as|oy|sarl|srl)(?=[\s,]|$)/gu;

/** A name without what people leave out or write otherwise: accents, widths, signs, a leading "the" and the legal form. */
const bareName = (name: string | null): string =>
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

/** Active contacts that may be the customer although neither number nor name says so; those of other customers are left out. */
export const nearMatches = (
  customer: Customer,
  candidates: readonly XeroContactSummary[],
  linkedTo: LinkedTo = {},
): readonly XeroContactSummary[] => {
  const email = oneLine(customer.email).toLowerCase();
  const bare = bareName(customer.name);
  return candidates.filter(
    (contact) =>
      isActive(contact) &&
      !isOfAnother(contact, customer, linkedTo) &&
      !isOtherBranch(contact, customer) &&
      ((email !== '' && oneLine(contact.EmailAddress).toLowerCase() === email) || (bare !== '' && bareName(contact.Name) === bare)),
  );
};
