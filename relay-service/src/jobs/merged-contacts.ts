/** Contacts that were merged in Xero: what is left of them takes the documents. */
import type { XeroContactSummary } from '../core/contact-candidates.ts';
import { mergedIntoUnread, sameId } from '../core/contact-candidates.ts';
import type { ContactDecision } from '../core/contact-decision.ts';
import { decideContact } from '../core/contact-ladder.ts';
import type { Reason } from '../core/document.ts';
import type { Customer } from '../core/invoice.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ContactLink, NewContactLink } from '../dataverse/contact-links.ts';
import { readContactLinks, saveContactLinks } from '../dataverse/contact-links.ts';
import type { StoredConnection } from '../store/connections.ts';
import { postponeRequests } from '../store/requests.ts';
import { findContactsByIds } from '../xero/contacts.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** What the contacts were merged into, as far as that leads. */
export const withSurvivors = async (
  services: Services,
  stored: StoredConnection,
  contacts: readonly XeroContactSummary[],
): Promise<readonly XeroContactSummary[]> => {
  const all = [...contacts];
  for (let wanted = mergedIntoUnread(all); wanted.length > 0; wanted = mergedIntoUnread(all)) {
    const found = await findContactsByIds(services.xero(stored), wanted);
    // Whatever cannot be read any more ends the way; asking for it again would never end.
    if (found.length === 0) break;
    all.push(...found);
  }
  return all;
};

/**
 * What stored links lead to after merges. A preview looks at them, and so does the sending of what was looked at: a merged contact is followed
 * by both or by neither. Else links are believed when sending, until Xero refuses the contact.
 */
export const lookAtLinks = async (
  services: Services,
  stored: StoredConnection,
  customers: readonly Customer[],
  links: ReadonlyMap<string, ContactLink>,
): Promise<readonly (readonly [Customer, ContactDecision])[]> => {
  const linked = customers.flatMap((customer) => {
    const contactId = links.get(customer.id)?.contactId;
    return contactId === undefined ? [] : [{ customer, contactId }];
  });
  if (linked.length === 0) return [];
  const ids = [...new Set(linked.map(({ contactId }) => contactId))];
  const contacts = await withSurvivors(services, stored, await findContactsByIds(services.xero(stored), ids));
  return linked.map(({ customer, contactId }) => [customer, decideContact(customer, contacts, contactId, false)]);
};

const isOfContact = ({ code }: Reason): boolean => code === 'XERO_CONTACT_ARCHIVED' || code === 'XERO_CONTACT_GONE';

/**
 * Looks at the stored links of these customers and makes them lead to what is left after merges.
 * @returns ids of the customers whose link leads elsewhere from now on
 */
export const relink = async (
  services: Services,
  { stored, connection: { connectorId } }: AskedOfConnection,
  customers: readonly Customer[],
): Promise<ReadonlySet<string>> => {
  const dataverse = services.dataverse(stored.environment);
  const ids = customers.map(({ id }) => id);
  const links = await readContactLinks(dataverse, connectorId, ids);
  const moved = (await lookAtLinks(services, stored, customers, links)).flatMap(([customer, decision]): NewContactLink[] =>
    decision.kind === 'use' && !sameId(decision.contactId, links.get(customer.id)?.contactId ?? '')
      ? [{ customer, contactId: decision.contactId, matchedBy: decision.matchedBy }]
      : [],
  );
  await saveContactLinks(dataverse, connectorId, moved);
  return new Set(moved.map(({ customer }) => customer.id));
};

/**
 * Links are believed until Xero refuses the contact; then they are looked at, and where one was merged into another the request has one more
 * round with that one. A second refusal finds the link as it is, so it is told.
 * @returns what is left to tell
 */
export const followMerged = async (
  services: Services,
  work: AskedOfConnection,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> => {
  const { stored, asked } = work;
  const refused = new Set(
    outcomes.flatMap((outcome) => (outcome.kind === 'refused' && outcome.reasons.some(isOfContact) ? outcome.requestId : [])),
  );
  const theirs = asked.flatMap(({ request, invoice }) =>
    refused.has(request.id) && invoice?.customer ? [{ requestId: request.id, customer: invoice.customer }] : [],
  );
  if (theirs.length === 0) return outcomes;
  const customers = new Map(theirs.map(({ customer }) => [customer.id, customer]));
  try {
    const moved = await relink(services, work, [...customers.values()]);
    const again = theirs.flatMap(({ requestId, customer }) => (moved.has(customer.id) ? requestId : []));
    await postponeRequests(services.ledger, stored.environment_id, again, 0);
    return outcomes.filter(({ requestId }) => !again.includes(requestId));
  } catch (problem) {
    // Whoever sends again tries again; that Xero refused is known and is told now.
    services.log.warn({ err: problem, connection: stored.id }, 'a contact that Xero refused could not be looked at');
    return outcomes;
  }
};
