/** Which contact in Xero a customer is: stored link > our id > account number > name; an e-mail address only proposes. */
import { reason } from './causes.ts';
import { contactToMake, nameInXero } from './contact-to-make.ts';
import type { ContactToMake, Reason } from './document.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

/** A contact as Xero lists it, as far as deciding needs it. */
export interface XeroContactSummary {
  readonly ContactID: string;
  readonly Name: string;
  readonly ContactNumber?: string | null;
  readonly AccountNumber?: string | null;
  readonly ContactStatus: string;
  readonly MergedToContactID?: string | null;
  readonly EmailAddress?: string | null;
}

export type ContactDecision =
  | {
      readonly kind: 'use';
      readonly contactId: string;
      readonly matchedBy: 'storedId' | 'contactNumber' | 'accountNumber' | 'name' | 'person';
    }
  | { readonly kind: 'make'; readonly contact: ContactToMake }
  | { readonly kind: 'refuse'; readonly reason: Reason }
  | { readonly kind: 'choose'; readonly reason: Reason; readonly candidates: readonly XeroContactSummary[] };

export interface LadderOptions {
  /** Contacts in Xero that another customer is linked to: contact id -> customer id. */
  readonly linkedTo?: Readonly<Record<string, string>>;
  /** The request's own choice of contact, made by a person. */
  readonly chosenId?: string | null;
  /** A second contact of one name is made as "Name (account number)". */
  readonly accountNumberInName?: boolean;
}

const sameId = (a: string | null | undefined, b: string): boolean => oneLine(a).toLowerCase() === b.toLowerCase();

/** Follows merges to the contact that is left; null where the chain leaves what was read. */
const survivor = (contact: XeroContactSummary, candidates: readonly XeroContactSummary[]): XeroContactSummary | null => {
  const seen = new Set<string>();
  let current = contact;
  while (current.MergedToContactID != null && current.MergedToContactID !== '') {
    const next = current.MergedToContactID;
    const found = candidates.find(({ ContactID }) => sameId(ContactID, next));
    if (found === undefined || seen.has(next)) return null;
    seen.add(next);
    current = found;
  }
  return current;
};

const isActive = ({ ContactStatus }: XeroContactSummary): boolean => ContactStatus === 'ACTIVE';

const choose = (
  code: 'CONTACT_ARCHIVED' | 'CONTACT_GONE' | 'CONTACT_AMBIGUOUS' | 'CONTACT_NAME_DIFFERS' | 'CONTACT_NEAR_MATCH' | 'CONTACT_OF_ANOTHER',
  customer: Customer,
  candidates: readonly XeroContactSummary[],
): ContactDecision => ({
  kind: 'choose',
  reason: reason(code, { customer: oneLine(customer.name), contact: candidates[0]?.Name ?? '' }, 'invoice.customerid'),
  candidates,
});

/** Judges the contacts that one rung found: exactly one, active, and nobody else's. */
const judge = (
  customer: Customer,
  hits: readonly XeroContactSummary[],
  all: readonly XeroContactSummary[],
  matchedBy: 'storedId' | 'contactNumber' | 'accountNumber' | 'name' | 'person',
  options: LadderOptions,
): ContactDecision => {
  const left = [...new Map(hits.map((hit) => [survivor(hit, all)?.ContactID ?? hit.ContactID, survivor(hit, all)])).values()];
  const present = left.filter((contact) => contact !== null);
  if (present.length === 0) return choose('CONTACT_GONE', customer, hits);
  const active = present.filter(isActive);
  const [contact] = active;
  if (contact === undefined) return choose('CONTACT_ARCHIVED', customer, present);
  if (active.length > 1) return choose('CONTACT_AMBIGUOUS', customer, active);
  const owner = options.linkedTo?.[contact.ContactID];
  if (matchedBy !== 'storedId' && matchedBy !== 'person' && owner !== undefined && owner !== customer.id)
    return choose('CONTACT_OF_ANOTHER', customer, [contact]);
  return { kind: 'use', contactId: contact.ContactID, matchedBy };
};

