/** Finds each customer's contact in Xero, or makes it: one maker at a time per organisation, which the lane sees to. */
import { randomUUID } from 'node:crypto';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import type { XeroContactSummary } from '../core/contact-candidates.ts';
import { mergedIntoUnread } from '../core/contact-candidates.ts';
import type { ContactDecision, LadderOptions } from '../core/contact-decision.ts';
import { decideContact } from '../core/contact-ladder.ts';
import { nameInXero } from '../core/contact-to-make.ts';
import { decideContacts } from '../core/contacts-of-batch.ts';
import type { ContactToMake, Reason } from '../core/document.ts';
import type { Customer } from '../core/invoice.ts';
import type { NewContactLink } from '../dataverse/contact-links.ts';
import { readContactLinks, readLinkedCustomers, saveContactLinks } from '../dataverse/contact-links.ts';
import { findContacts, findContactsByIds, putContacts } from '../xero/contacts.ts';
import type { Ready } from './decide.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** The contact to send with, one that would be made, or why there is none. */
export type FoundContact = { readonly contactId: string } | { readonly toMake: ContactToMake } | { readonly reason: Reason };

const PUT_TIMEOUT_MS = 30_000;

type Found = Map<string, FoundContact>;

const answerOf = (decision: ContactDecision): FoundContact => {
  switch (decision.kind) {
    case 'use':
      return { contactId: decision.contactId };
    case 'make':
      return { toMake: decision.contact };
    case 'refuse':
    case 'choose':
      return { reason: decision.reason };
  }
};

/** What the contacts were merged into, as far as that leads. */
const withSurvivors = async (
  services: Services,
  work: AskedOfConnection,
  contacts: readonly XeroContactSummary[],
): Promise<readonly XeroContactSummary[]> => {
  const all = [...contacts];
  for (let wanted = mergedIntoUnread(all); wanted.length > 0; wanted = mergedIntoUnread(all)) {
    const found = await findContactsByIds(services.xero(work.stored), wanted);
    // Whatever cannot be read any more ends the way; asking for it again would never end.
    if (found.length === 0) break;
    all.push(...found);
  }
  return all;
};

/** The ladder for customers without a stored link, over what Xero has that may be them. */
const decideUnlinked = async (
  services: Services,
  work: AskedOfConnection,
  customers: readonly Customer[],
): Promise<Map<Customer, ContactDecision>> => {
  if (customers.length === 0) return new Map();
  const { settings, connectorId, organisation } = work.connection;
  const names = customers.flatMap((customer) =>
    settings.accountNumberInName === true ? [customer.name ?? '', nameInXero(customer, true)] : (customer.name ?? []),
  );
  const candidates = await withSurvivors(
    services,
    work,
    await findContacts(services.xero(work.stored), {
      contactNumbers: customers.map(({ id }) => id),
      accountNumbers: customers.flatMap(({ accountNumber }) => accountNumber ?? []),
      names: [...new Set(names)].filter(Boolean),
      emails: customers.flatMap(({ email }) => email ?? []),
    }),
  );
  const ids = candidates.map(({ ContactID }) => ContactID);
  const options: LadderOptions = {
    linkedTo: await readLinkedCustomers(services.dataverse(work.stored.environment), connectorId, ids),
    accountNumberInName: settings.accountNumberInName === true,
    currencies: [organisation.baseCurrency, ...organisation.currencies],
  };
  return decideContacts(customers, candidates, settings.createContacts, options);
};

/** Stored links are believed when sending, for Xero refuses an archived contact in its own words; a preview looks at them. */
const lookAtLinks = async (
  services: Services,
  work: AskedOfConnection,
  linked: readonly { readonly customer: Customer; readonly contactId: string }[],
): Promise<readonly (readonly [Customer, ContactDecision])[]> => {
  if (linked.length === 0) return [];
  const ids = [...new Set(linked.map(({ contactId }) => contactId))];
  const contacts = await withSurvivors(services, work, await findContactsByIds(services.xero(work.stored), ids));
  return linked.map(({ customer, contactId }) => [customer, decideContact(customer, contacts, contactId, false)]);
};

const makeContacts = async (
  services: Services,
  work: AskedOfConnection,
  toMake: readonly { readonly customer: Customer; readonly contact: ContactToMake }[],
): Promise<Found> => {
  const found: Found = new Map();
  if (toMake.length === 0) return found;
  const made = await putContacts(
    services.xero(work.stored),
    toMake.map(({ contact }) => contact),
    { idempotencyKey: randomUUID(), timeoutMs: PUT_TIMEOUT_MS },
  );
  for (const { customer } of toMake) {
    const element = made.find(({ contactNumber }) => contactNumber?.toLowerCase() === customer.id.toLowerCase());
    if (element?.id) found.set(customer.id, { contactId: element.id });
    else if (element && element.errors.length > 0) found.set(customer.id, { reason: causeOfXeroError(element.errors.join(' ')) });
  }
  return found;
};

