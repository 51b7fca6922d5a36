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
import type { ToSend } from './prepare.ts';
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

/** A customer and the contact that its documents go to. */
export interface ContactInUse {
  readonly customer: Customer;
  readonly contactId: string;
}

/** What contacts in use lead to after merges. */
const lookAt = async <Use extends ContactInUse>(
  services: Services,
  stored: StoredConnection,
  used: readonly Use[],
): Promise<readonly (readonly [Use, ContactDecision])[]> => {
  if (used.length === 0) return [];
  const ids = [...new Set(used.map(({ contactId }) => contactId))];
  const contacts = await withSurvivors(services, stored, await findContactsByIds(services.xero(stored), ids));
  return used.map((use) => [use, decideContact(use.customer, contacts, use.contactId, false)]);
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
  return (await lookAt(services, stored, linked)).map(([{ customer }, decision]) => [customer, decision]);
};

const isOfContact = ({ code }: Reason): boolean => code === 'XERO_CONTACT_ARCHIVED' || code === 'XERO_CONTACT_GONE';

/**
 * Looks at contacts that documents were to go to, and makes the links that still name merged ones lead to what is left of them.
 * A link that leads there already was mended by a round beside this one, and whoever used the former contact goes with it.
 * @returns those whose contact was merged into another one
 */
export const relink = async <Use extends ContactInUse>(
  services: Services,
  { stored, connection: { connectorId } }: AskedOfConnection,
  used: readonly Use[],
): Promise<readonly Use[]> => {
  const dataverse = services.dataverse(stored.environment);
  const merged = (await lookAt(services, stored, used)).flatMap(([use, decision]) =>
    decision.kind === 'use' && !sameId(decision.contactId, use.contactId) ? [{ use, decision }] : [],
  );
  const links = await readContactLinks(dataverse, connectorId, [...new Set(merged.map(({ use }) => use.customer.id))]);
  const stale = merged.filter(({ use }) => sameId(links.get(use.customer.id)?.contactId, use.contactId));
  await saveContactLinks(dataverse, connectorId, [
    ...new Map(
      stale.map(({ use: { customer }, decision: { contactId, matchedBy } }): [string, NewContactLink] => [
        customer.id,
        { customer, contactId, matchedBy },
      ]),
    ).values(),
  ]);
  return merged.map(({ use }) => use);
};

/**
 * Links are believed until Xero refuses the contact; then it is looked at, and where it was merged into another one the request has one more
 * round with that one. What is left of a merge leads nowhere else, so a second refusal is told.
 * @param members what was sent
 * @returns what is left to tell
 */
export const followMerged = async (
  services: Services,
  work: AskedOfConnection,
  members: readonly ToSend[],
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> => {
  const { stored, asked } = work;
  const refused = new Set(
    outcomes.flatMap((outcome) => (outcome.kind === 'refused' && outcome.reasons.some(isOfContact) ? outcome.requestId : [])),
  );
  const customers = new Map(asked.map(({ request, invoice }) => [request.id, invoice?.customer]));
  const theirs = members.flatMap(({ addressee: { requestId }, document }) => {
    const customer = customers.get(requestId);
    return refused.has(requestId) && customer ? [{ requestId, customer, contactId: document.Contact.ContactID }] : [];
  });
  if (theirs.length === 0) return outcomes;
  try {
    const again = (await relink(services, work, theirs)).map(({ requestId }) => requestId);
    await postponeRequests(services.ledger, stored.environment_id, again, 0);
    return outcomes.filter(({ requestId }) => !again.includes(requestId));
  } catch (problem) {
    // Whoever sends again tries again; that Xero refused is known and is told now.
    services.log.warn({ err: problem, connection: stored.id }, 'a contact that Xero refused could not be looked at');
    return outcomes;
  }
};
