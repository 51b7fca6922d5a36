/** Finds each customer's contact in Xero, or makes it: one maker at a time per organisation, which the lane sees to. */
import { randomUUID } from 'node:crypto';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import type { ContactDecision } from '../core/contact-ladder.ts';
import { decideContact } from '../core/contact-ladder.ts';
import type { ContactToMake, Reason } from '../core/document.ts';
import type { Customer } from '../core/invoice.ts';
import { readContactLinks, saveContactLinks } from '../dataverse/contact-links.ts';
import { findContacts, putContacts } from '../xero/contacts.ts';
import type { Ready } from './decide.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** The contact to send with, or why there is none. */
export type FoundContact = { readonly contactId: string } | { readonly reason: Reason };

const PUT_TIMEOUT_MS = 30_000;

/**
 * @returns by request id. A request that is missing waits: making its contact is in doubt, the next round looks it up by number.
 */
export const contactsFor = async (
  services: Services,
  work: AskedOfConnection,
  asked: readonly Ready['asked'][],
): Promise<Map<string, FoundContact>> => {
  const found = new Map<string, FoundContact>();
  const customers = new Map<string, Customer>();
  for (const { request, invoice } of asked) {
    if (request.choices.xeroContactId !== null) found.set(request.id, { contactId: request.choices.xeroContactId });
    else if (invoice.customer) customers.set(invoice.customer.id, invoice.customer);
  }
  const byCustomer = await decideAll(services, work, [...customers.values()]);
  for (const { request, invoice } of asked) {
    const contact = invoice.customer ? byCustomer.get(invoice.customer.id) : undefined;
    if (contact && !found.has(request.id)) found.set(request.id, contact);
  }
  return found;
};

const decideAll = async (
  services: Services,
  work: AskedOfConnection,
  customers: readonly Customer[],
): Promise<Map<string, FoundContact>> => {
  const answers = new Map<string, FoundContact>();
  if (customers.length === 0) return answers;
  const dataverse = services.dataverse(work.stored.environment);
  const xero = services.xero(work.stored);
  const links = await readContactLinks(
    dataverse,
    work.connection.connectorId,
    customers.map(({ id }) => id),
  );
  // A stored link is believed without asking Xero again: a contact that was archived since is refused by Xero in its own words.
  const unlinked = customers.filter(({ id }) => !links.has(id));
  for (const { id } of customers) {
    const contactId = links.get(id);
    if (contactId) answers.set(id, { contactId });
  }
  if (unlinked.length === 0) return answers;

  const candidates = await findContacts(xero, {
    contactNumbers: unlinked.map(({ id }) => id),
    accountNumbers: unlinked.flatMap(({ accountNumber }) => accountNumber ?? []),
    names: unlinked.flatMap(({ name }) => name ?? []),
  });
  const decisions = new Map<string, ContactDecision>(
    unlinked.map((customer) => [customer.id, decideContact(customer, candidates, null, work.connection.settings.createContacts)]),
  );
  const toMake: ContactToMake[] = [];
  const toLink: { customer: Customer; contactId: string; matchedBy: Extract<ContactDecision, { kind: 'use' }>['matchedBy'] | 'created' }[] =
    [];
  for (const customer of unlinked) {
    const decision = decisions.get(customer.id);
    if (decision?.kind === 'use') {
      answers.set(customer.id, { contactId: decision.contactId });
      toLink.push({ customer, contactId: decision.contactId, matchedBy: decision.matchedBy });
    } else if (decision?.kind === 'make') toMake.push(decision.contact);
    else if (decision) answers.set(customer.id, { reason: decision.reason });
  }
  if (toMake.length > 0) {
    const made = await putContacts(xero, toMake, { idempotencyKey: randomUUID(), timeoutMs: PUT_TIMEOUT_MS });
    for (const customer of unlinked) {
      const element = made.find(({ contactNumber }) => contactNumber?.toLowerCase() === customer.id.toLowerCase());
      if (element?.id) {
        answers.set(customer.id, { contactId: element.id });
        toLink.push({ customer, contactId: element.id, matchedBy: 'created' });
      } else if (element && element.errors.length > 0) answers.set(customer.id, { reason: causeOfXeroError(element.errors.join(' ')) });
    }
  }
  await saveContactLinks(dataverse, work.connection.connectorId, toLink).catch((problem: unknown) =>
    // The link only saves a look-up next time; the contact itself is found again by its number.
    services.log.warn({ err: problem }, 'customer links could not be written'),
  );
  return answers;
};
