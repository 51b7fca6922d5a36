/** For a preview: what is read of Xero so that people see beforehand whom the document is mailed to, what of it is allocated and what changes of its contact. */
import type { ContactInXero } from '../../core/contact-changes.ts';
import { historyNote } from '../../core/history-note.ts';
import { markedUrl } from '../../core/marker.ts';
import { isCreditNote } from '../../core/document-kinds.ts';
import type { ContactToMake, Mapped } from '../../core/document.ts';
import type { DocumentInXero } from '../../core/outcome.ts';
import type { Following, FollowingQuestion } from '../../core/what-follows.ts';
import { isMailWanted, whatFollows } from '../../core/what-follows.ts';
import { effectsOf } from '../../store/effects.ts';
import { findContactsByIds } from '../../xero/contacts.ts';
import { findByIds } from '../../xero/find-documents.ts';
import { afterwardsOf, refOf } from '../addressee.ts';
import type { Candidate } from '../earlier-documents.ts';
import { NO_INTENT } from '../map-invoice.ts';
import type { AskedOfConnection } from '../read-asked.ts';
import type { Services } from '../services.ts';
import { compareContact, isAsSeen } from './compare-contact.ts';
import { postingsInXero } from './context.ts';

/** A document that would be posted. */
export interface Previewed {
  readonly asked: Candidate;
  readonly mapped: Extract<Mapped, { verdict: 'Ready' }>;
  /** Set where the contact is yet to be made. */
  readonly contactToMake: ContactToMake | null;
}

const contactIdOf = ({ mapped }: Previewed): string => mapped.document.Contact.ContactID.toLowerCase();

/** The contacts, as Xero has them, of those that would be mailed or kept in step; by contact id. */
const contactsOf = async (
  services: Services,
  work: AskedOfConnection,
  previewed: readonly Previewed[],
): Promise<Map<string, ContactInXero>> => {
  const wanted = previewed.filter(({ asked, mapped, contactToMake }) => {
    const afterwards = afterwardsOf(asked.request, asked.invoice, work.connection);
    return !contactToMake && (isMailWanted(mapped, afterwards) || afterwards.contactUpdates !== 'never');
  });
  const ids = [...new Set(wanted.map(contactIdOf))];
  const contacts = ids.length === 0 ? [] : await findContactsByIds(services.xero(work.stored), ids);
  return new Map(contacts.map((contact) => [contact.ContactID.toLowerCase(), contact]));
};

type ContactUpdate = NonNullable<FollowingQuestion['contact']>;

/** What would be changed of the contacts by the effect that keeps them in step, by contact id. */
const updatesOf = async (
  { ledger, dataverse }: Services,
  { stored, connection }: AskedOfConnection,
  previewed: readonly Previewed[],
  contacts: ReadonlyMap<string, ContactInXero>,
): Promise<Map<string, ContactUpdate>> => {
  const updates = new Map<string, ContactUpdate>();
  if ((connection.settings.contactUpdates ?? 'never') === 'never') return updates;
  const payers = new Map(
    previewed.flatMap((each) => (each.asked.payer && !each.contactToMake ? [[contactIdOf(each), each.asked.payer]] : [])),
  );
  const known = await effectsOf(
    ledger,
    stored,
    'contact',
    [...payers.values()].map(({ id }) => id),
  );
  for (const [contactId, payer] of payers) {
    const contact = contacts.get(contactId);
    const last = known.find(({ subject_id }) => subject_id === payer.id);
    if (!contact || (last && isAsSeen(ledger, last, payer, connection))) continue;
    const update = await compareContact(dataverse(stored.environment), connection, payer, contact);
    updates.set(contactId, { name: contact.Name, update });
  }
  return updates;
};

/** The invoices in Xero that credit notes name, by the invoice's id in Dynamics. */
const creditedBy = async (
  services: Services,
  { stored }: AskedOfConnection,
  previewed: readonly Previewed[],
): Promise<Map<string, DocumentInXero>> => {
  const wanted = previewed.flatMap(({ asked, mapped }) =>
    isCreditNote(mapped.document.Type) ? (asked.invoice.creditsInvoiceId ?? []) : [],
  );
  if (wanted.length === 0) return new Map();
  const postings = [...(await postingsInXero({ services, stored }, [...new Set(wanted)]))];
  const documents = await findByIds(
    services.xero(stored),
    postings.flatMap(([, posting]) => refOf(posting) ?? []),
  );
  return new Map(
    postings.flatMap(([invoiceId, posting]) => {
      const document = documents.find(({ id }) => id === posting.xero_document_id);
      return document ? [[invoiceId, document] as const] : [];
    }),
  );
};

/** @returns by request id */
export const whatWouldFollow = async (
  services: Services,
  work: AskedOfConnection,
  previewed: readonly Previewed[],
): Promise<ReadonlyMap<string, Following>> => {
  const { connection, stored } = work;
  const [contacts, credited] = await Promise.all([contactsOf(services, work, previewed), creditedBy(services, work, previewed)]);
  const updates = await updatesOf(services, work, previewed, contacts);
  return new Map(
    previewed.map((each) => {
      const { asked, mapped, contactToMake } = each;
      const { request, invoice, requester } = asked;
      const contactId = contactIdOf(each);
      const following = whatFollows({
        mapped,
        afterwards: afterwardsOf(request, invoice, connection),
        organisation: connection.organisation,
        address: (contactToMake ?? contacts.get(contactId))?.EmailAddress ?? null,
        contact: updates.get(contactId) ?? null,
        credited: typeof invoice.creditsInvoiceId === 'string' ? (credited.get(invoice.creditsInvoiceId) ?? null) : undefined,
        note: historyNote({
          requester: requester.name,
          invoiceNumber: invoice.number,
          invoiceName: invoice.name,
          link: markedUrl(stored.environment.origin, invoice.id, NO_INTENT),
          requestedAt: request.createdOn,
        }),
      });
      return [request.id, following];
    }),
  );
};