const byAccountNumber = (customer: Customer, candidates: readonly XeroContactSummary[], options: LadderOptions): ContactDecision | null => {
  const number = oneLine(customer.accountNumber);
  if (number === '') return null;
  const hits = candidates.filter((contact) => sameId(contact.AccountNumber, number) && !isOfAnother(contact, customer));
  if (hits.length === 0) return null;
  const namesakes = hits.filter((contact) => foldedName(contact.Name) === foldedName(customer.name));
  if (namesakes.some(isActive)) return judge(customer, namesakes.filter(isActive), candidates, 'accountNumber', options);
  const decision = judge(customer, hits, candidates, 'accountNumber', options);
  return decision.kind === 'use' ? choose('CONTACT_NAME_DIFFERS', customer, hits.filter(isActive)) : decision;
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A contact number of the form of our ids that is not this customer's belongs to another row of Dynamics. */
const isOfAnother = (contact: XeroContactSummary, customer: Customer): boolean =>
  GUID.test(oneLine(contact.ContactNumber)) && !sameId(contact.ContactNumber, customer.id);

/** Two account numbers that differ say that these are two branches of one name. */
const isOtherBranch = (contact: XeroContactSummary, customer: Customer): boolean => {
  const theirs = oneLine(contact.AccountNumber);
  const ours = oneLine(customer.accountNumber);
  return theirs !== '' && ours !== '' && theirs.toLowerCase() !== ours.toLowerCase();
};

const byName = (customer: Customer, candidates: readonly XeroContactSummary[], options: LadderOptions): ContactDecision | null => {
  const hits = candidates.filter((contact) => foldedName(contact.Name) === foldedName(customer.name));
  if (hits.length === 0) return null;
  const active = hits.filter(isActive);
  const decision = judge(customer, active.length > 0 ? active : hits, candidates, 'name', options);
  if (decision.kind !== 'use') return decision;
  const others = active.filter((contact) => isOfAnother(contact, customer) || isOtherBranch(contact, customer));
  if (others.length === 0) return decision;
  // The name is taken by somebody else, so a contact of the same name cannot be made beside it.
  return options.accountNumberInName === true && oneLine(customer.accountNumber) !== ''
    ? null
    : choose('CONTACT_OF_ANOTHER', customer, others);
};

const LEGAL_FORM =
  /[\s,]+(?:ltd|limited|inc|incorporated|llc|llp|plc|pty|gmbh|ag|corp|corporation|company|co|sa|bv|nv|ab|as|oy|sarl|srl)(?=[\s,]|$)/gu;
const bareName = (name: string | null): string =>
  foldedName(name)
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll('&', ' and ')
    .replaceAll('.', '')
    .replaceAll(LEGAL_FORM, '')
    .replace(/^the /u, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** What a person should look at before a new contact is made: the same e-mail address, or all but the same name. */
const nearMatches = (customer: Customer, candidates: readonly XeroContactSummary[]): XeroContactSummary[] => {
  const email = oneLine(customer.email).toLowerCase();
  const bare = bareName(customer.name);
  return candidates.filter(
    (contact) =>
      isActive(contact) &&
      !isOfAnother(contact, customer) &&
      !isOtherBranch(contact, customer) &&
      ((email !== '' && oneLine(contact.EmailAddress).toLowerCase() === email) || (bare !== '' && bareName(contact.Name) === bare)),
  );
};

const make = (customer: Customer, candidates: readonly XeroContactSummary[], createAllowed: boolean): ContactDecision => {
  if (!createAllowed)
    return { kind: 'refuse', reason: reason('CONTACT_CREATION_OFF', { customer: oneLine(customer.name) }, 'invoice.customerid') };
  const taken = candidates.some((contact) => isActive(contact) && foldedName(contact.Name) === foldedName(customer.name));
  return { kind: 'make', contact: contactToMake(customer, nameInXero(customer, taken)) };
};

/** Decides the contact of a customer from what Xero has that may be it. Nothing is ever renamed; what is unclear is asked once. */
export const decideContact = (
  customer: Customer,
  candidates: readonly XeroContactSummary[],
  storedXeroId: string | null,
  createAllowed: boolean,
  options: LadderOptions = {},
): ContactDecision => {
  const chosen = options.chosenId ?? storedXeroId;
  if (chosen !== null) {
    const hits = candidates.filter(({ ContactID }) => sameId(ContactID, chosen));
    return judge(customer, hits, candidates, options.chosenId == null ? 'storedId' : 'person', options);
  }
  if (oneLine(customer.name) === '') return { kind: 'refuse', reason: reason('CUSTOMER_NAME_MISSING', {}, 'invoice.customerid') };
  const numbered = candidates.filter((contact) => sameId(contact.ContactNumber, customer.id));
  if (numbered.length > 0) return judge(customer, numbered, candidates, 'contactNumber', options);
  const found = byAccountNumber(customer, candidates, options) ?? byName(customer, candidates, options);
  if (found !== null) return found;
  const near = nearMatches(customer, candidates);
  if (near.length > 0) return choose(near.length > 1 ? 'CONTACT_AMBIGUOUS' : 'CONTACT_NEAR_MATCH', customer, near);
  return make(customer, candidates, createAllowed);
};
