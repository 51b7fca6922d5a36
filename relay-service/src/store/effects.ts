/** Effects: what follows a document. The unique key is what makes a second mail or allocation impossible. */
import { randomUUID } from 'node:crypto';
import type { EffectKind, EffectState } from '../core/effect-states.ts';
import { afterLostAnswer, mayFollow } from '../core/effect-states.ts';
import { AFTERLIFE_MS } from './calls.ts';
import type { StoredConnection } from './connections.ts';
import type { Lease } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { EffectsTable } from './schema.ts';

/** An effect that is called for. */
export interface WantedEffect {
  readonly subjectId: string;
  readonly kind: EffectKind;
  readonly occasion: string;
  readonly requestId: string | null;
}

const keyOf = ({ tenant_id, environment }: StoredConnection, { subjectId, kind, occasion }: WantedEffect) => ({
  tenant_id,
  organization_id: environment.organization_id,
  subject_id: subjectId,
  kind,
  occasion,
});

const insertEffect = async (
  ledger: Ledger,
  stored: StoredConnection,
  effect: WantedEffect,
  begins: Pick<EffectsTable, 'state'> & Partial<Pick<EffectsTable, 'cause'>>,
): Promise<void> => {
  const now = ledger.now();
  await ledger.db
    .insertInto('effects')
    .values({
      id: randomUUID(),
      connection_id: stored.id,
      ...keyOf(stored, effect),
      request_id: effect.requestId,
      ...begins,
      attempts: 0,
      due_at: now,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'organization_id', 'subject_id', 'kind', 'occasion']).doNothing())
    .execute();
};

/** Commits that a life of the ledger that is lost may have done it, so that it is not done, and told. One that is known stays as it is. */
export const noteUnsureEffect = (ledger: Ledger, stored: StoredConnection, effect: WantedEffect): Promise<void> =>
  insertEffect(ledger, stored, effect, { state: 'unsure', cause: 'LEDGER_RESTORED' });

/**
 * Commits that effects are owed. One that is known stays as it is, but that somebody's asking takes up again what was refused, and a
 * customer's contact is compared anew.
 * @param how `once`: what is known stays as it is, refused or not; `only-again`: nothing is begun
 */
export const wantEffect = async (
  ledger: Ledger,
  stored: StoredConnection,
  effect: WantedEffect,
  how: 'asked' | 'once' | 'only-again' = 'asked',
): Promise<void> => {
  const now = ledger.now();
  const key = keyOf(stored, effect);
  if (how !== 'only-again') await insertEffect(ledger, stored, effect, { state: 'wanted' });
  if (how === 'once') return;
  await ledger.db
    .updateTable('effects')
    .set({
      state: 'wanted',
      connection_id: stored.id,
      request_id: effect.requestId,
      cause: null,
      told_at: null,
      due_at: now,
      updated_at: now,
    })
    .where('tenant_id', '=', key.tenant_id)
    .where('organization_id', '=', key.organization_id)
    .where('subject_id', '=', key.subject_id)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .where('state', 'in', takenUpFrom(effect.kind))
    .execute();
};

/** Ended states from which this kind may be taken up again. */
const takenUpFrom = (kind: EffectKind): EffectState[] => (['refused', 'done'] as const).filter((from) => mayFollow(kind, from, 'wanted'));

/** Every effect of these subjects, the newest first. */
export const effectsOf = async (
  ledger: Ledger,
  { tenant_id, environment }: StoredConnection,
  kind: EffectKind,
  subjectIds: readonly string[],
): Promise<EffectsTable[]> =>
  subjectIds.length === 0
    ? []
    : ledger.db
        .selectFrom('effects')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('organization_id', '=', environment.organization_id)
        .where('kind', '=', kind)
        .where('subject_id', 'in', [...new Set(subjectIds)])
        .orderBy('created_at', 'desc')
        .execute();

/** Which of these connections have something owed that is due, or on its way. */
export const connectionsWithDueEffects = async (ledger: Ledger, connectionIds: readonly string[]): Promise<ReadonlySet<string>> => {
  if (connectionIds.length === 0) return new Set();
  const rows = await ledger.db
    .selectFrom('effects')
    .select('connection_id')
    .distinct()
    .where('connection_id', 'in', [...connectionIds])
    .where('told_at', 'is', null)
    .where('due_at', '<=', ledger.now())
    .execute();
  return new Set(rows.map(({ connection_id }) => connection_id));
};

