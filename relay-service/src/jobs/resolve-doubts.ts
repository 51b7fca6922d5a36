/** Doubts are resolved by look-up: nothing else is sent for a document while nobody knows whether Xero has it. */
import { reason } from '../core/causes.ts';
import type { Connection } from '../core/connection.ts';
import { describeSent } from '../core/describe-outcome.ts';
import type { DocumentIdentity } from '../core/document-identity.ts';
import { samenessOf } from '../core/document-identity.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import type { Doubt, FoundDocument, Resolution } from '../core/doubts.ts';
import { NUMBER_CHANGED, NUMBER_REFUSED } from '../core/doubts.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import type { PostingState } from '../core/posting-states.ts';
import { readConnection } from '../dataverse/read-connection.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { ADOPTED, knownOf } from '../store/adopted-postings.ts';
import { findCall } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { PostingChange } from '../store/posting-moves.ts';
import { notePosting } from '../store/posting-moves.ts';
import { doubtAbandoned, duePostings } from '../store/postings.ts';
import { reopenRequest } from '../store/requests.ts';
import type { CallsTable, PostingsTable } from '../store/schema.ts';
import type { Ledger } from '../store/ledger.ts';
import { openIdentity } from '../store/sealed-identity.ts';
import { findByNumbers, findCreditNotesSince, findInvoicesSince } from '../xero/find-documents.ts';
import { addresseeOf, addresseeOfFormer, receiptOf } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { holdFence } from './hold-fence.ts';
import { withNotes } from './notes-on-found.ts';
import { restFor } from './put-off.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const AT_ONCE = 50;
/** Xero's clock and ours may differ; a list is asked from this long before sending. */
const BEFORE_SENDING_MS = 5 * 60_000;

export interface OpenDoubt {
  readonly posting: PostingsTable;
  readonly identity: DocumentIdentity;
  /** The latest moment at which it may have been sent. */
  readonly sentAt: number;
  /** The earliest one; before `sentAt` only where an earlier call of it, or another life of the ledger, may have sent it. */
  readonly sentFrom?: number;
  /** Sent for certain by the Xero app that this connection has now. */
  readonly byOwnApp: boolean;
}

const since = (doubts: readonly OpenDoubt[]): Date =>
  new Date(Math.min(...doubts.map(({ sentAt: at, sentFrom = at }) => sentFrom)) - BEFORE_SENDING_MS);

/**
 * An earlier call that was not found by its number may have arrived since (earlier-calls.ts). When it left is not kept, nor which of them were
 * refused: the posting is older than each.
 */
const mayHaveEarlierCalls = ({ attempts }: PostingsTable, { number, numberUnique }: DocumentIdentity): boolean =>
  attempts > 1 && numberUnique && number !== null;

/**
 * When a doubt was sent, and by whom. What a lost ledger may have sent was sent before it was found to be lost; what was taken up from a row,
 * before that. Either may have been sent by another Xero app, and so was a call of another lane; where the number has changed, an earlier
 * call may be of one.
 */
const sentWhen = (
  posting: PostingsTable,
  identity: DocumentIdentity,
  stored: StoredConnection,
  call: CallsTable | undefined,
  now: number,
): Pick<OpenDoubt, 'sentAt' | 'sentFrom' | 'byOwnApp'> => {
  const calledAt = call?.sent_at ?? null;
  const lost = stored.look_first_before !== null && posting.created_at < stored.look_first_before ? stored.look_first_before : null;
  const sentAt = Math.max(calledAt ?? posting.absent_at ?? now, lost ?? 0);
  const earlier = calledAt === null || lost !== null || mayHaveEarlierCalls(posting, identity);
  return {
    sentAt,
    sentFrom: earlier ? Math.min(posting.created_at, sentAt) : sentAt,
    byOwnApp: call?.lane_id === stored.lane_id && lost === null && posting.cause !== NUMBER_CHANGED,
  };
};

/**
 * Everything at Xero that may be one of these. Whatever is not found by its number is sought by its marker as well, among our app's own
 * documents where no other app can have sent it: somebody may have renumbered it there, which leaves the number free for a second one, and a few numbers cannot be asked for. What remains is one
 * that is renumbered before the list shows it, or that arrives after this look-up and is renumbered before it is sent again.
 */
