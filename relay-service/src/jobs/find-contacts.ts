/** Finds each customer's contact in Xero, or makes it: one maker at a time per organisation, which the lane sees to. */
import type { XeroContactSummary } from '../core/contact-candidates.ts';
import { sameId } from '../core/contact-candidates.ts';
import type { ContactDecision, LadderOptions } from '../core/contact-decision.ts';
import { decideContact } from '../core/contact-ladder.ts';
import { emailInXero, nameInXero } from '../core/contact-to-make.ts';
import { decideContacts } from '../core/contacts-of-batch.ts';
import type { ContactToMake, Reason } from '../core/document.ts';
import { isGuid } from '../core/guid.ts';
import type { Customer } from '../core/invoice.ts';
import type { ContactLink, NewContactLink } from '../dataverse/contact-links.ts';
import { readContactLinks, readLinkedCustomers, saveContactLinks } from '../dataverse/contact-links.ts';
import { findContacts, findContactsByIds } from '../xero/contacts.ts';
import type { ContactBooks } from './contact-book.ts';
import type { Ready } from './decide.ts';
import type { Wanted } from './make-contacts.ts';
import { makeContacts } from './make-contacts.ts';
import { lookAtLinks, withSurvivors } from './merged-contacts.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';
import type { ContactOfDocument } from './terms-of-contacts.ts';
import { withTerms } from './terms-of-contacts.ts';

/** The contact to send with, one that would be made, or why there is none. */
export type FoundContact =
  /** `made`: for this very customer, now or before. */
  { readonly contactId: string; readonly made?: boolean } | { readonly toMake: ContactToMake } | { readonly reason: Reason };

type Found = Map<string, FoundContact>;

const answerOf = (decision: ContactDecision): FoundContact => {
  switch (decision.kind) {
    case 'use':
      return { contactId: decision.contactId, made: decision.matchedBy === 'contactNumber' };
    case 'make':
      return { toMake: decision.contact };
    case 'refuse':
    case 'choose':
      return { reason: decision.reason };
  }
};

/** Contacts of all but the same name, looked for only where a contact would be made: a person should see them before. */
const nearOnes = async (
  services: Services,
  { stored, connection: { settings } }: AskedOfConnection,
  customers: readonly Customer[],
  candidates: readonly XeroContactSummary[],
): Promise<readonly XeroContactSummary[]> => {
  const decided = decideContacts(customers, candidates, true, { accountNumberInName: settings.accountNumberInName === true });
  const names = customers.flatMap((customer) => (decided.get(customer)?.kind === 'make' ? (customer.name ?? []) : []));
  if (names.length === 0) return [];
  const known = new Set(candidates.map(({ ContactID }) => ContactID));
  const near = await services.contactBooks.findNear(services.xero(stored), names);
  return [...new Map(near.map((contact) => [contact.ContactID, contact])).values()].filter(({ ContactID }) => !known.has(ContactID));
};

/** The ladder for customers without a stored link, over what Xero has that may be them. */
const decideUnlinked = async (
  services: Services,
  work: AskedOfConnection,
  customers: readonly Customer[],
  find: ContactBooks['find'] = findContacts,
): Promise<Map<Customer, ContactDecision>> => {
  if (customers.length === 0) return new Map();
  const { settings, connectorId, organisation } = work.connection;
  const names = customers.flatMap((customer) =>
    settings.accountNumberInName === true ? [customer.name ?? '', nameInXero(customer, true)] : (customer.name ?? []),
  );
  const exact = await withSurvivors(
    services,
    work.stored,
    await find(services.xero(work.stored), {
      contactNumbers: customers.map(({ id }) => id),
      accountNumbers: customers.flatMap(({ accountNumber }) => accountNumber ?? []),
      names: [...new Set(names)].filter(Boolean),
      emails: customers.flatMap((customer) => emailInXero(customer) ?? []),
    }),
  );
  services.knownTerms.noteAll(work.stored.tenant_id, exact);
  const candidates = [...exact, ...(await nearOnes(services, work, customers, exact))];
  const ids = candidates.map(({ ContactID }) => ContactID);
  const options: LadderOptions = {
    linkedTo: await readLinkedCustomers(services.dataverse(work.stored.environment), connectorId, ids),
    accountNumberInName: settings.accountNumberInName === true,
    currencies: [organisation.baseCurrency, ...organisation.currencies],
  };
  return decideContacts(customers, candidates, settings.createContacts, options);
};

const customersOf = (asked: readonly Ready['asked'][]): Customer[] => [
  ...new Map(
    asked.flatMap(({ request, invoice }) =>
      invoice.customer && request.choices.xeroContactId === null ? [[invoice.customer.id, invoice.customer]] : [],
    ),
  ).values(),
];

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
  const ids = [...new Set(chosen.map(({ chosenId }) => chosenId))].filter((id) => isGuid(id));
  const contacts =
    ids.length === 0 ? [] : await withSurvivors(services, work.stored, await findContactsByIds(services.xero(work.stored), ids));
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