const customersOf = (asked: readonly Ready['asked'][]): Customer[] => [
  ...new Map(
    asked.flatMap(({ request, invoice }) =>
      invoice.customer && request.choices.xeroContactId === null ? [[invoice.customer.id, invoice.customer]] : [],
    ),
  ).values(),
];

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a person chose on the request, by request id: looked at, for anybody may write anything there. */
const decideChosen = async (
  services: Services,
  work: AskedOfConnection,
  asked: readonly Ready['asked'][],
): Promise<Map<string, ContactDecision>> => {
  const chosen = asked.flatMap(({ request, invoice: { customer } }) => {
    const chosenId = request.choices.xeroContactId;
    return chosenId !== null && customer ? [{ requestId: request.id, customer, chosenId }] : [];
  });
  const ids = [...new Set(chosen.map(({ chosenId }) => chosenId))].filter((id) => GUID.test(id));
  const contacts = ids.length === 0 ? [] : await withSurvivors(services, work, await findContactsByIds(services.xero(work.stored), ids));
  return new Map(
    chosen.map(({ requestId, customer, chosenId }) => [requestId, decideContact(customer, contacts, null, false, { chosenId })]),
  );
};

const byRequest = (
  asked: readonly Ready['asked'][],
  byCustomer: ReadonlyMap<string, FoundContact>,
  chosen: ReadonlyMap<string, ContactDecision>,
): Found =>
  new Map(
    asked.flatMap(({ request, invoice }): [string, FoundContact][] => {
      const decision = chosen.get(request.id);
      if (decision) return [[request.id, answerOf(decision)]];
      const found = invoice.customer ? byCustomer.get(invoice.customer.id) : undefined;
      return found ? [[request.id, found]] : [];
    }),
  );

const links = (services: Services, work: AskedOfConnection, customers: readonly Customer[]): Promise<Map<string, string>> =>
  readContactLinks(
    services.dataverse(work.stored.environment),
    work.connection.connectorId,
    customers.map(({ id }) => id),
  );

/** What sending would find, by request id. Nothing is made and nothing is written. */
export const contactsInPreview = async (services: Services, work: AskedOfConnection, asked: readonly Ready['asked'][]): Promise<Found> => {
  const customers = customersOf(asked);
  const chosen = await decideChosen(services, work, asked);
  if (customers.length === 0) return byRequest(asked, new Map(), chosen);
  const stored = await links(services, work, customers);
  const linked = customers.flatMap((customer) => {
    const contactId = stored.get(customer.id);
    return contactId === undefined ? [] : [{ customer, contactId }];
  });
  const decided = [
    ...(await lookAtLinks(services, work, linked)),
    ...(await decideUnlinked(
      services,
      work,
      customers.filter(({ id }) => !stored.has(id)),
    )),
  ];
  return byRequest(asked, new Map(decided.map(([customer, decision]) => [customer.id, answerOf(decision)])), chosen);
};

/**
 * Finds or makes the contacts.
 * @returns by request id. A request that is missing waits: making its contact is in doubt, the next round looks it up by number.
 */
export const contactsFor = async (services: Services, work: AskedOfConnection, asked: readonly Ready['asked'][]): Promise<Found> => {
  const customers = customersOf(asked);
  const found: Found = new Map();
  const chosen = await decideChosen(services, work, asked);
  const toLink = asked.flatMap(({ request, invoice: { customer } }): NewContactLink[] => {
    const decision = chosen.get(request.id);
    return decision?.kind === 'use' && customer ? [{ customer, contactId: decision.contactId, matchedBy: decision.matchedBy }] : [];
  });
  if (customers.length > 0) {
    const stored = await links(services, work, customers);
    for (const [customerId, contactId] of stored) found.set(customerId, { contactId });
    const decided = await decideUnlinked(
      services,
      work,
      customers.filter(({ id }) => !stored.has(id)),
    );
    const toMake: { customer: Customer; contact: ContactToMake }[] = [];
    for (const [customer, decision] of decided) {
      if (decision.kind === 'make') toMake.push({ customer, contact: decision.contact });
      else found.set(customer.id, answerOf(decision));
      if (decision.kind === 'use') toLink.push({ customer, contactId: decision.contactId, matchedBy: decision.matchedBy });
    }
    const made = await makeContacts(services, work, toMake);
    for (const { customer } of toMake) {
      const contact = made.get(customer.id);
      if (contact) found.set(customer.id, contact);
      if (contact && 'contactId' in contact) toLink.push({ customer, contactId: contact.contactId, matchedBy: 'created' });
    }
  }
  await saveContactLinks(services.dataverse(work.stored.environment), work.connection.connectorId, toLink).catch((problem: unknown) =>
    // The link only saves a look-up next time; the contact itself is found again by its number.
    services.log.warn({ err: problem }, 'customer links could not be written'),
  );
  return byRequest(asked, found, chosen);
};