export const lookUp = async (services: Services, stored: StoredConnection, doubts: readonly OpenDoubt[]): Promise<FoundDocument[]> => {
  const xero = services.xero(stored);
  const credits = doubts.filter(({ posting }) => isCreditNote(posting.document_kind));
  const invoices = doubts.filter((doubt) => !credits.includes(doubt));
  const numbers = invoices.flatMap(({ identity }) => identity.number ?? []);
  const byNumber = numbers.length > 0 ? await findByNumbers(xero, numbers) : [];
  const marked = new Set(byNumber.flatMap(({ intentId }) => intentId?.toLowerCase() ?? []));
  const sought = invoices.filter(({ posting }) => !marked.has(posting.id.toLowerCase()));
  const found = [
    ...byNumber,
    ...(sought.length > 0
      ? await findInvoicesSince(
          xero,
          since(sought),
          sought.every(({ byOwnApp }) => byOwnApp),
        )
      : []),
    ...(credits.length > 0 ? await findCreditNotesSince(xero, since(credits)) : []),
  ];
  // One that we numbered is found by its number and again by its marker; it is one document all the same.
  return [...new Map(found.map((document) => [document.id, document])).values()];
};

/** The doubt as the protocol judges it. @param taken documents that are those of other postings, by their ids in lower case */
const doubtOf = (ledger: Ledger, { posting, identity, sentAt: at }: OpenDoubt, taken: ReadonlySet<string>): Doubt => ({
  intentId: posting.id,
  type: posting.document_kind,
  number: identity.number,
  numberUnique: identity.numberUnique,
  numberRefused: posting.cause === NUMBER_REFUSED,
  numberChanged: posting.cause === NUMBER_CHANGED,
  contentUnknown: posting.cause === ADOPTED,
  isAnothers: ({ id }) => taken.has(id.toLowerCase()),
  sentAt: at,
  absentAt: posting.absent_at,
  isSame: ({ contactId, date, total }) =>
    identity.sameness !== null &&
    ledger.seal.isFingerprintOf(
      identity.sameness,
      posting.cause === ADOPTED ? samenessOf(contactId, null, null) : samenessOf(contactId, date, total),
      posting.id,
    ),
});

/** Whoever asked, by the row of the request. */
interface Asker {
  readonly addressee: Addressee;
  /** The row says no already, as where its connection was removed meanwhile. */
  readonly wasRefused: boolean;
}

const askers = async (
  services: Services,
  stored: StoredConnection,
  connection: Connection,
  postings: readonly PostingsTable[],
): Promise<Map<string, Asker>> => {
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
  return new Map(
    requests.map((request) => {
      const addressee = addresseeOf(request, invoices.get(request.invoiceId), connection, stored);
      return [request.id, { addressee, wasRefused: request.state === 'refused' }];
    }),
  );
};

/** Moves one posting as its look-up says. @returns what to tell, if anything is certain now */
const settle = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  { posting, identity }: OpenDoubt,
  resolution: Resolution,
  asker: Asker | undefined,
): Promise<Outcome | null> => {
  const { ledger } = services;
  const addressee = asker?.addressee;
  const now = ledger.now();
  const severalRest = restFor(services, { hindrance: 'several-found' });
  // What a successor or another round has moved meanwhile is theirs to go on with.
  const move = (to: PostingState, change: PostingChange) =>
    services.safeguards.movePosting(ledger, posting.id, 'doubtful', to, change, lease);
  switch (resolution.kind) {
    case 'found':
      if (!(await move('posted', { xero_document_id: resolution.document.id }))) return null;
      return addressee
        ? {
            ...addresseeOfFormer(addressee, posting, stored),
            kind: 'sent',
            document: resolution.document,
            receipt: await receiptOf(ledger, posting),
            message: describeSent(resolution.document),
          }
        : null;
    case 'absent':
      // What was refused meanwhile, with its connection removed, is not sent unasked; whoever read that nobody knows reads what is known now.
      // Told first: once it is prepared a newer click may send it, and that answer must not be written over.
      if (asker?.wasRefused) {
        const untold = await answerRequests(services, stored, [refusalOf(asker.addressee, [reason('NOT_ARRIVED')])]);
        if (untold.length > 0) {
          await notePosting(ledger, posting.id, {
            due_at: now + restFor(services, { hindrance: 'answer-not-written' }),
            looked_up_at: now,
          });
          return null;
        }
      }
      if (
        (await move('prepared', {
          due_at: now,
          looked_up_at: now,
          cause: null,
          several_told_at: null,
          ...(resolution.by === 'look-ups' ? { number_sealed: null } : {}),
        })) &&
        asker?.wasRefused !== true
      )
        await reopenRequest(ledger, stored.environment_id, posting.request_id);
      return null;
    case 'number-taken': {
      const cause = reason('NUMBER_TAKEN', { number: identity.number ?? '' });
      if (!(await move('refused', { cause: cause.code, number_sealed: null }))) return null;
      return addressee ? refusalOf(addressee, [cause]) : null;
    }
    case 'several': {
      // A person decides; asked once, and looked at again every hour. Noted once it is told, for nothing else would tell it again.
      const tells = posting.several_told_at === null && addressee !== undefined;
      const untold = tells ? await answerRequests(services, stored, [refusalOf(addressee, [reason('SEVERAL_IN_XERO')])]) : [];
      const rest = untold.length > 0 ? restFor(services, { hindrance: 'answer-not-written' }) : severalRest;
      await notePosting(ledger, posting.id, {
        due_at: now + rest,
        looked_up_at: now,
        ...(tells && untold.length === 0 ? { several_told_at: now } : {}),
      });
      return null;
    }
    case 'look-again':
      await notePosting(ledger, posting.id, { due_at: now + resolution.inMs, looked_up_at: now, absent_at: posting.absent_at ?? now });
      return null;
  }
};

