/** Postings: one intended effect on one document. The unique key is what makes a second document impossible. */
import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { PostingState } from '../core/posting-states.ts';
import { mayMove } from '../core/posting-states.ts';
import type { Lease } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerSchema, PostingsTable } from './schema.ts';

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
    : ledger.db
        .selectFrom('postings')
        .selectAll()
        .where('tenant_id', '=', of.tenantId)
        .where('organization_id', '=', of.organizationId)
        .where('invoice_id', 'in', [...new Set(invoiceIds)])
        .orderBy('created_at', 'desc')
        .orderBy('generation', 'desc')
        .execute();

/**
 * Commits the intent to send a document. A refused posting is taken up again with a new intent, everything else is returned as it is,
 * so that asking twice can never make two.
 * @param by the generation is above 1 only where the document before is proved to be voided or deleted
 */
export const preparePosting = async (
  ledger: Ledger,
  key: DocumentKey,
  by: { readonly connectionId: string; readonly requestId: string; readonly generation?: number },
): Promise<PostingsTable> => {
  const generation = by.generation ?? 1;
  const now = ledger.now();
  await ledger.db
    .insertInto('postings')
    .values({
      id: randomUUID(),
      connection_id: by.connectionId,
      tenant_id: key.tenantId,
      organization_id: key.organizationId,
      invoice_id: key.invoiceId,
      document_kind: key.documentKind,
      generation,
      request_id: by.requestId,
      state: 'prepared',
      attempts: 0,
      due_at: now,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'organization_id', 'invoice_id', 'document_kind', 'generation']).doNothing())
    .execute();
  await ledger.db
    .updateTable('postings')
    .set({
      id: randomUUID(),
      state: 'prepared',
      request_id: by.requestId,
      connection_id: by.connectionId,
      call_id: null,
      cause: null,
      absent_at: null,
      updated_at: now,
    })
    .where('tenant_id', '=', key.tenantId)
    .where('organization_id', '=', key.organizationId)
    .where('invoice_id', '=', key.invoiceId)
    .where('document_kind', '=', key.documentKind)
    .where('generation', '=', generation)
    .where('state', 'in', ['refused', 'refusal-told'])
    .execute();
  const posting = await findPosting(ledger, key);
  if (!posting) throw new Error('A posting vanished from the ledger while it was prepared.');
  return posting;
};

/** Whether this lease's epoch is still the lane's. */
const isHeld =
  ({ laneId, epoch }: Lease) =>
  (row: ExpressionBuilder<LedgerSchema, 'postings'>) =>
    row.exists(row.selectFrom('lanes').select('lanes.id').where('lanes.id', '=', laneId).where('lanes.epoch', '=', epoch));

/** What may change together with a posting's state. */
export type PostingChange = Partial<
  Pick<
    PostingsTable,
    | 'call_id'
    | 'xero_document_id'
    | 'cause'
    | 'due_at'
    | 'looked_up_at'
    | 'absent_at'
    | 'number_sealed'
    | 'invoice_row_version'
    | 'attempts'
  >
>;

/**
 * Moves a posting on. False when it was no longer in the state that the caller saw: somebody else has moved it, the caller drops out.
 * @param holder whoever sends or looks up names its lease: false also when the lane has a new holder, whose turn it is then to find out.
 * A relay that was stopped in the middle of a look-up would else say "absent" of what its successor has sent meanwhile
 * @throws Error on a move that the protocol does not have
 */
export const movePosting = async (
  ledger: Ledger,
  id: string,
  from: PostingState,
  to: PostingState,
  change: PostingChange = {},
  holder: Lease | null = null,
): Promise<boolean> => {
  if (!mayMove(from, to)) throw new Error(`A posting cannot go from ${from} to ${to}.`);
  const move = ledger.db
    .updateTable('postings')
    .set({ ...change, state: to, updated_at: ledger.now() })
    .where('id', '=', id)
    .where('state', '=', from);
  const { numUpdatedRows } = await (holder === null ? move : move.where(isHeld(holder))).executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Notes something about a posting without moving it. */
export const notePosting = async (ledger: Ledger, id: string, change: PostingChange): Promise<void> => {
  await ledger.db
    .updateTable('postings')
    .set({ ...change, updated_at: ledger.now() })
    .where('id', '=', id)
    .execute();
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

/**
 * Postings whose call nobody waits for any more become doubtful: their sender lost the lane, or the call's time is long over.
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
    .where('call_id', 'in', (sub) =>
      sub
        .selectFrom('calls')
        .select('id')
        .where('lane_id', '=', lease.laneId)
        .where((row) => row.or([row('epoch', '<', lease.epoch), row('may_run_until', '<', now), row('state', '<>', 'sent')])),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
};
