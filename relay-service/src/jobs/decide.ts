/** Steps 5 and 6 of the line: requests become documents that are ready, or reasons why not. Nothing is sent. */
import { reason } from '../core/causes.ts';
import type { DocumentRecord, Invoice } from '../core/invoice.ts';
import type { Mapped, Reason } from '../core/document.ts';
import { reservedNumbers } from '../core/numbers-of-batch.ts';
import type { Outcome } from '../core/outcome.ts';
import { postponeRequests } from '../store/requests.ts';
import { inTurns } from '../take-turns.ts';
import { addresseeOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import { earlierDocuments } from './earlier-documents.ts';
import { contactsFor } from './find-contacts.ts';
import { isSeenContact, isSeenDocument } from './fingerprint.ts';
import { itemsOfBatch } from './items-of-batch.ts';
import { lookFirst } from './look-first.ts';
import { mapper, numberedOf, todayOf } from './map-invoice.ts';
import { preview } from './preview.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import { restFor } from './put-off.ts';
import { refreshDocuments } from './refresh-documents.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** A request whose document may be sent. */
export interface Ready {
  readonly asked: Asked & { readonly invoice: Invoice };
  /** Marked with `NO_INTENT` until its posting is prepared. */
  readonly mapped: Extract<Mapped, { verdict: 'Ready' }>;
  /** Above 1 where an earlier document is gone from Xero. */
  readonly generation: number;
  /** What its row announces and the ledger cannot explain. */
  readonly unexplained: DocumentRecord | null;
}

export interface Decided {
  readonly ready: readonly Ready[];
  readonly answers: readonly Outcome[];
}

const refused = (work: AskedOfConnection, { request, invoice }: Asked, reasons: readonly Reason[]): Outcome =>
  refusalOf(addresseeOf(request, invoice, work.connection, work.stored), reasons);

/** Why a document is not sent although it was asked for; nothing = it may be. */
const stopped = ({ request, invoice }: Candidate, first: Mapped): readonly Reason[] => {
  if (first.verdict !== 'Ready') return first.reasons;
  const { previewFingerprint: seen = null } = request.choices;
  return seen === null || isSeenDocument(seen, first, invoice) ? [] : [reason('CHANGED_SINCE_LOOKED')];
};

/** Decides every request of a connection. */
export const decide = async (services: Services, work: AskedOfConnection): Promise<Decided> => {
  const today = todayOf(services, work);
  const answers: Outcome[] = [];
  const candidates: Ready['asked'][] = [];
  const refresh: Asked[] = [];
  for (const asked of work.asked) {
    const { request, invoice } = asked;
    if (!invoice) answers.push(refused(work, asked, [reason('INVOICE_GONE')]));
    else if (request.action === 'refresh') refresh.push(asked);
    else if (request.action !== 'send' && request.action !== 'check') answers.push(refused(work, asked, [reason('ACTION_NOT_YET')]));
    else candidates.push({ ...asked, invoice });
  }
  answers.push(...(await refreshDocuments(services, work, refresh)));

  const earlier = await earlierDocuments(services, work, candidates);
  answers.push(...earlier.answers);

  // Mapped once without a contact, so that nothing is looked up or made in Xero for what is blocked anyway.
  const mapped = await inTurns(earlier.fresh, ({ asked, resend }) => {
    const map = mapper(work, asked, resend, today);
    return { asked, resend, map, first: map({ contactId: null }) };
  });
  answers.push(
    ...(await preview(
      services,
      work,
      mapped.filter(({ asked }) => asked.request.action === 'check'),
    )),
  );
  const askedToSend = mapped.filter(({ asked, first }) => {
    if (asked.request.action !== 'send') return false;
    const stop = stopped(asked, first);
    if (stop.length > 0) answers.push(refused(work, asked, stop));
    return stop.length === 0;
  });
  const { cleared, answers: looked } = await lookFirst(services, work, askedToSend);
  answers.push(...looked);
  const items = await itemsOfBatch(
    services,
    work,
    cleared.map(({ asked }) => asked.invoice),
  );
  // Judged before a contact is made for what would be refused then.
  const toSend = cleared.filter(({ asked, map }) => {
    if (Object.keys(items.clashes).length === 0 && (items.gone ?? []).length === 0) return true;
    const judged = map({ contactId: null, items });
    if (judged.verdict !== 'Ready') answers.push(refused(work, asked, judged.reasons));
    return judged.verdict === 'Ready';
  });
  const contacts = await contactsFor(
    services,
    work,
    toSend.map(({ asked }) => asked),
  );
  const mappedWhole: Ready[] = [];
  /** Making the contact is in doubt: it is looked up when they come again. */
  const waiting: string[] = [];
  await inTurns(toSend, ({ asked, resend, map, unexplained }) => {
    const contact = contacts.get(asked.request.id);
    if (!contact || 'toMake' in contact) {
      waiting.push(asked.request.id);
      return;
    }
    if ('reason' in contact) {
      answers.push(refused(work, asked, [contact.reason]));
      return;
    }
    const document = map({ contactId: contact.contactId, contactTerms: contact.terms, items });
    const { previewFingerprint: seen = null } = asked.request.choices;
    if (document.verdict === 'Ready' && seen !== null && !isSeenContact(seen, document, contact.contactId, contact.made === true))
      answers.push(refused(work, asked, [reason('CHANGED_SINCE_LOOKED')]));
    else if (document.verdict === 'Ready') mappedWhole.push({ asked, mapped: document, generation: resend?.generation ?? 1, unexplained });
    else answers.push(refused(work, asked, document.reasons));
  });
  const reserved = reservedNumbers(
    mappedWhole.map(({ asked, mapped: { document } }) => numberedOf(asked.request, asked.invoice, document)),
  );
  const ready = mappedWhole.filter(({ asked }) => {
    const other = reserved.get(asked.request.id);
    if (other) answers.push(refused(work, asked, [reason('NUMBER_RESERVED', { ...other })]));
    return !other;
  });
  const rest = restFor(services, { hindrance: 'behind-another' });
  await postponeRequests(services.ledger, work.stored.environment_id, waiting, rest);
  return { ready, answers };
};