/**
 * The connection as it stands; null where it is gone. Where the ledger proves to be restored, or another relay sends now, what is known of
 * doubts is not what was read.
 */
const withinFence = async (services: Services, stored: StoredConnection): Promise<Connection | null | 'not-held'> => {
  const connection = await readConnection(services.dataverse(stored.environment), stored.connector_id);
  return connection && (await holdFence(services, stored, connection)) !== 'held' ? 'not-held' : connection;
};

/** Looks up what is in doubt and due. Safe to repeat. */
export const resolveDoubts = async (services: Services, stored: StoredConnection, lease: Lease): Promise<void> => {
  const { ledger } = services;
  await doubtAbandoned(ledger, stored.id, lease);
  const due = await duePostings(ledger, stored.id, ['doubtful'], AT_ONCE);
  if (due.length === 0) return;
  if ((await withinFence(services, stored)) === 'not-held') return;
  await answerRequests(services, stored, await services.safeguards.replayCalls(services, stored, lease, due));
  const postings = await duePostings(ledger, stored.id, ['doubtful'], AT_ONCE);
  if (postings.length === 0) return;
  const doubts = await Promise.all(
    postings.map(async (posting) => {
      const identity = openIdentity(ledger, posting);
      const call = posting.call_id ? await findCall(ledger, posting.call_id) : undefined;
      return { posting, identity, ...sentWhen(posting, identity, stored, call, ledger.now()) };
    }),
  );
  const found = await services.safeguards.lookUp(services, stored, doubts);
  const connection = await withinFence(services, stored);
  if (connection === 'not-held') return;
  // From here on nothing but the lane's epoch keeps a relay that slept from saying what is true no longer.
  await services.atStep('doubt-looked-up');
  const who = connection ? await askers(services, stored, connection, postings) : new Map<string, Asker>();
  const outcomes: Outcome[] = [];
  const unmarked = found.filter(({ intentId }) => intentId === null).map(({ id }) => id);
  const taken = new Set((await knownOf(ledger, [], unmarked)).documents);
  const judged = doubts.map((doubt) => doubtOf(ledger, doubt, taken));
  for (const [index, doubt] of doubts.entries()) {
    const { posting } = doubt;
    const [first, ...others] = judged.slice(index);
    if (!first) break;
    const resolution = services.safeguards.resolveDoubt(first, found, ledger.now(), services.timeScale, others);
    if (resolution.kind === 'found') taken.add(resolution.document.id.toLowerCase());
    services.log.info({ posting: posting.id, resolution: resolution.kind }, 'a doubt was looked up');
    const outcome = await settle(services, stored, lease, doubt, resolution, who.get(posting.request_id));
    if (outcome) outcomes.push(outcome);
  }
  await answerRequests(services, stored, await withNotes(services, stored, outcomes));
};
