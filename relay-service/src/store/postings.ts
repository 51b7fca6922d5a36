/** Postings: one intended effect on one document. The unique key is what makes a second document impossible. */
import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { PostingState } from '../core/posting-states.ts';
import { untoldStates } from '../core/posting-states.ts';
import { liveStates } from './connections.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerSchema, PostingsTable } from './schema.ts';
import { sealedFor } from './sealed-identity.ts';

/** Identity of a document, independent of rows and connections that can be deleted and made again. */
export interface DocumentKey {
  readonly tenantId: string;
  readonly organizationId: string;
  readonly invoiceId: string;
  readonly documentKind: PostingsTable['document_kind'];
}

/** The newest posting of a document, if there is one. */
export const findPosting = (ledger: Ledger, key: DocumentKey): Promise<PostingsTable | undefined> =>
  ledger.db
    .selectFrom('postings')
    .selectAll()
    .where('tenant_id', '=', key.tenantId)
    .where('organization_id', '=', key.organizationId)
    .where('invoice_id', '=', key.invoiceId)
    .where('document_kind', '=', key.documentKind)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Every posting of these invoices, the newest first. */
export const findPostingsOfInvoices = async (
  ledger: Ledger,
  of: Pick<DocumentKey, 'tenantId' | 'organizationId'>,
  invoiceIds: readonly string[],
): Promise<PostingsTable[]> =>
  invoiceIds.length === 0
    ? []
    : (
        await ledger.db
          .selectFrom('postings')
          .selectAll()
          .where('tenant_id', '=', of.tenantId)
          .where('organization_id', '=', of.organizationId)
          .where('invoice_id', 'in', [...new Set(invoiceIds)])
          .execute()
      ).sort((left, right) => right.created_at - left.created_at || right.generation - left.generation);

/** For whom a document is sent. */
export interface IntentBy {
  readonly connectionId: string;
  readonly requestId: string;
  /** Above 1 only where the document before is proved to be voided or deleted. */
  readonly generation?: number;
}

/**
 * Commits the intent to send a document. A refused posting is taken up again with a new intent, unless an earlier call of it may still
 * arrive: that bears the old one. One that was never sent goes on for the newest request, everything else is returned as it is, so that
 * asking twice can never make two.
 */
export const preparePosting = async (
  ledger: Ledger,
  key: DocumentKey,
  { connectionId, requestId, generation = 1 }: IntentBy,
): Promise<PostingsTable> => {
  const now = ledger.now();
  const inserted = await ledger.db
    .insertInto('postings')
    .values({
      id: randomUUID(),
      connection_id: connectionId,
      tenant_id: key.tenantId,
      organization_id: key.organizationId,
      invoice_id: key.invoiceId,
      document_kind: key.documentKind,
      generation,
      request_id: requestId,
      state: 'prepared',
      attempts: 0,
      due_at: now,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'organization_id', 'invoice_id', 'document_kind', 'generation']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) {
    const found = ledger.db
      .updateTable('postings')
      .where('tenant_id', '=', key.tenantId)
      .where('organization_id', '=', key.organizationId)
      .where('invoice_id', '=', key.invoiceId)
      .where('document_kind', '=', key.documentKind)
      .where('generation', '=', generation);
    const by = { connection_id: connectionId, request_id: requestId, updated_at: now };
    const anew = { ...by, state: 'prepared', cause: null, absent_at: null } as const;
    await found
      .set((row) => ({ ...anew, id: randomUUID(), former_id: row.ref('id'), call_id: null }))
      .where('state', '=', 'refused')
      .where('number_sealed', 'is', null)
      .execute();
    await found
      .set((row) => ({ ...anew, attempts: row('attempts', '+', 1) }))
      .where('state', '=', 'refused')
      .execute();
    await found.set(by).where('state', '=', 'prepared').execute();
  }
  const posting = await findPosting(ledger, key);
  if (!posting) throw new Error('A posting vanished from the ledger while it was prepared.');
  return withIntentOfCall(ledger, posting);
};