const links = (services: Services, work: AskedOfConnection, customers: readonly Customer[]): Promise<Map<string, ContactLink>> =>
  readContactLinks(
    services.dataverse(work.stored.environment),
    work.connection.connectorId,
    customers.map(({ id }) => id),
  );

/** What sending would find, by request id. Nothing is made and nothing is written. */
export const contactsInPreview = async (
  services: Services,
  work: AskedOfConnection,
  asked: readonly Ready['asked'][],
): Promise<Map<string, ContactOfDocument>> => {
  const customers = customersOf(asked);
  const chosen = await decideChosen(services, work, asked);
  const stored = await links(services, work, customers);
  const decided = [
    ...(await lookAtLinks(services, work.stored, customers, stored)),
    ...(await decideUnlinked(
      services,
      work,
      customers.filter(({ id }) => !stored.has(id)),
    )),
  ];
  const found = new Map(decided.map(([customer, decision]) => [customer.id, answerOf(decision)]));
  return withTerms(services, work, asked, byRequest(asked, found, chosen), true);
};

const keepLinks = (services: Services, work: AskedOfConnection, toLink: readonly NewContactLink[]): Promise<void> =>
  saveContactLinks(services.dataverse(work.stored.environment), work.connection.connectorId, toLink).catch((problem: unknown) =>
    // The link only saves a look-up next time; the contact itself is found again by its number.
    services.log.warn({ err: problem }, 'customer links could not be written'),
  );

/** Goes up the ladder for these customers and makes what is missing. @param found grows @returns what is to be linked */
const findOrMake = async (
  services: Services,
  work: AskedOfConnection,
  customers: readonly Customer[],
  found: Found,
): Promise<readonly NewContactLink[]> => {
  const toLink: NewContactLink[] = [];
  const find: ContactBooks['find'] = (client, wanted) => services.contactBooks.find(client, wanted);
  const settle = async (decided: ReadonlyMap<Customer, ContactDecision>): Promise<readonly Customer[]> => {
    const toMake: Wanted[] = [];
    for (const [customer, decision] of decided) {
      if (decision.kind === 'make') toMake.push({ customer, contact: decision.contact });
      else found.set(customer.id, answerOf(decision));
      if (decision.kind === 'use') toLink.push({ customer, contactId: decision.contactId, matchedBy: decision.matchedBy });
    }
    const made = await makeContacts(services, work, toMake);
    for (const { customer } of toMake) {
      const contact = made.found.get(customer.id);
      if (contact) found.set(customer.id, contact);
      if (contact && 'contactId' in contact) toLink.push({ customer, contactId: contact.contactId, matchedBy: 'created' });
    }
    return made.takenMeanwhile;
  };
  const again = await settle(await decideUnlinked(services, work, customers, find));
  // Looked up anew and decided once more; whoever is refused a second time waits for the next round.
  if (again.length > 0) await settle(await decideUnlinked(services, work, again, find));
  return toLink;
};

/**
 * Finds or makes the contacts.
 * @returns by request id. A request that is missing waits: making its contact is in doubt, the next round looks it up by number.
 */
export const contactsFor = async (
  services: Services,
  work: AskedOfConnection,
  asked: readonly Ready['asked'][],
): Promise<Map<string, ContactOfDocument>> => {
  const customers = customersOf(asked);
  const found: Found = new Map();
  const chosen = await decideChosen(services, work, asked);
  const toLink = asked.flatMap(({ request, invoice: { customer } }): NewContactLink[] => {
    const decision = chosen.get(request.id);
    return decision?.kind === 'use' && customer ? [{ customer, contactId: decision.contactId, matchedBy: decision.matchedBy }] : [];
  });
  const stored = await links(services, work, customers);
  for (const [customerId, link] of stored) found.set(customerId, link);
  const lookedAt = asked.filter(({ request }) => (request.choices.previewFingerprint ?? null) !== null);
  for (const [customer, decision] of await lookAtLinks(services, work.stored, customersOf(lookedAt), stored)) {
    if (decision.kind === 'use' && sameId(decision.contactId, stored.get(customer.id)?.contactId ?? '')) continue;
    found.set(customer.id, answerOf(decision));
    if (decision.kind === 'use') toLink.push({ customer, contactId: decision.contactId, matchedBy: decision.matchedBy });
  }
  const strangers = customers.filter(({ id }) => !stored.has(id));
  if (strangers.length > 0) {
    const { waited, done } = await services.makers.take(
      work.stored.tenant_id,
      strangers.map(({ id }) => id),
    );
    try {
      // Whoever was waited for has linked them by now.
      const meanwhile = waited ? await links(services, work, strangers) : new Map<string, ContactLink>();
      for (const [customerId, link] of meanwhile) found.set(customerId, link);
      const linked = await findOrMake(
        services,
        work,
        strangers.filter(({ id }) => !meanwhile.has(id)),
        found,
      );
      await keepLinks(services, work, [...toLink, ...linked]);
    } finally {
      done();
    }
  } else await keepLinks(services, work, toLink);
  return withTerms(services, work, asked, byRequest(asked, found, chosen));
};
