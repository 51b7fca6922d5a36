/**
 * Update: the document in Xero is brought up to what the invoice is now. Read, compared, written whole; an answer that got lost is
 * resolved by reading again, which finds nothing left to change.
 */
import { createHash, randomUUID } from 'node:crypto';
import { reason } from '../core/causes.ts';
import { sameId } from '../core/contact-candidates.ts';
import type { RequestChoices } from '../core/connection.ts';
import { describeUpdated, describeUpToDate, describeWithNotes } from '../core/describe-outcome.ts';
import type { UpdatedDocument } from '../core/document-update.ts';
import { decideUpdate, mayUpdate } from '../core/document-update.ts';
import type { Reason, XeroDocument } from '../core/document.ts';
import type { Addressee, DocumentInXero, Outcome } from '../core/outcome.ts';
import { totalDiffers } from '../core/total-in-xero.ts';
import { choicesOfUpdate } from '../core/update-choices.ts';
import { readRequests, wasAskedBefore } from '../dataverse/read-requests.ts';
import { RemoteError } from '../errors.ts';
import { ADOPTED } from '../store/adopted-postings.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { readWholeDocument, updateDocument } from '../xero/update-document.ts';
import { addresseeOf, addresseeOfFormer, refOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import { contactsFor } from './find-contacts.ts';
import { itemsOfBatch } from './items-of-batch.ts';
import { latestPostings, withoutThoseOnTheirWay } from './latest-postings.ts';
import { relink } from './merged-contacts.ts';
import { missingItemCodes, withoutItems } from './make-items.ts';
import { mapper, todayOf } from './map-invoice.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Obstacle } from './put-off.ts';
import { obstacleOf, putOff } from './put-off.ts';
import { refusalOf } from './refusal.ts';
import { causeOfRefusal } from './refused-by-xero.ts';
import type { Services } from './services.ts';

const TIMEOUT_MS = 32_000;

type Step<Value> = { readonly value: Value } | { readonly outcome: Outcome | null };

/** @returns what to tell; null where the row already says it */
const waiting = async (
  services: Services,
  work: AskedOfConnection,
  { request, invoice }: Candidate,
  obstacle: Obstacle = { hindrance: 'status-unknown' },
): Promise<Outcome | null> => {
  const [outcome = null] = await putOff(services, work.stored, [addresseeOf(request, invoice, work.connection, work.stored)], obstacle);
  return outcome;
};

interface Wanted {
  readonly document: XeroDocument;
  /** What it comes to, decimal text. */
  readonly total: string;
  readonly warnings: readonly Reason[];
}

/** The document as the invoice would be sent now, with its contact and the marker that it bears. */
const wantedNow = async (
  services: Services,
  work: AskedOfConnection,
  asked: Candidate,
  posting: PostingsTable,
  updateOf: DocumentInXero,
): Promise<Step<Wanted>> => {
  const addressee = addresseeOf(asked.request, asked.invoice, work.connection, work.stored);
  const map = mapper(work, asked, null, todayOf(services, work));
  const first = map({ contactId: null, intentId: posting.id, updateOf });
  if (first.verdict !== 'Ready') return { outcome: refusalOf(addressee, first.reasons) };
  const contact = (await contactsFor(services, work, [asked])).get(asked.request.id);
  if (!contact || 'toMake' in contact) return { outcome: await waiting(services, work, asked) };
  if ('reason' in contact) return { outcome: refusalOf(addressee, [contact.reason]) };
  const items = await itemsOfBatch(services, work, [asked.invoice]);
  const mapped = map({ contactId: contact.contactId, contactTerms: contact.terms, intentId: posting.id, items, updateOf });
  if (mapped.verdict !== 'Ready') return { outcome: refusalOf(addressee, mapped.reasons) };
  const missing = await missingItemCodes(services, work.stored, mapped.items, work.connection.settings.createItems);
  const document = withoutItems(mapped.document, missing);
  // A number that was given after a void stays; the invoice's own is the former document's.
  const { InvoiceNumber: _invoice, CreditNoteNumber: _credit, ...unnumbered } = document;
  const { predicted, warnings = [] } = mapped;
  const named = posting.generation > 1 && asked.request.choices.number === null ? unnumbered : document;
  return { value: { document: named, total: predicted.total, warnings } };
};

const fingerprintOf = (document: UpdatedDocument): string => createHash('sha256').update(JSON.stringify(document)).digest('base64url');

const write = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  { asked, addressee }: { readonly asked: Candidate; readonly addressee: Addressee },
  document: UpdatedDocument,
  { total, warnings }: Wanted,
): Promise<Outcome | null> => {
  if (!(await stillHolds(services.ledger, lease, services.config.instanceId))) return waiting(services, work, asked);
  try {
    const now = await updateDocument(services.xero(work.stored), document, { idempotencyKey: randomUUID(), timeoutMs: TIMEOUT_MS });
    if (!now) return await waiting(services, work, asked);
    const message = describeWithNotes(describeUpdated(now), [...totalDiffers(now, total), ...warnings]);
    return { ...addressee, kind: 'sent', document: now, receipt: null, message };
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn({ code: problem.code, status: problem.status }, 'an update got no good answer');
    if (problem.executed === 'unknown') return waiting(services, work, asked);
    if (problem.retryable) return waiting(services, work, asked, obstacleOf(problem));
    const cause = await causeOfRefusal(services, work.stored, work.connection.organisation.name, problem);
    return refusalOf(addressee, [cause], problem.detail ?? null);
  }
};