/**
 * Gives back the intent that an earlier call bears which may still arrive: a relay of a former version took another one, under which nothing
 * was sent. The two change places, so that both stay known.
 */
const withIntentOfCall = async (ledger: Ledger, posting: PostingsTable): Promise<PostingsTable> => {
  const id = sealedFor(ledger, posting);
  if (posting.state !== 'prepared' || id === posting.id) return posting;
  const { numUpdatedRows } = await ledger.db
    .updateTable('postings')
    .set({ id, former_id: posting.id })
    .where('id', '=', posting.id)
    .where('state', '=', 'prepared')
    .executeTakeFirst();
  return numUpdatedRows === 1n ? { ...posting, id, former_id: posting.id } : posting;
};

/** Postings of a connection in one of these states that are due, oldest first. */
export const duePostings = (
  ledger: Ledger,
  connectionId: string,
  states: readonly PostingState[],
  limit: number,
): Promise<PostingsTable[]> =>
  ledger.db
    .selectFrom('postings')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', 'in', [...states])
    .where('due_at', '<=', ledger.now())
    .orderBy('due_at')
    .limit(limit)
    .execute();

/** Every member of a call that still is one. */
export const membersOfCall = (ledger: Ledger, connectionId: string, callId: string): Promise<PostingsTable[]> =>
  ledger.db
    .selectFrom('postings')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'doubtful')
    .where('call_id', '=', callId)
    .execute();

/** Postings of a connection that may be at Xero and are not told: on their way, in doubt, or posted. */
export const postingsOnTheirWay = (ledger: Ledger, connectionId: string): Promise<PostingsTable[]> =>
  ledger.db.selectFrom('postings').selectAll().where('connection_id', '=', connectionId).where('state', 'in', untoldStates).execute();

/** A posting of the connection of which something is left to find out or to tell. */
const somethingOpen = (row: ExpressionBuilder<LedgerSchema, 'connections'>) =>
  row.exists(
    row
      .selectFrom('postings')
      .select('postings.id')
      .whereRef('postings.connection_id', '=', 'connections.id')
      .where('postings.state', 'in', untoldStates),
  );

/** Those of these connections that have postings of which something is left to find out or to tell. */
export const connectionsWithOpenPostings = async (ledger: Ledger, connectionIds: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    connectionIds.length === 0
      ? []
      : (
          await ledger.db
            .selectFrom('connections')
            .select('connections.id')
            .where('connections.id', 'in', [...connectionIds])
            .where(somethingOpen)
            .execute()
        ).map(({ id }) => id),
  );

/** Environments with postings of which something is left to find out or to tell; in one query for all. */
export const environmentsWithOpenPostings = async (ledger: Ledger): Promise<readonly string[]> =>
  (
    await ledger.db
      .selectFrom('connections')
      .select('environment_id')
      .distinct()
      .where('connections.state', 'in', liveStates)
      .where(somethingOpen)
      .execute()
  ).map(({ environment_id }) => environment_id);

/**
 * Postings whose call nobody waits for any more become doubtful: their sender lost the lane, or the call's time is long over. Of a call of
 * another lane, which the connection had with another Xero app, the time alone tells.
 * @returns how many
 */
export const doubtAbandoned = async (
  ledger: Ledger,
  connectionId: string,
  lease: { readonly laneId: string; readonly epoch: number },
): Promise<number> => {
  const now = ledger.now();
  const { numUpdatedRows } = await ledger.db
    .updateTable('postings')
    .set({ state: 'doubtful', due_at: now, updated_at: now })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'intended')
    // By the call of each posting: a list of the lane's calls would grow for ever.
    .where((posting) =>
      posting.exists(
        posting
          .selectFrom('calls')
          .select('calls.id')
          .whereRef('calls.id', '=', 'postings.call_id')
          .where((row) =>
            row.or([
              row('calls.may_run_until', '<', now),
              row('calls.state', '<>', 'sent'),
              row('calls.lane_id', '=', lease.laneId).and('calls.epoch', '<', lease.epoch),
            ]),
          ),
      ),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
};
