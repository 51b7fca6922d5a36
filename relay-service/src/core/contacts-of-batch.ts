/** The ladder for customers that are decided together: two of them never share a contact, nor a name, unasked. */
import type { XeroContactSummary } from './contact-candidates.ts';
import { sameId } from './contact-candidates.ts';
import type { ContactDecision, LadderOptions } from './contact-decision.ts';
import { choose } from './contact-decision.ts';
import { decideContact } from './contact-ladder.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

/** A contact that is going to be made stands among the candidates without an id. */
const TO_COME = '';

const toCome = (customer: Customer, name: string): XeroContactSummary => ({
  ContactID: TO_COME,
  Name: name,
  ContactNumber: customer.id,
  AccountNumber: customer.accountNumber,
  ContactStatus: 'ACTIVE',
});

const collides = (customer: Customer, { Name, AccountNumber }: XeroContactSummary): boolean =>
  foldedName(Name) === foldedName(customer.name) ||
  (oneLine(AccountNumber) !== '' && sameId(AccountNumber, oneLine(customer.accountNumber)));

/** Contacts that more than one customer of the batch would be linked to. */
const claimedTwice = (decisions: ReadonlyMap<Customer, ContactDecision>): ReadonlySet<string> => {
  const claims = [...decisions.values()].flatMap((decision) => (decision.kind === 'use' ? [decision.contactId] : []));
  return new Set(claims.filter((id, index) => claims.indexOf(id) !== index));
};

/**
 * Decides customers without a stored link together; each customer is given once. The order in which they come does not matter:
 * of namesakes that are both new, the one with the lower id gets the bare name.
 */
export const decideContacts = (
  customers: readonly Customer[],
  candidates: readonly XeroContactSummary[],
  createAllowed: boolean,
  options: LadderOptions = {},
): Map<Customer, ContactDecision> => {
  const decisions = new Map(customers.map((customer) => [customer, decideContact(customer, candidates, null, createAllowed, options)]));
  const shared = claimedTwice(decisions);
  const coming: XeroContactSummary[] = [];
  for (const customer of customers.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    let decision = decisions.get(customer);
    if (decision?.kind === 'use' && decision.matchedBy !== 'contactNumber' && shared.has(decision.contactId)) {
      const { contactId } = decision;
      const contact = candidates.filter(({ ContactID }) => ContactID === contactId);
      decisions.set(customer, choose('CONTACT_OF_SEVERAL', customer, contact));
    }
    if (decision?.kind !== 'make') continue;
    if (coming.some((contact) => collides(customer, contact))) {
      decision = decideContact(customer, [...candidates, ...coming], null, createAllowed, options);
      decisions.set(
        customer,
        decision.kind === 'choose'
          ? { ...decision, candidates: decision.candidates.filter(({ ContactID }) => ContactID !== TO_COME) }
          : decision,
      );
    }
    if (decision.kind === 'make') coming.push(toCome(customer, decision.contact.Name));
  }
  return decisions;
};
