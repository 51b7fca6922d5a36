/** Doubts are resolved by look-up: nothing else is sent for a document while nobody knows whether Xero has it. */
import { reason } from '../core/causes.ts';
import type { Connection } from '../core/connection.ts';
import { describeSent } from '../core/describe-outcome.ts';
import type { FoundDocument, Resolution } from '../core/doubts.ts';
import { resolveDoubt } from '../core/doubts.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import { readConnection } from '../dataverse/read-connection.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { sentAt } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import { doubtAbandoned, duePostings, movePosting, notePosting } from '../store/postings.ts';
import { reopenRequest } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { findByNumbers, findOwnSince } from '../xero/find-documents.ts';
import { addresseeOf, receiptOf } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const AT_ONCE = 50;
/** Xero's clock and ours may differ; a list is asked from this long before sending. */
const BEFORE_SENDING_MS = 5 * 60_000;

interface OpenDoubt {
  readonly posting: PostingsTable;
  readonly number: string | null;
  readonly sentAt: number;
}

const lookUp = async (services: Services, stored: StoredConnection, doubts: readonly OpenDoubt[]): Promise<FoundDocument[]> => {
  const xero = services.xero(stored);
  const numbers = doubts.flatMap(({ number }) => number ?? []);
  const unnumbered = doubts.filter(({ number }) => number === null);
  const byNumber = numbers.length > 0 ? await findByNumbers(xero, numbers) : [];
  const since = Math.min(...unnumbered.map((doubt) => doubt.sentAt)) - BEFORE_SENDING_MS;
  return [...byNumber, ...(unnumbered.length > 0 ? await findOwnSince(xero, new Date(since)) : [])];
};

const addressees = async (
  services: Services,
  stored: StoredConnection,
  connection: Connection,
  postings: readonly PostingsTable[],
): Promise<Map<string, Addressee>> => {
  const dataverse = services.dataverse(stored.environment);
  const [requests, invoices] = await Promise.all([
    readRequests(
      dataverse,
      postings.map(({ request_id }) => request_id),
    ),
    readInvoices(
      dataverse,
      postings.map(({ invoice_id }) => invoice_id),
    ),
  ]);
  return new Map(requests.map((request) => [request.id, addresseeOf(request, invoices.get(request.invoiceId), connection)]));
};

/** Moves one posting as its look-up says. @returns what to tell, if anything is certain now */
const settle = async (
  services: Services,
  stored: StoredConnection,
  { posting }: OpenDoubt,
  resolution: Resolution,
  addressee: Addressee | undefined,
): Promise<Outcome | null> => {
  const { ledger } = services;
  const now = ledger.now();
  switch (resolution.kind) {
    case 'found':
      await movePosting(ledger, posting.id, 'doubtful', 'posted', { xero_document_id: resolution.document.id });
      return addressee
        ? {
            ...addressee,
            kind: 'sent',
            document: resolution.document,
            receipt: receiptOf(posting),
            message: describeSent(resolution.document),
          }
        : null;
    case 'absent':
      await movePosting(ledger, posting.id, 'doubtful', 'prepared', { due_at: now, looked_up_at: now });
      await reopenRequest(ledger, stored.environment_id, posting.request_id);
      return null;
    case 'number-taken': {
      const cause = reason('NUMBER_TAKEN');
      await movePosting(ledger, posting.id, 'doubtful', 'refused', { cause: cause.code });
      return addressee ? refusalOf(addressee, [cause]) : null;
    }
    case 'several':
      await notePosting(ledger, posting.id, { cause: 'SEVERAL_IN_XERO', due_at: now + 60 * 60_000, looked_up_at: now });
      return null;
    case 'look-again':
      await notePosting(ledger, posting.id, { due_at: now + resolution.inMs, looked_up_at: now, absent_at: posting.absent_at ?? now });
      return null;
  }
};

/** Looks up what is in doubt and due. Safe to repeat. */
export const resolveDoubts = async (services: Services, stored: StoredConnection, lease: Lease): Promise<void> => {
  const { ledger } = services;
  await doubtAbandoned(ledger, stored.id, lease);
  const postings = await duePostings(ledger, stored.id, ['doubtful'], AT_ONCE);
  if (postings.length === 0) return;
  const doubts = await Promise.all(
    postings.map(async (posting) => ({
      posting,
      number:
        posting.number_sealed === null
          ? null
          : ledger.seal.open(posting.number_sealed, { table: 'postings', row: posting.id, column: 'number_sealed' }),
      sentAt: (posting.call_id ? await sentAt(ledger, posting.call_id) : null) ?? posting.updated_at,
    })),
  );
  const found = await lookUp(services, stored, doubts);
  await services.atStep('doubt-looked-up');
  const connection = await readConnection(services.dataverse(stored.environment), stored.connector_id);
  const who = connection ? await addressees(services, stored, connection, postings) : new Map<string, Addressee>();
  const outcomes: Outcome[] = [];
  for (const doubt of doubts) {
    const { posting } = doubt;
    const resolution = resolveDoubt(
      { intentId: posting.id, number: doubt.number, sentAt: doubt.sentAt, absentAt: posting.absent_at },
      found,
      ledger.now(),
      services.timeScale,
    );
    services.log.info({ posting: posting.id, resolution: resolution.kind }, 'a doubt was looked up');
    const outcome = await settle(services, stored, doubt, resolution, who.get(posting.request_id));
    if (outcome) outcomes.push(outcome);
  }
  await answerRequests(services, stored, outcomes);
};
