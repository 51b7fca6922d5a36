/** Which contact in Xero a customer is: stored link > our id > account number > name; an e-mail address only proposes. */
import { reason } from './causes.ts';
import type { XeroContactSummary } from './contact-candidates.ts';
import { isActive, isOfAnother, isOtherBranch, sameId, survivorOf } from './contact-candidates.ts';
import type { ContactDecision, LadderOptions } from './contact-decision.ts';
import { choose, judge } from './contact-decision.ts';
import { nearMatches } from './contact-near-match.ts';
import { contactToMake, isNameAllowed, nameInXero } from './contact-to-make.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

export type { XeroContactSummary } from './contact-candidates.ts';
export type { ContactDecision, LadderOptions } from './contact-decision.ts';

type Rung = (customer: Customer, candidates: readonly XeroContactSummary[], options: LadderOptions) => ContactDecision | null;

const isUsable = (contact: XeroContactSummary, all: readonly XeroContactSummary[]): boolean => {
  const survivor = survivorOf(contact, all);
  return survivor !== null && isActive(survivor);
};

/** An account number alone is not believed: the name has to say the same. */
const byAccountNumber: Rung = (customer, candidates, options) => {
  const number = oneLine(customer.accountNumber);
  if (number === '') return null;
  const hits = candidates.filter((contact) => sameId(contact.AccountNumber, number));
  if (hits.length === 0) return null;
  const free = hits.filter((contact) => !isOfAnother(contact, customer, options.linkedTo));
  if (free.length === 0) return choose('CONTACT_OF_ANOTHER', customer, hits);
  const namesakes = free.filter((contact) => foldedName(contact.Name) === foldedName(customer.name) && isUsable(contact, candidates));
  if (namesakes.length > 0) return judge(customer, namesakes, candidates, 'accountNumber', options);
  const decision = judge(customer, free, candidates, 'accountNumber', options);
  if (decision.kind !== 'use') return decision;
  const others = candidates.filter(({ ContactID }) => ContactID === decision.contactId);
  return choose('CONTACT_NAME_DIFFERS', customer, others);
};

/** The setting "Tell namesakes apart" needs a number to tell them apart by. */
const tellsApart = (customer: Customer, options: LadderOptions): boolean =>
  options.accountNumberInName === true && oneLine(customer.accountNumber) !== '';

const named = (name: string, candidates: readonly XeroContactSummary[]): readonly XeroContactSummary[] => {
  const hits = candidates.filter((contact) => foldedName(contact.Name) === foldedName(name));
  const usable = hits.filter((contact) => isUsable(contact, candidates));
  // Xero lets an archived contact share its name with an active one, which then is the one that is meant.
  return usable.length > 0 ? usable : hits;
};

const byName: Rung = (customer, candidates, options) => {
  const apart = tellsApart(customer, options);
  const withNumber = apart ? named(nameInXero(customer, true), candidates) : [];
  if (withNumber.length > 0) return judge(customer, withNumber, candidates, 'name', options);
  const hits = named(oneLine(customer.name), candidates);
  if (hits.length === 0) return null;
  const judged = judge(customer, hits, candidates, 'name', options);
  const branches = candidates.filter(
    (contact) => judged.kind === 'use' && contact.ContactID === judged.contactId && isOtherBranch(contact, customer),
  );
  const decision = branches.length > 0 ? choose('CONTACT_OF_ANOTHER', customer, branches) : judged;
  // The name is taken by somebody else; beside it a contact can be made only under a name of its own.
  return apart && decision.kind === 'choose' && decision.reason.code === 'CONTACT_OF_ANOTHER' ? null : decision;
};

const make = (
  customer: Customer,
  candidates: readonly XeroContactSummary[],
  createAllowed: boolean,
  options: LadderOptions,
): ContactDecision => {
  if (!createAllowed)
    return { kind: 'refuse', reason: reason('CONTACT_CREATION_OFF', { customer: oneLine(customer.name) }, 'invoice.customerid') };
  const taken = candidates.some((contact) => isActive(contact) && foldedName(contact.Name) === foldedName(customer.name));
  const name = nameInXero(customer, taken);
  if (!isNameAllowed(customer.name) || !isNameAllowed(name)) {
    const field = `${customer.kind}.${customer.kind === 'account' ? 'name' : 'fullname'}`;
    return { kind: 'refuse', reason: reason('CUSTOMER_NAME_NOT_ALLOWED', {}, field) };
  }
  return { kind: 'make', contact: contactToMake(customer, name, options.currencies) };
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
  const near = nearMatches(customer, candidates, options.linkedTo);
  if (near.length > 0) return choose(near.length > 1 ? 'CONTACT_AMBIGUOUS' : 'CONTACT_NEAR_MATCH', customer, near);
  return make(customer, candidates, createAllowed, options);
};
