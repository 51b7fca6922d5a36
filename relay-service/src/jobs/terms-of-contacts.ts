/**
 * Payment terms of contacts in Xero, read only for documents whose due date depends on them: in one call for twenty contacts, and kept a
 * while, for many invoices at once would else cost twice the calls. Where they cannot be read nothing is decided: the failure is thrown, and
 * the requests wait and come again like after any other failed reading. A contact that Xero does not have is never taken for one without terms.
 */
import { reason } from '../core/causes.ts';
import type { Organisation } from '../core/connection.ts';
import { needsContactTerms } from '../core/due-date.ts';
import { kindOf } from '../core/mapping.ts';
import type { PaymentTerms, WirePaymentTerms } from '../core/payment-terms.ts';
import { dueByTerms, termsOf } from '../core/payment-terms.ts';
import { findContactsByIds } from '../xero/contacts.ts';
import type { Candidate } from './earlier-documents.ts';
import type { FoundContact } from './find-contacts.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** The contact of a document; its terms are null where it has none and where none are needed. */
export type ContactOfDocument =
  | { readonly contactId: string; readonly made?: boolean; readonly terms: PaymentTerms | null }
  | Exclude<FoundContact, { readonly contactId: string }>;

/** How old what is known may be where few are sent, for somebody may just have corrected the terms in Xero. */
const KEPT_FOR_FEW_MS = 60_000;
/** The same in bulk, where each look costs calls that posting needs. */
const KEPT_FOR_MANY_MS = 15 * 60_000;
const FEW = 5;

/** A document that depends on the terms of its contact. */
interface Dependent {
  readonly contactId: string;
  readonly side: 'sales' | 'purchase';
  readonly draft: boolean;
}

const SOME_DAY = '2030-01-15';
/** Who mends it in Xero and sends again must not be refused by what is remembered. */
const isRefusedBy = (terms: WirePaymentTerms | null, { side, draft }: Dependent, { salesTerms, purchaseTerms }: Organisation): boolean => {
  const due = termsOf(terms, side) ?? (side === 'sales' ? salesTerms : purchaseTerms);
  return due ? dueByTerms(SOME_DAY, due) === null : !draft;
};

/** Terms by contact id; who is absent is not there in Xero. */
const readTerms = async (
  services: Services,
  { stored, connection: { organisation } }: AskedOfConnection,
  dependents: readonly Dependent[],
  atMostMs: number,
): Promise<ReadonlyMap<string, WirePaymentTerms | null>> => {
  const { knownTerms } = services;
  const terms = new Map<string, WirePaymentTerms | null>();
  const unread = new Set<string>();
  for (const dependent of dependents) {
    const known = knownTerms.recall(stored.tenant_id, dependent.contactId, atMostMs);
    if (known && !isRefusedBy(known.terms, dependent, organisation)) terms.set(dependent.contactId, known.terms);
    else unread.add(dependent.contactId);
  }
  if (unread.size === 0) return terms;
  for (const id of unread) terms.delete(id);
  const read = await findContactsByIds(services.xero(stored), [...unread]);
  knownTerms.noteAll(stored.tenant_id, read);
  for (const { ContactID, PaymentTerms = null } of read) terms.set(ContactID.toLowerCase(), PaymentTerms);
  return terms;
};

/**
 * Gives each contact its terms on the side of the document.
 * @param found by request id
 * @param anew whatever is remembered: a person looks
 * @throws {RemoteError}
 */
export const withTerms = async (
  services: Services,
  work: AskedOfConnection,
  asked: readonly Candidate[],
  found: ReadonlyMap<string, FoundContact>,
  anew = false,
): Promise<Map<string, ContactOfDocument>> => {
  const { defaultStatus } = work.connection.settings;
  const dependentOf = ({ request: { id, choices }, invoice }: Candidate): Dependent | null => {
    const contact = found.get(id);
    if (!contact || !('contactId' in contact) || !needsContactTerms(invoice, choices)) return null;
    const { side } = kindOf(invoice, choices.type);
    return { contactId: contact.contactId.toLowerCase(), side, draft: (choices.status ?? defaultStatus) === 'draft' };
  };
  const kept = asked.length > FEW ? KEPT_FOR_MANY_MS : KEPT_FOR_FEW_MS;
  const dependents = asked.flatMap((each) => dependentOf(each) ?? []);
  const terms = await readTerms(services, work, dependents, anew ? -1 : kept);
  return new Map(
    asked.flatMap((each): [string, ContactOfDocument][] => {
      const contact = found.get(each.request.id);
      if (!contact) return [];
      if (!('contactId' in contact)) return [[each.request.id, contact]];
      const dependent = dependentOf(each);
      if (!dependent) return [[each.request.id, { ...contact, terms: null }]];
      const { contactId, side } = dependent;
      if (terms.has(contactId)) return [[each.request.id, { ...contact, terms: termsOf(terms.get(contactId), side) }]];
      const gone = reason('CONTACT_GONE', { customer: each.invoice.customer?.name ?? '' }, 'invoice.customerid');
      return [[each.request.id, { reason: gone }]];
    }),
  );
};