const updateOne = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: Candidate,
  posting: PostingsTable | undefined,
  sent: RequestChoices | null,
): Promise<Outcome | null> => {
  const { request, invoice, requester } = asked;
  const addressee = addresseeOf(request, invoice, work.connection, work.stored);
  const stop = mayUpdate(requester);
  if (stop) return refusalOf(addressee, [stop]);
  const ref = posting ? refOf(posting) : null;
  if (!posting || !ref) return refusalOf(addressee, [reason('NOT_IN_XERO')]);
  const former = addresseeOfFormer(addressee, posting, work.stored);
  const current = await readWholeDocument(services.xero(work.stored), ref);
  if (!current) return refusalOf(addressee, [reason('SENT_BUT_NOT_FOUND', { organisation: work.connection.organisation.name })]);
  const choices = choicesOfUpdate(request.choices, sent, current);
  const wanted = await wantedNow(services, work, { ...asked, request: { ...request, choices } }, posting, current.head);
  if ('outcome' in wanted) return wanted.outcome;
  // A contact that was merged in Xero: the document is with what is left of it already.
  if (
    invoice.customer &&
    !sameId(current.head.contactId, wanted.value.document.Contact.ContactID) &&
    (await relink(services, work, [{ customer: invoice.customer, contactId: wanted.value.document.Contact.ContactID }])).length > 0
  ) {
    await postponeRequests(services.ledger, work.stored.environment_id, [request.id], 0);
    return null;
  }
  const decision = decideUpdate({ current, wanted: wanted.value.document, organisation: work.connection.organisation });
  if (decision.kind === 'refused') return refusalOf(addressee, decision.reasons);
  if (decision.kind === 'is-so')
    return { ...former, kind: 'sent', document: current.head, receipt: null, message: describeUpToDate(current.head) };
  const fingerprint = fingerprintOf(decision.document);
  if (decision.overwrites.length > 0) {
    const confirmed = await wasAskedBefore(services.dataverse(work.stored.environment), request, fingerprint);
    if (!confirmed) {
      const fields = decision.overwrites.slice(0, 5).join(', ');
      return { ...refusalOf(addressee, [reason('UPDATE_OVERWRITES_CODING', { fields })]), askedAbout: fingerprint };
    }
  }
  return write(services, work, lease, { asked, addressee: former }, decision.document, wanted.value);
};

/** What the requests chose that made these documents, by invoice; what another life of the ledger made, nobody knows the request of. */
const choicesOfSending = async (
  services: Services,
  { stored }: AskedOfConnection,
  postings: ReadonlyMap<string, PostingsTable>,
): Promise<Map<string, RequestChoices>> => {
  const own = [...postings.values()].filter(({ cause }) => cause !== ADOPTED);
  const requests = await readRequests(
    services.dataverse(stored.environment),
    own.map(({ request_id }) => request_id),
  );
  return new Map(
    own.flatMap((posting) => requests.flatMap(({ id, choices }) => (id === posting.request_id ? [[posting.invoice_id, choices]] : []))),
  );
};

/** Answers Update requests of a connection while its lane is held, one after the other. */
export const updateDocuments = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: readonly Candidate[],
): Promise<Outcome[]> => {
  const rest = await withoutThoseOnTheirWay(services, work.stored, asked);
  if (rest.length === 0) return [];
  const postings = await latestPostings(
    services,
    work.stored,
    rest.map(({ request }) => request.invoiceId),
  );
  const sent = await choicesOfSending(services, work, postings);
  const outcomes: Outcome[] = [];
  for (const each of rest) {
    const { id } = each.invoice;
    const outcome = await updateOne(services, work, lease, each, postings.get(id), sent.get(id) ?? null);
    if (outcome) outcomes.push(outcome);
  }
  return outcomes;
};
