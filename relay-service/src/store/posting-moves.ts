/** How a posting goes on: each move names the state that it leaves, so that of two who would move it only one does. */
import type { ExpressionBuilder } from 'kysely';
import type { PostingState } from '../core/posting-states.ts';
import { mayMove } from '../core/posting-states.ts';
import type { Lease } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerSchema, PostingsTable } from './schema.ts';
import { valueOfEach } from './value-of-each.ts';

/** Whoever moves a posting: the holder of its lane, and by the answer to which call. */
export interface Mover extends Pick<Lease, 'laneId' | 'epoch'> {
  readonly callId?: string;
}

/** Whether this lease's epoch is still the lane's. */
const isHeld =
  ({ laneId, epoch }: Mover) =>
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
    | 'several_told_at'
    | 'number_sealed'
    | 'invoice_row_version'
    | 'attempts'
    | 'created_at'
  >
>;

/**
 * Moves a posting on. False when it was no longer in the state that the caller saw: somebody else has moved it, the caller drops out.
 * @param holder whoever sends or looks up names its lease: false also when the lane has a new holder, whose turn it is then to find out.
 * A relay that was stopped in the middle of a look-up would else say "absent" of what its successor has sent meanwhile. Where it names a
 * call, false also when another call has followed: the end of the one says nothing of the other
 * @throws Error on a move that the protocol does not have
 */
export const movePosting = async (
  ledger: Ledger,
  id: string,
  from: PostingState,
  to: PostingState,
  change: PostingChange = {},
  holder: Mover | null = null,
): Promise<boolean> => {
  if (!mayMove(from, to)) throw new Error(`A posting cannot go from ${from} to ${to}.`);
  // The row counts the call that was in doubt; what is announced next is one more.
  const ends = from === 'doubtful' && to === 'prepared';
  const move = ledger.db
    .updateTable('postings')
    .set((row) => ({ ...change, ...(ends ? { attempts: row('attempts', '+', 1) } : {}), state: to, updated_at: ledger.now() }))
    .where('id', '=', id)
    .where('state', '=', from);
  const held = holder === null ? move : move.where(isHeld(holder));
  const ofCall = holder?.callId === undefined ? held : held.where('call_id', '=', holder.callId);
  const { numUpdatedRows } = await ofCall.executeTakeFirst();
  return numUpdatedRows === 1n;
};

/**
 * Moves postings on to posted, in one statement: a call has many members, and others wait for the ledger meanwhile.
 * @param documents what Xero has made of each, by the posting's id
 * @returns ids of those that were moved; what it takes is as `movePosting` has it
 */
export const moveToPosted = async (
  ledger: Ledger,
  documents: ReadonlyMap<string, string>,
  from: 'intended' | 'doubtful',
  holder: Mover & { readonly callId: string },
): Promise<ReadonlySet<string>> => {
  if (documents.size === 0) return new Set();
  const moved = await ledger.db
    .updateTable('postings')
    .set({ state: 'posted', xero_document_id: valueOfEach(documents), updated_at: ledger.now() })
    .where('id', 'in', [...documents.keys()])
    .where('state', '=', from)
    .where('call_id', '=', holder.callId)
    .where(isHeld(holder))
    .returning('id')
    .execute();
  return new Set(moved.map(({ id }) => id));
};

/** Notes something about a posting without moving it. */
export const notePosting = async (ledger: Ledger, id: string, change: PostingChange): Promise<void> => {
  await ledger.db
    .updateTable('postings')
    .set({ ...change, updated_at: ledger.now() })
    .where('id', '=', id)
    .execute();
};
