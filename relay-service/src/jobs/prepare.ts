/** Commits the intent to send, or finds that there is nothing left to send. */
import { describeChecking } from '../core/describe-outcome.ts';
import type { DocumentIdentity } from '../core/document-identity.ts';
import { identityOf, samenessOf } from '../core/document-identity.ts';
import type { Reason, XeroDocument } from '../core/document.ts';
import { NUMBER_CHANGED } from '../core/doubts.ts';
import type { DocumentRecord } from '../core/invoice.ts';
import { markedAnew } from '../core/marker.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import { ADOPTED } from '../store/adopted-postings.ts';
import { inShortCommits } from '../store/in-short-commits.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PostingChange } from '../store/posting-moves.ts';
import { movePosting } from '../store/posting-moves.ts';
import { preparePosting } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { sealIdentity } from '../store/sealed-identity.ts';
import { inTurns } from '../take-turns.ts';
import { addresseeOf, receiptOf } from './addressee.ts';
import type { Ready } from './decide.ts';
import { mayArriveBeside } from './earlier-calls.ts';
import { missingItemCodes, withoutItems } from './make-items.ts';
import { NO_INTENT } from './map-invoice.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { restFor } from './put-off.ts';
import { startTrialWithFirstSend } from './start-trial.ts';
import type { Services } from './services.ts';

/** A document with its committed intent. */
export interface ToSend {
  readonly addressee: Addressee;
  readonly posting: PostingsTable;
  readonly document: XeroDocument;
  /** As Xero will compute it, decimal text. */
  readonly total: string;
  /** What whoever asked is told beside its number. */
  readonly warnings: readonly Reason[];
  readonly invoiceRowVersion: string;
  readonly requestRowVersion: string;
}

export interface Prepared {
  readonly toSend: readonly ToSend[];
  readonly answers: readonly Outcome[];
}

/**
 * What its row announces may be at Xero, by a call of which nothing else is known than that the request came before it. Date and total may be
 * others by now, so that a credit note that bears our number, and no marker, is known by its customer.
 */
const asAnnounced = (
  ledger: Ledger,
  posting: PostingsTable,
  identity: DocumentIdentity,
  contactId: string,
  { attempts, requestedOn }: DocumentRecord,
): PostingChange => ({
  created_at: Math.min(posting.created_at, requestedOn === null ? Infinity : Date.parse(requestedOn) + 1),
  cause: ADOPTED,
  call_id: null,
  number_sealed: sealIdentity(ledger, posting.id, { ...identity, sameness: identity.sameness && samenessOf(contactId, null, null) }),
  attempts: Math.max(posting.attempts, attempts + 1),
});

/**
 * Prepares a posting for each ready request; one whose document moved on since it was looked at waits for the next round, and one that would
 * be sent beside an earlier call that may still arrive is looked up until it is certain.
 */
export const prepare = async (services: Services, work: AskedOfConnection, ready: readonly Ready[]): Promise<Prepared> => {
  const { stored } = work;
  const toSend: ToSend[] = [];
  const waiting: string[] = [];
  const answers: Outcome[] = [];
  const doubted: { readonly addressee: Addressee; readonly posting: PostingsTable; readonly change: PostingChange }[] = [];
  const seen = new Set<string>();
  const missing = await missingItemCodes(
    services,
    stored,
    ready.flatMap(({ mapped }) => mapped.items),
    work.connection.settings.createItems,
  );
  const intents = ready.map(({ asked: { request, invoice }, mapped, generation }) => ({
    key: {
      tenantId: stored.tenant_id,
      organizationId: stored.environment.organization_id,
      invoiceId: invoice.id,
      documentKind: mapped.document.Type,
    },
    by: { connectionId: stored.id, requestId: request.id, generation },
  }));
  const postings: PostingsTable[] = [];
  await inShortCommits(services.ledger, intents, async (inside, { key, by }) => {
    postings.push(await preparePosting(inside, key, by));
  });
  await inTurns([...ready.entries()], ([index, { asked, mapped, unexplained }]) => {
    const { request, invoice } = asked;
    const posting = postings[index];
    if (!posting) return;
    const addressee = addresseeOf(request, invoice, work.connection, stored);
    if (posting.state !== 'prepared' || seen.has(invoice.id)) {
      waiting.push(request.id);
      seen.add(invoice.id);
      return;
    }
    seen.add(invoice.id);
    const document = markedAnew(mapped.document, NO_INTENT, posting.id);
    const { total } = mapped.predicted;
    const identity = identityOf(document, total);
    if (mayArriveBeside(services.ledger, posting, identity)) doubted.push({ addressee, posting, change: { cause: NUMBER_CHANGED } });
    else if (unexplained)
      doubted.push({
        addressee,
        posting,
        change: asAnnounced(services.ledger, posting, identity, document.Contact.ContactID, unexplained),
      });
    else
      toSend.push({
        addressee,
        posting,
        document: withoutItems(document, missing),
        total,
        warnings: mapped.warnings ?? [],
        invoiceRowVersion: invoice.rowVersion,
        requestRowVersion: request.rowVersion,
      });
  });
  const firstLookUp = restFor(services, { hindrance: 'first-look-up' });
  for (const { addressee, posting, change } of doubted) {
    const due = { due_at: services.ledger.now() + firstLookUp, absent_at: null };
    if (await movePosting(services.ledger, posting.id, 'prepared', 'doubtful', { ...change, ...due })) {
      const receipt = await receiptOf(services.ledger, { ...posting, ...change });
      answers.push({ ...addressee, kind: 'checking', receipt, message: describeChecking() });
    } else waiting.push(addressee.requestId);
  }
  if (toSend.length > 0) await startTrialWithFirstSend(services, work);
  await postponeRequests(services.ledger, stored.environment_id, waiting, restFor(services, { hindrance: 'behind-another' }));
  return { toSend, answers };
};