/** Environments in which an effect is due; in one query for all. */
export const environmentsWithDueEffects = async (ledger: Ledger): Promise<readonly string[]> =>
  (
    await ledger.db
      .selectFrom('connections')
      .select('environment_id')
      .distinct()
      .where('connections.state', '=', 'connected')
      .where((row) =>
        row.exists(
          row
            .selectFrom('effects')
            .select('effects.id')
            .whereRef('effects.connection_id', '=', 'connections.id')
            .where('effects.told_at', 'is', null)
            .where('effects.due_at', '<=', ledger.now()),
        ),
      )
      .execute()
  ).map(({ environment_id }) => environment_id);

/** What is owed and due of a connection, oldest first. */
export const dueEffects = (ledger: Ledger, connectionId: string, limit: number): Promise<EffectsTable[]> =>
  ledger.db
    .selectFrom('effects')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('told_at', 'is', null)
    .where('state', '<>', 'intended')
    .where('due_at', '<=', ledger.now())
    .orderBy('due_at')
    .limit(limit)
    .execute();

/** What may change together with an effect's state. */
export type EffectChange = Partial<Pick<EffectsTable, 'cause' | 'due_at' | 'told_at' | 'seen' | 'request_id'>>;

/**
 * Moves an effect on. False when it was no longer in the state that the caller saw; the caller drops out.
 * @throws Error on a move that the protocol does not have
 */
export const moveEffect = async (
  ledger: Ledger,
  { id, kind }: Pick<EffectsTable, 'id' | 'kind'>,
  from: EffectState,
  to: EffectState,
  change: EffectChange = {},
): Promise<boolean> => {
  if (!mayFollow(kind, from, to)) throw new Error(`An effect of kind ${kind} cannot go from ${from} to ${to}.`);
  const { numUpdatedRows } = await ledger.db
    .updateTable('effects')
    .set({ ...change, state: to, updated_at: ledger.now() })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/**
 * Commits that the effect's call is about to leave, under the lane's epoch.
 * @returns false when the lane was lost or the effect moved on meanwhile; nothing may be sent then
 */
export const intendEffect = async (ledger: Ledger, effect: EffectsTable, lease: Lease, timeoutMs: number): Promise<boolean> => {
  const now = ledger.now();
  const { numUpdatedRows } = await ledger.db
    .updateTable('effects')
    .set((row) => ({
      state: 'intended' as const,
      epoch: lease.epoch,
      may_run_until: now + timeoutMs + AFTERLIFE_MS,
      attempts: row('attempts', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', effect.id)
    .where('state', '=', 'wanted')
    .where((row) =>
      row.exists(row.selectFrom('lanes').select('lanes.id').where('lanes.id', '=', lease.laneId).where('lanes.epoch', '=', lease.epoch)),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Effects whose answer nobody waits for any more: their sender lost the lane, or their time is long over. @returns how many */
export const settleAbandonedEffects = async (ledger: Ledger, connectionId: string, lease: Lease): Promise<number> => {
  const now = ledger.now();
  const rows = await ledger.db
    .selectFrom('effects')
    .select(['id', 'kind', 'may_run_until'])
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'intended')
    .where((row) => row.or([row('epoch', '<', lease.epoch), row('may_run_until', '<', now)]))
    .execute();
  for (const row of rows) {
    const to = afterLostAnswer(row.kind);
    // What is read again is read once the lost call can no longer run; nobody waits for what is only told.
    await moveEffect(ledger, row, 'intended', to, { due_at: to === 'wanted' ? Math.max(now, row.may_run_until ?? now) : now });
  }
  return rows.length;
};

/** Notes something about an effect without moving it. */
export const noteEffect = async (ledger: Ledger, id: string, change: EffectChange): Promise<void> => {
  await ledger.db
    .updateTable('effects')
    .set({ ...change, updated_at: ledger.now() })
    .where('id', '=', id)
    .execute();
};

/** People know how it ended. What has not, or what somebody has asked for again meanwhile, is still owed. */
export const effectWasTold = async (ledger: Ledger, id: string): Promise<void> => {
  const now = ledger.now();
  await ledger.db
    .updateTable('effects')
    .set({ told_at: now, updated_at: now })
    .where('id', '=', id)
    .where('state', 'not in', ['wanted', 'intended'])
    .execute();
};

/** Puts off what is owed of a kind, such as the mails of a day whose allowance is used up. */
export const postponeEffects = async (ledger: Ledger, connectionId: string, kind: EffectKind, until: number): Promise<void> => {
  await ledger.db
    .updateTable('effects')
    .set({ due_at: until })
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('state', '=', 'wanted')
    .where('due_at', '<', until)
    .execute();
};
