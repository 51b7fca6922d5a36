/** What the ledger holds of the fence outside it: epoch, sequence, and which invoices are looked up first. */
import type { ExpressionBuilder } from 'kysely';
import type { LedgerMark } from '../core/fence.ts';
import type { StoredConnection } from './connections.ts';
import { liveStates } from './connections.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';
import { answerReopenedFromKnown } from './reopened-requests.ts';
import type { ConnectionsTable, CopiesTable, LedgerSchema } from './schema.ts';

/** A sequence stands for so long; a restored ledger that is younger than that is known by the rows of its invoices. */
export const SEQUENCE_MS = 60_000;

/** What judges a connector row. */
export const ledgerMarkOf = (ledger: Ledger, stored: StoredConnection): LedgerMark => ({
  organizationId: stored.environment.organization_id,
  host: stored.environment.host,
  installationId: ledger.installationId,
  epoch: stored.ledger_epoch ?? 0,
  sequence: stored.ledger_sequence ?? 0,
  told: stored.sequence_told ?? 0,
});

/** The connection as it stands now. */
export const readFence = async (ledger: Ledger, stored: StoredConnection): Promise<StoredConnection | null> => {
  const row = await ledger.db.selectFrom('connections').selectAll().where('id', '=', stored.id).executeTakeFirst();
  return row ? { ...row, environment: stored.environment } : null;
};

