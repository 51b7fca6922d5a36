/**
 * A row that carries an intent or a document that the ledger does not know is looked up, never sent fresh; and after a ledger or Dynamics
 * came out of a backup, so is every older invoice (posting protocol, section 8).
 */
import { reason } from '../core/causes.ts';
import { describeAlreadySent, describeChecking, describeLookingFirst } from '../core/describe-outcome.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import type { Mapped } from '../core/document.ts';
import type { FoundDocument } from '../core/doubts.ts';
import { announcesUnknownCall, documentsOf, mayHaveBeenSent, nothingArrivesAfter, recordOf, unknownRecord } from '../core/first-look.ts';
import type { Wanted } from '../core/first-look.ts';
import type { DocumentRecord } from '../core/invoice.ts';
import { kindOf } from '../core/mapping.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Adopted } from '../store/adopted-postings.ts';
import { adoptPosting, knownOf, unsentAmong } from '../store/adopted-postings.ts';
import type { DocumentKey } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { ConnectionsTable } from '../store/schema.ts';
import { findByIds, findCreditNotesSince, findInvoicesSince } from '../xero/find-documents.ts';
import { addresseeOf, addresseeOfFormer, receiptOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** Xero's clock and ours may differ. */
const BEFORE_MS = 5 * 60_000;

/** A document that would be sent. */
export interface AboutToSend {
  readonly asked: Candidate;
  readonly first: Mapped;
  readonly resend: { readonly generation: number } | null;
}

/** A document that may be sent, as far as Xero and the ledger tell. */
export interface Unexplained {
  /** What its row announces and the ledger cannot explain; it is known by what the document says, once that is whole. */
  readonly unexplained: DocumentRecord | null;
}

const numberOf = (first: Mapped): string | null =>
  first.verdict !== 'Ready' ? null : (first.document.InvoiceNumber ?? first.document.CreditNoteNumber ?? null);

const wantedOf = ({ stored }: AskedOfConnection, { asked, first }: AboutToSend): Wanted => ({
  host: stored.environment.host,
  invoice: asked.invoice,
  type: kindOf(asked.invoice, asked.request.choices.type).type,
  number: numberOf(first),
  date: first.verdict === 'Ready' ? first.document.Date : null,
  total: first.verdict === 'Ready' ? first.predicted.total : null,
});

const keyOf = ({ stored }: AskedOfConnection, { invoice, type }: Wanted): DocumentKey => ({
  tenantId: stored.tenant_id,
  organizationId: stored.environment.organization_id,
  invoiceId: invoice.id,
  documentKind: type,
});

/** From when on a lost life may have made documents that this one does not know. */
export const lostSince = ({ look_first_since, created_at }: Pick<ConnectionsTable, 'look_first_since' | 'created_at'>): Date =>
  new Date((look_first_since ?? created_at) - BEFORE_MS);

/** Everything at Xero that invoices of a lost life may have become, whichever Xero app that life had. */
const everythingSince = async (services: Services, { stored }: AskedOfConnection, wanted: readonly Wanted[]): Promise<FoundDocument[]> => {
  const since = lostSince(stored);
  const xero = services.xero(stored);
  const credits = wanted.some(({ type }) => isCreditNote(type));
  const invoices = wanted.some(({ type }) => !isCreditNote(type));
  return [...(invoices ? await findInvoicesSince(xero, since, false) : []), ...(credits ? await findCreditNotesSince(xero, since) : [])];
};

/** @returns what may be sent, and what is answered instead; the rest is due again */
export const lookFirst = async <Each extends AboutToSend>(
  services: Services,
  work: AskedOfConnection,
  toSend: readonly Each[],
): Promise<{ readonly cleared: readonly (Each & Unexplained)[]; readonly answers: readonly Outcome[] }> => {
  const { ledger } = services;
  const { stored, connection } = work;
  const records = toSend.flatMap(({ asked }) => asked.invoice.records ?? []);
  if (records.length === 0 && stored.look_first_before === null)
    return { cleared: toSend.map((each) => ({ ...each, unexplained: null })), answers: [] };
  const intents = records.flatMap(({ intentId }) => intentId ?? []);
  const documents = records.flatMap(({ xeroId }) => xeroId ?? []);
  const known = await knownOf(ledger, intents, documents);
  const unsent = await unsentAmong(ledger, intents);
  const unexplained = new Map<Each, DocumentRecord | null>();
  const strange = new Map<Each, DocumentRecord>();
  const old: Each[] = [];
  for (const each of toSend) {
    const record = recordOf(each.asked.invoice, connection.connectorId);
    const unknown = unknownRecord(record, known);
    const bearsMarker = !isCreditNote(wantedOf(work, each).type) || numberOf(each.first) === null;
    if (unknown && (unknown.xeroId !== null || bearsMarker)) {
      strange.set(each, unknown);
      continue;
    }
    if (unknown ?? announcesUnknownCall(record, unsent)) unexplained.set(each, record);
    if (mayHaveBeenSent(each.asked.invoice, stored.look_first_before)) old.push(each);
  }
  const withUnexplained = (each: Each) => ({ ...each, unexplained: unexplained.get(each) ?? null });
  if (strange.size === 0 && old.length === 0) return { cleared: toSend.map(withUnexplained), answers: [] };

  const byId = await findByIds(
    services.xero(stored),
    [...strange].flatMap(([each, { xeroId }]) => (xeroId === null ? [] : [{ id: xeroId, type: wantedOf(work, each).type }])),
  );
  const found =
    old.length === 0
      ? []
      : await everythingSince(
          services,
          work,
          old.map((each) => wantedOf(work, each)),
        );
  const marks = await knownOf(
    ledger,
    found.flatMap(({ intentId }) => intentId ?? []),
    [],
  );
  const answers: Outcome[] = [];
  const held = new Set<Each>();
  const adopt = (
    each: Each,
    of: Pick<Adopted, 'intentId' | 'xeroDocumentId' | 'since' | 'told' | 'announced'> & Partial<Pick<Adopted, 'generation'>>,
  ) =>
    adoptPosting(ledger, keyOf(work, wantedOf(work, each)), {
      ...of,
      generation: Math.max(of.generation ?? 1, each.resend?.generation ?? 1),
      connectionId: stored.id,
      requestId: each.asked.request.id,
    });
  const again = async (each: Each, delayMs: number): Promise<void> =>
    postponeRequests(ledger, stored.environment_id, [each.asked.request.id], delayMs);

  const takeUp = async (each: Each, document: FoundDocument, intentId: string, generation: number): Promise<void> => {
    const gone = document.status === 'voided' || document.status === 'deleted';
    const posting = await adopt(each, { intentId, generation, xeroDocumentId: document.id, since: ledger.now(), told: gone });
    services.log.info({ posting: intentId, gone }, 'a document that the ledger did not know was taken up');
    // What is gone there makes room for the next generation, and what could not be taken up is looked at anew.
    if (gone || !posting) await again(each, 0);
    else {
      const addressee = addresseeOf(each.asked.request, each.asked.invoice, connection, stored);
      answers.push({
        ...addresseeOfFormer(addressee, posting, stored),
        kind: 'sent',
        document,
        receipt: await receiptOf(ledger, posting),
        message: describeAlreadySent(document),
      });
    }
  };

  for (const [each, record] of strange) {
    held.add(each);
    const addressee = addresseeOf(each.asked.request, each.asked.invoice, connection, stored);
    if (record.xeroId !== null) {
      const document = byId.find(({ id }) => id.toLowerCase() === record.xeroId);
      if (document) await takeUp(each, document, document.intentId ?? record.intentId ?? crypto.randomUUID(), record.generation);
      else answers.push(refusalOf(addressee, [reason('SENT_BUT_NOT_FOUND', { organisation: connection.organisation.name })]));
      continue;
    }
    const since = record.requestedOn === null ? stored.created_at : Date.parse(record.requestedOn) + 1;
    const posting = await adopt(each, {
      intentId: record.intentId ?? '',
      generation: record.generation,
      xeroDocumentId: null,
      announced: record.attempts,
      since,
    });
    if (posting) answers.push({ ...addressee, kind: 'checking', receipt: await receiptOf(ledger, posting), message: describeChecking() });
    else await again(each, 1_000);
  }

  for (const each of old) {
    const documents = documentsOf(wantedOf(work, each), found, marks.intents);
    const [document, ...others] = documents;
    const quietFrom = nothingArrivesAfter(stored.look_first_before ?? 0, services.timeScale);
    if (!document && ledger.now() >= quietFrom) continue;
    held.add(each);
    const addressee = addresseeOf(each.asked.request, each.asked.invoice, connection, stored);
    if (others.length > 0) answers.push(refusalOf(addressee, [reason('SEVERAL_IN_XERO')]));
    else if (document) await takeUp(each, document, document.intentId ?? crypto.randomUUID(), 1);
    else {
      const delay = Math.max(1_000, quietFrom - ledger.now());
      await again(each, delay);
      answers.push({ ...addressee, kind: 'waiting', receipt: null, message: describeLookingFirst(delay) });
    }
  }
  return { cleared: toSend.filter((each) => !held.has(each)).map(withUnexplained), answers };
};
