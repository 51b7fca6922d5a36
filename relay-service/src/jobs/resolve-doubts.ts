/** Doubts are resolved by look-up: nothing else is sent for a document while nobody knows whether Xero has it. */
import { reason } from '../core/causes.ts';
import type { Connection } from '../core/connection.ts';
import { describeSent } from '../core/describe-outcome.ts';
import type { DocumentIdentity } from '../core/document-identity.ts';
import { samenessOf } from '../core/document-identity.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import type { Doubt, FoundDocument, Resolution } from '../core/doubts.ts';
import { NUMBER_REFUSED } from '../core/doubts.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import type { PostingState } from '../core/posting-states.ts';
import { readConnection } from '../dataverse/read-connection.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { sentAt } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { PostingChange } from '../store/postings.ts';
import { doubtAbandoned, duePostings, notePosting } from '../store/postings.ts';
import { reopenRequest } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import type { Ledger } from '../store/ledger.ts';
import { openIdentity } from '../store/sealed-identity.ts';
import { findByNumbers, findCreditNotesSince, findOwnSince } from '../xero/find-documents.ts';
import { addresseeOf, receiptOf } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const AT_ONCE = 50;
/** Xero's clock and ours may differ; a list is asked from this long before sending. */
const BEFORE_SENDING_MS = 5 * 60_000;

export interface OpenDoubt {
  readonly posting: PostingsTable;
  readonly identity: DocumentIdentity;
  readonly sentAt: number;
}

const since = (doubts: readonly OpenDoubt[]): Date => new Date(Math.min(...doubts.map(({ sentAt: at }) => at)) - BEFORE_SENDING_MS);

/** Everything at Xero that may be one of these. */
export const lookUp = async (services: Services, stored: StoredConnection, doubts: readonly OpenDoubt[]): Promise<FoundDocument[]> => {
  const xero = services.xero(stored);
  const credits = doubts.filter(({ posting }) => isCreditNote(posting.document_kind));
  const invoices = doubts.filter((doubt) => !credits.includes(doubt));
  const numbers = invoices.flatMap(({ identity }) => identity.number ?? []);
  const unnumbered = invoices.filter(({ identity }) => identity.number === null);
  const found = [
    ...(numbers.length > 0 ? await findByNumbers(xero, numbers) : []),
    ...(unnumbered.length > 0 ? await findOwnSince(xero, since(unnumbered)) : []),
    ...(credits.length > 0 ? await findCreditNotesSince(xero, since(credits)) : []),
  ];
  // One that we numbered is found by its number and again among our own; it is one document all the same.
  return [...new Map(found.map((document) => [document.id, document])).values()];
};

/** The doubt as the protocol judges it. */
const doubtOf = (ledger: Ledger, { posting, identity, sentAt: at }: OpenDoubt): Doubt => ({
  intentId: posting.id,
  type: posting.document_kind,
  number: identity.number,
  numberUnique: identity.numberUnique,
  numberRefused: posting.cause === NUMBER_REFUSED,
  sentAt: at,
  absentAt: posting.absent_at,
  isSame: ({ contactId, date, total }) =>
    identity.sameness !== null && ledger.seal.isFingerprintOf(identity.sameness, samenessOf(contactId, date, total), posting.id),
});

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
  return new Map(requests.map((request) => [request.id, addresseeOf(request, invoices.get(request.invoiceId), connection, stored)]));
};

/** Moves one posting as its look-up says. @returns what to tell, if anything is certain now */
const settle = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  { posting }: OpenDoubt,
  resolution: Resolution,
  addressee: Addressee | undefined,
): Promise<Outcome | null> => {
  const { ledger } = services;
  const now = ledger.now();
  // What a successor or another round has moved meanwhile is theirs to go on with.
  const move = (to: PostingState, change: PostingChange) =>
    services.safeguards.movePosting(ledger, posting.id, 'doubtful', to, change, lease);
  switch (resolution.kind) {
    case 'found':
      if (!(await move('posted', { xero_document_id: resolution.document.id }))) return null;
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
      if (await move('prepared', { due_at: now, looked_up_at: now }))
        await reopenRequest(ledger, stored.environment_id, posting.request_id);
      return null;
    case 'number-taken': {
      const cause = reason('NUMBER_TAKEN');
      if (!(await move('refused', { cause: cause.code, number_sealed: null }))) return null;
      return addressee ? refusalOf(addressee, [cause]) : null;
    }
    case 'several':
      await notePosting(ledger, posting.id, { cause: 'SEVERAL_IN_XERO', due_at: now + 60 * 60_000, looked_up_at: now });
      // A person decides; asked once, and looked at again every hour.
      return addressee && posting.cause !== 'SEVERAL_IN_XERO' ? refusalOf(addressee, [reason('SEVERAL_IN_XERO')]) : null;
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
      identity: openIdentity(ledger, posting.id, posting.number_sealed),
      sentAt: (posting.call_id ? await sentAt(ledger, posting.call_id) : null) ?? posting.updated_at,
    })),
  );
  const found = await services.safeguards.lookUp(services, stored, doubts);
  await services.atStep('doubt-looked-up');
  const connection = await readConnection(services.dataverse(stored.environment), stored.connector_id);
  const who = connection ? await addressees(services, stored, connection, postings) : new Map<string, Addressee>();
  const outcomes: Outcome[] = [];
  for (const doubt of doubts) {
    const { posting } = doubt;
    const resolution = services.safeguards.resolveDoubt(doubtOf(ledger, doubt), found, ledger.now(), services.timeScale);
    services.log.info({ posting: posting.id, resolution: resolution.kind }, 'a doubt was looked up');
    const outcome = await settle(services, stored, lease, doubt, resolution, who.get(posting.request_id));
    if (outcome) outcomes.push(outcome);
  }
  await answerRequests(services, stored, outcomes);
};