/** Takes the next sequence. Null when somebody else has taken it meanwhile. @param least not lower than this */
export const takeSequence = async (
  ledger: Ledger,
  stored: StoredConnection,
  least: { readonly epoch: number; readonly sequence: number },
): Promise<{ readonly epoch: number; readonly sequence: number } | null> => {
  const next = {
    epoch: Math.max(stored.ledger_epoch ?? 0, least.epoch),
    sequence: Math.max(stored.ledger_sequence ?? 0, least.sequence) + 1,
  };
  const { numUpdatedRows } = await ledger.db
    .updateTable('connections')
    .set({ ledger_epoch: next.epoch, ledger_sequence: next.sequence, sequence_at: ledger.now() })
    .where('id', '=', stored.id)
    .where((row) =>
      stored.ledger_sequence === null ? row('ledger_sequence', 'is', null) : row('ledger_sequence', '=', stored.ledger_sequence),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n ? next : null;
};

/** The connector row holds this sequence now. */
export const sequenceWasTold = async (ledger: Ledger, connectionId: string, sequence: number): Promise<void> => {
  await ledger.db
    .updateTable('connections')
    .set({ sequence_told: sequence })
    .where('id', '=', connectionId)
    .where((row) => row.or([row('sequence_told', 'is', null), row('sequence_told', '<', sequence)]))
    .execute();
};

/** States in which a posting may have been sent by a ledger that is lost, whatever this one says of it. */
const UNSURE = ['prepared', 'intended'] as const;

/**
 * From now on Xero is asked first about invoices that were made before now, and what this ledger holds for unsent is in doubt:
 * a newer ledger, which is lost, may have sent it. E-mails and notes are never repeated, for nothing tells whether they went out.
 * @param since the last moment of which this ledger knows everything
 */
export const lookFirst = async (
  ledger: Ledger,
  connection: Pick<ConnectionsTable, 'id' | 'look_first_since'>,
  since: number,
): Promise<void> => {
  const now = ledger.now();
  await inTransaction(ledger, async ({ db: transaction }) => {
    await transaction
      .updateTable('connections')
      .set({ look_first_since: Math.min(since, connection.look_first_since ?? since), look_first_before: now })
      .where('id', '=', connection.id)
      .execute();
    await transaction
      .updateTable('postings')
      .set({ state: 'doubtful', due_at: now, updated_at: now, absent_at: null })
      .where('connection_id', '=', connection.id)
      .where('state', 'in', UNSURE)
      .execute();
    await transaction
      .updateTable('postings')
      .set({ absent_at: null })
      .where('connection_id', '=', connection.id)
      .where('state', '=', 'doubtful')
      .execute();
    // The lost life may have sent them; nothing at Xero tells, so they are never repeated (posting protocol, section 5).
    await transaction
      .updateTable('effects')
      .set({ state: 'unsure', cause: 'LEDGER_RESTORED', due_at: now, updated_at: now })
      .where('connection_id', '=', connection.id)
      .where('kind', 'in', ['email', 'note'])
      // One that was refused and nobody told of would be asked for once more by itself.
      .where((row) =>
        row.or([row('state', 'in', ['wanted', 'intended']), row.and([row('state', '=', 'refused'), row('told_at', 'is', null)])]),
      )
      .execute();
    await answerReopenedFromKnown({ db: transaction }, connection.id);
  });
};

/** A connection that was made or made again leads with this epoch; the connector row was written with it. */
export const takeLead = async (
  ledger: Ledger,
  connectionId: string,
  lead: { readonly epoch: number; readonly sequence: number },
): Promise<void> => {
  await ledger.db
    .updateTable('connections')
    .set({ ledger_epoch: lead.epoch, ledger_sequence: lead.sequence, sequence_told: lead.sequence })
    .where('id', '=', connectionId)
    .execute();
};

/** What was connected at this address before, or was heard of as a copy there, is the new environment's now. */
export const takeAddress = async (ledger: Ledger, environmentId: string, origin: string): Promise<void> => {
  await ledger.db
    .updateTable('connections')
    .set({ state: 'disconnected' })
    .where('state', 'in', ['copied', 'takenOver'])
    .where('environment_id', 'in', (row) =>
      row.selectFrom('environments').select('id').where('origin', '=', origin).where('id', '<>', environmentId),
    )
    .execute();
  await ledger.db.deleteFrom('copies').where('origin', '=', origin).execute();
};

/** The connection stops: its environment is a copy, or another relay sends now. Only connecting again brings it back. */
export const stopConnection = async (ledger: Ledger, connectionId: string, state: 'copied' | 'takenOver'): Promise<void> => {
  await ledger.db.updateTable('connections').set({ state }).where('id', '=', connectionId).where('state', 'in', liveStates).execute();
};

/** Remembers that a copy of an environment exists, so that its people are answered even after a restart. */
export const noteCopy = async (ledger: Ledger, environmentId: string, origin: string): Promise<void> => {
  const heard_at = ledger.now();
  await ledger.db
    .insertInto('copies')
    .values({ environment_id: environmentId, origin, heard_at })
    .onConflict((conflict) => conflict.columns(['environment_id', 'origin']).doUpdateSet({ heard_at }))
    .execute();
};

/** Somebody has clicked in the copy since it was last answered. */
const unanswered = (row: ExpressionBuilder<LedgerSchema, 'copies'>) =>
  row.or([row('answered_at', 'is', null), row('answered_at', '<', row.ref('heard_at'))]);

/** Copies in which somebody has clicked since they were last answered. */
export const copiesToAnswer = (ledger: Ledger, environmentId: string): Promise<CopiesTable[]> =>
  ledger.db.selectFrom('copies').selectAll().where('environment_id', '=', environmentId).where(unanswered).execute();

/** Environments that have such a copy. */
export const environmentsWithCopiesToAnswer = async (ledger: Ledger): Promise<readonly string[]> =>
  (await ledger.db.selectFrom('copies').select('environment_id').distinct().where(unanswered).execute()).map(
    ({ environment_id }) => environment_id,
  );

/** What was clicked in the copy before `at` is answered. */
export const copyWasAnswered = async (ledger: Ledger, copy: CopiesTable, at: number): Promise<void> => {
  await ledger.db
    .updateTable('copies')
    .set({ answered_at: at })
    .where('environment_id', '=', copy.environment_id)
    .where('origin', '=', copy.origin)
    .execute();
};
