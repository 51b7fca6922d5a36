/**
 * Update: the document in Xero is brought up to what the invoice is now. Read, compared, written whole; an answer that got lost is
 * resolved by reading again, which finds nothing left to change.
 */
import { createHash, randomUUID } from 'node:crypto';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import { reason } from '../core/causes.ts';
import { describeUpdated, describeUpToDate } from '../core/describe-outcome.ts';
import type { UpdatedDocument } from '../core/document-update.ts';
import { decideUpdate, mayUpdate } from '../core/document-update.ts';
import type { XeroDocument } from '../core/document.ts';
import type { Outcome } from '../core/outcome.ts';
import { wasAskedBefore } from '../dataverse/read-requests.ts';
import { RemoteError } from '../errors.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { readWholeDocument, updateDocument } from '../xero/update-document.ts';
import { addresseeOf, refOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import { contactsFor } from './find-contacts.ts';
import { latestPostings } from './latest-postings.ts';
import { knownItemCodes, withKnownItems } from './make-items.ts';
import { mapper, todayOf } from './map-invoice.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const TIMEOUT_MS = 32_000;
const LOOK_AGAIN_MS = 3_000;

type Step<Value> = { readonly value: Value } | { readonly outcome: Outcome | null };

const waiting = async (
  services: Services,
  work: AskedOfConnection,
  { request, invoice }: Candidate,
  ms = LOOK_AGAIN_MS,
): Promise<Outcome> => {
  await postponeRequests(services.ledger, work.stored.environment_id, [request.id], ms);
  return {
    ...addresseeOf(request, invoice, work.connection, work.stored),
    kind: 'waiting',
    receipt: null,
    message: 'Xero gave no answer yet. The connector looks again in a few seconds.',
  };
};

/** The document as the invoice would be sent now, with its contact and the marker that it bears. */
const wantedNow = async (
  services: Services,
  work: AskedOfConnection,
  asked: Candidate,
  posting: PostingsTable,
): Promise<Step<XeroDocument>> => {
  const addressee = addresseeOf(asked.request, asked.invoice, work.connection, work.stored);
  const map = mapper(work, asked, null, todayOf(services, work));
  const first = map({ contactId: null, intentId: posting.id });
  if (first.verdict !== 'Ready') return { outcome: refusalOf(addressee, first.reasons) };
  const contact = (await contactsFor(services, work, [asked])).get(asked.request.id);
  if (!contact || 'toMake' in contact) return { outcome: await waiting(services, work, asked) };
  if ('reason' in contact) return { outcome: refusalOf(addressee, [contact.reason]) };
  const mapped = map({ contactId: contact.contactId, intentId: posting.id });
  if (mapped.verdict !== 'Ready') return { outcome: refusalOf(addressee, mapped.reasons) };
  const known = await knownItemCodes(services, work.stored, mapped.items, work.connection.settings.createItems);
  const document = withKnownItems(mapped.document, known);
  // A number that was given after a void stays; the invoice's own is the former document's.
  const { InvoiceNumber: _invoice, CreditNoteNumber: _credit, ...unnumbered } = document;
  return { value: posting.generation > 1 && asked.request.choices.number === null ? unnumbered : document };
};

const fingerprintOf = (document: UpdatedDocument): string => createHash('sha256').update(JSON.stringify(document)).digest('base64url');

const write = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: Candidate,
  document: UpdatedDocument,
): Promise<Outcome> => {
  const addressee = addresseeOf(asked.request, asked.invoice, work.connection, work.stored);
  if (!(await stillHolds(services.ledger, lease, services.config.instanceId))) return waiting(services, work, asked);
  try {
    const now = await updateDocument(services.xero(work.stored), document, { idempotencyKey: randomUUID(), timeoutMs: TIMEOUT_MS });
    if (!now) return await waiting(services, work, asked);
    return { ...addressee, kind: 'sent', document: now, receipt: null, message: describeUpdated(now) };
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn({ code: problem.code, status: problem.status }, 'an update got no good answer');
    if (problem.executed === 'unknown' || problem.retryable) return waiting(services, work, asked, problem.retryAfterMs ?? LOOK_AGAIN_MS);
    return refusalOf(addressee, [causeOfXeroError(problem.detail ?? '')], problem.detail ?? null);
  }
};

const updateOne = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: Candidate,
  posting: PostingsTable | undefined,
): Promise<Outcome | null> => {
  const { request, invoice, requester } = asked;
  const addressee = addresseeOf(request, invoice, work.connection, work.stored);
  const stop = mayUpdate(requester);
  if (stop) return refusalOf(addressee, [stop]);
  if (posting?.state === 'intended' || posting?.state === 'doubtful') return waiting(services, work, asked);
  const ref = posting ? refOf(posting) : null;
  if (!posting || !ref) return refusalOf(addressee, [reason('NOT_IN_XERO')]);
  const current = await readWholeDocument(services.xero(work.stored), ref);
  if (!current) return refusalOf(addressee, [reason('SENT_BUT_NOT_FOUND', { organisation: work.connection.organisation.name })]);
  const wanted = await wantedNow(services, work, asked, posting);
  if ('outcome' in wanted) return wanted.outcome;
  const decision = decideUpdate({ current, wanted: wanted.value, organisation: work.connection.organisation });
  if (decision.kind === 'refused') return refusalOf(addressee, decision.reasons);
  if (decision.kind === 'is-so')
    return { ...addressee, kind: 'sent', document: current.head, receipt: null, message: describeUpToDate(current.head) };
  const fingerprint = fingerprintOf(decision.document);
  if (decision.overwrites.length > 0) {
    const confirmed = await wasAskedBefore(services.dataverse(work.stored.environment), request, fingerprint);
    if (!confirmed) {
      const fields = decision.overwrites.slice(0, 5).join(', ');
      return { ...refusalOf(addressee, [reason('UPDATE_OVERWRITES_CODING', { fields })]), askedAbout: fingerprint };
    }
  }
  return write(services, work, lease, asked, decision.document);
};

/** Answers Update requests of a connection while its lane is held, one after the other. */
export const updateDocuments = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: readonly Candidate[],
): Promise<Outcome[]> => {
  if (asked.length === 0) return [];
  const postings = await latestPostings(services, work, asked);
  const outcomes: Outcome[] = [];
  for (const each of asked) {
    const outcome = await updateOne(services, work, lease, each, postings.get(each.invoice.id));
    if (outcome) outcomes.push(outcome);
  }
  return outcomes;
};
