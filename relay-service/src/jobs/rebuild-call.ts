/**
 * A call whose answer was lost, built again from what Dynamics holds now. Only where it comes out byte for byte the same may its key be
 * used again: the fingerprint tells (posting protocol, sections 1 and 2).
 */
import { readContactLinks } from '../dataverse/contact-links.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { CallsTable, PostingsTable } from '../store/schema.ts';
import { addresseeOf } from './addressee.ts';
import { itemsOfBatch } from './items-of-batch.ts';
import { missingItemCodes, withoutItems } from './make-items.ts';
import { mapper, todayOf } from './map-invoice.ts';
import type { ToSend } from './prepare.ts';
import { inOrder } from './put-call.ts';
import { readAsked } from './read-asked.ts';
import type { Services } from './services.ts';
import { withTerms } from './terms-of-contacts.ts';

/** @returns its members in their order, or null where anything is not as it was */
export const rebuildCall = async (
  services: Services,
  stored: StoredConnection,
  call: CallsTable,
  postings: readonly PostingsTable[],
): Promise<readonly ToSend[] | null> => {
  // The number of an earlier generation is known to Xero alone.
  if (postings.length !== call.members || postings.some(({ generation }) => generation > 1)) return null;
  const dataverse = services.dataverse(stored.environment);
  const requests = await readRequests(
    dataverse,
    postings.map(({ request_id }) => request_id),
  );
  const [work, ...others] = (await readAsked(services, [stored], requests)).byConnection.filter(({ asked }) => asked.length > 0);
  if (!work || others.length > 0 || work.asked.length !== postings.length) return null;
  const customers = work.asked.flatMap(({ invoice }) => invoice?.customer?.id ?? []);
  const links = await readContactLinks(dataverse, work.connection.connectorId, [...new Set(customers)]);

  const seen = await itemsOfBatch(
    services,
    work,
    work.asked.flatMap(({ invoice }) => invoice ?? []),
  );
  const named = work.asked.flatMap(({ request, invoice }): [string, { readonly contactId: string }][] => {
    const contactId = request.choices.xeroContactId ?? links.get(invoice?.customer?.id ?? '')?.contactId;
    return contactId === undefined ? [] : [[request.id, { contactId }]];
  });
  const there = work.asked.flatMap((each) => (each.invoice ? [{ ...each, invoice: each.invoice }] : []));
  const contacts = await withTerms(services, work, there, new Map(named));
  const members: ToSend[] = [];
  const items = [];
  for (const posting of postings) {
    const asked = work.asked.find(({ request }) => request.id === posting.request_id);
    const { request, invoice, requester } = asked ?? {};
    if (!request || !requester || invoice?.id !== posting.invoice_id) return null;
    const contact = contacts.get(request.id);
    if (!contact || !('contactId' in contact)) return null;
    const map = mapper(work, { request, invoice, requester }, null, todayOf(services, work));
    const mapped = map({ contactId: contact.contactId, contactTerms: contact.terms, intentId: posting.id, items: seen });
    if (mapped.verdict !== 'Ready') return null;
    items.push(...mapped.items);
    members.push({
      addressee: addresseeOf(request, invoice, work.connection, stored),
      // Its receipt counts the attempt that is being ended, not a further one.
      posting: { ...posting, attempts: posting.attempts - 1 },
      document: mapped.document,
      total: mapped.predicted.total,
      warnings: mapped.warnings ?? [],
      invoiceRowVersion: invoice.rowVersion,
      requestRowVersion: request.rowVersion,
    });
  }
  const missing = await missingItemCodes(services, stored, items, false);
  const rebuilt = inOrder(members.map((member) => ({ ...member, document: withoutItems(member.document, missing) })));
  const body = JSON.stringify(rebuilt.map(({ document }) => document));
  return services.ledger.seal.isFingerprintOf(call.fingerprint, body, call.salt) ? rebuilt : null;
};
