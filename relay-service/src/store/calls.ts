/** Calls: every write of documents to Xero, committed with its members before its first byte. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { DocumentIdentity } from '../core/document-identity.ts';
import { inTurns } from '../take-turns.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';
import { sealIdentity } from './sealed-identity.ts';
import type { CallsTable, KindOfWork, LedgerSchema, PostingsTable } from './schema.ts';
import { valueOfEach } from './value-of-each.ts';

export interface CallMember {
  readonly postingId: string;
  /** By what the document is known again; kept sealed. */
  readonly identity: DocumentIdentity;
  readonly invoiceRowVersion: string;
}

export interface NewCall {
  readonly laneId: string;
  readonly epoch: number;
  readonly kind: KindOfWork;
  readonly body: string;
  readonly timeoutMs: number;
  readonly members: readonly CallMember[];
}

/** Time that a call may go on at Xero after the relay gave up waiting. */
export const AFTERLIFE_MS = 60_000;

/**
 * Keeps the connections of these members as they are until the transaction ends: whoever stops one meanwhile waits, and then finds the
 * members on their way; whoever stopped one before is waited for. Writing takes the row's lock on both homes.
 */
const holdConnections = async (transaction: Transaction<LedgerSchema>, members: readonly CallMember[]): Promise<void> => {
  const ids = members.map(({ postingId }) => postingId);
  if (ids.length === 0) return;
  await transaction
    .updateTable('connections')
    .set({ state: 'connected' })
    .where('state', '=', 'connected')
    .where('id', 'in', (row) => row.selectFrom('postings').select('connection_id').where('id', 'in', ids))
    .execute();
};

/** Moves members from prepared to intended. @returns false where one of them is no longer prepared, or its connection stopped */
const intend = async (
  transaction: Transaction<LedgerSchema>,
  members: readonly CallMember[],
  { id, now, sealed }: { readonly id: string; readonly now: number; readonly sealed: ReadonlyMap<string, string | null> },
): Promise<boolean> => {
  if (members.length === 0) return true;
  const { numUpdatedRows } = await transaction
    .updateTable('postings')
    .set((row) => ({
      state: 'intended' as const,
      call_id: id,
      number_sealed: valueOfEach(sealed),
      invoice_row_version: valueOfEach(new Map(members.map(({ postingId, invoiceRowVersion }) => [postingId, invoiceRowVersion]))),
      attempts: row('attempts', '+', 1),
      absent_at: null,
      updated_at: now,
    }))
    .where('id', 'in', [...sealed.keys()])
    .where('state', '=', 'prepared')
    // Whoever removed or stopped the connection meanwhile was told that nothing more is sent.
    .where((posting) =>
      posting.not(
        posting.exists(
          posting
            .selectFrom('connections')
            .select('connections.id')
            .whereRef('connections.id', '=', 'postings.connection_id')
            .where('connections.state', '<>', 'connected'),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === BigInt(members.length);
};

/**
 * Commits a call and moves its members from prepared to intended, in one transaction.
 * @returns its id, which is the Idempotency-Key; null when the lane was lost, the connection stopped or a member was no longer prepared, and
 * then nothing is written
 */
export const commitCall = async (ledger: Ledger, call: NewCall): Promise<string | null> => {
  const id = randomUUID();
  const salt = randomBytes(16).toString('base64url');
  const sealed = new Map(
    await inTurns(call.members, ({ postingId, identity }) => [postingId, sealIdentity(ledger, postingId, identity)] as const),
  );
  const fingerprint = ledger.seal.fingerprint(call.body, salt);
  const now = ledger.now();
  try {
    return await ledger.db.transaction().execute(async (transaction) => {
      const lane = await transaction
        .updateTable('lanes')
        .set({ epoch: call.epoch })
        .where('id', '=', call.laneId)
        .where('epoch', '=', call.epoch)
        .executeTakeFirst();
      if (lane.numUpdatedRows !== 1n) throw new LostRace();
      await holdConnections(transaction, call.members);
      await transaction
        .insertInto('calls')
        .values({
          id,
          lane_id: call.laneId,
          epoch: call.epoch,
          kind: call.kind,
          members: call.members.length,
          fingerprint,
          salt,
          state: 'sent',
          sent_at: now,
          may_run_until: now + call.timeoutMs + AFTERLIFE_MS,
        })
        .execute();
      if (!(await intend(transaction, call.members, { id, now, sealed }))) throw new LostRace();
      return id;
    });
  } catch (problem) {
    if (problem instanceof LostRace) return null;
    throw problem;
  }
};

class LostRace extends Error {}

/** Writes down how a call ended. */
export const endCall = async (ledger: Ledger, id: string, state: Exclude<CallsTable['state'], 'sent'>): Promise<void> => {
  await ledger.db.updateTable('calls').set({ state, ended_at: ledger.now() }).where('id', '=', id).execute();
};

/** Ends a call together with what became of its members, so that no other round finds one without the other. */
export const settleCall = <Result>(
  ledger: Ledger,
  id: string,
  state: Exclude<CallsTable['state'], 'sent'>,
  settleMembers: (inside: Ledger) => Promise<Result>,
): Promise<Result> =>
  inTransaction(ledger, async (inside) => {
    await endCall(inside, id, state);
    return settleMembers(inside);
  });

/** A call as it was committed. */
export const findCall = (ledger: Ledger, id: string): Promise<CallsTable | undefined> =>
  ledger.db.selectFrom('calls').selectAll().where('id', '=', id).executeTakeFirst();

/** For certain no call followed the announcement of these: it counts by itself, so that the row is not taken to tell of a call that was lost. */
export const noCallFollowed = async (
  ledger: Ledger,
  announced: readonly { readonly posting: Pick<PostingsTable, 'id' | 'attempts'> }[],
): Promise<void> => {
  if (announced.length === 0) return;
  await ledger.db
    .updateTable('postings')
    .set((row) => ({ attempts: row('attempts', '+', 1), updated_at: ledger.now() }))
    .where('state', '=', 'prepared')
    .where((row) => row.or(announced.map(({ posting: { id, attempts } }) => row.and([row('id', '=', id), row('attempts', '=', attempts)]))))
    .execute();
};
