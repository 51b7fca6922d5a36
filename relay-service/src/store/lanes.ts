/** Lanes: one relay at a time sends for a Xero organisation. */
import type { Ledger } from './ledger.ts';

/** A lease on a lane; every later write names its epoch. */
export interface Lease {
  readonly laneId: string;
  readonly epoch: number;
  readonly until: number;
}

export const LEASE_MS = 20_000;

/** Lane of a Xero client and organisation. */
export const laneIdOf = (xeroClientId: string, tenantId: string): string => `${xeroClientId}|${tenantId}`;

/** Makes the lane's row if there is none. */
export const openLane = async (ledger: Ledger, laneId: string): Promise<void> => {
  await ledger.db
    .insertInto('lanes')
    .values({ id: laneId, epoch: 0, lease_until: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
};

/** Calls that Xero still allows today, by lane; null where it has not said. */
export const callsLeftByLane = async (ledger: Ledger, laneIds: readonly string[]): Promise<ReadonlyMap<string, number | null>> => {
  if (laneIds.length === 0) return new Map();
  const rows = await ledger.db.selectFrom('lanes').select(['id', 'calls_day_left']).where('id', 'in', laneIds).execute();
  return new Map(rows.map(({ id, calls_day_left: left }) => [id, left]));
};

/** Takes or renews the lane. Null while another relay holds it. Taking it from somebody else raises the epoch. */
export const holdLane = async (ledger: Ledger, laneId: string, holder: string): Promise<Lease | null> => {
  const now = ledger.now();
  const until = now + LEASE_MS;
  const renewed = await ledger.db
    .updateTable('lanes')
    .set({ lease_until: until })
    .where('id', '=', laneId)
    .where('holder', '=', holder)
    .where('lease_until', '>', now)
    .returning('epoch')
    .executeTakeFirst();
  if (renewed) return { laneId, epoch: renewed.epoch, until };
  const taken = await ledger.db
    .updateTable('lanes')
    .set((row) => ({ holder, lease_until: until, epoch: row('epoch', '+', 1) }))
    .where('id', '=', laneId)
    .where((row) => row.or([row('holder', 'is', null), row('lease_until', '<=', now)]))
    .returning('epoch')
    .executeTakeFirst();
  return taken ? { laneId, epoch: taken.epoch, until } : null;
};

/** Gives the lane back, so that a successor need not wait for the lease to end. */
export const releaseLane = async (ledger: Ledger, laneId: string, holder: string): Promise<void> => {
  await ledger.db
    .updateTable('lanes')
    .set({ holder: null, lease_until: 0 })
    .where('id', '=', laneId)
    .where('holder', '=', holder)
    .execute();
};

/**
 * Gives every lane back, for a relay that has just opened a SQLite ledger: the file's lock proves that no other one is alive,
 * so that nobody need wait for the lease of a process that was killed. The next holder still gets a higher epoch.
 */
export const releaseAllLanes = async (ledger: Ledger): Promise<void> => {
  await ledger.db.updateTable('lanes').set({ holder: null, lease_until: 0 }).execute();
};

/**
 * Renews a lease while nobody has taken the lane since, even where it has just run out: the epoch is what tells.
 * @returns false when the lane is somebody else's now
 */
export const stillHolds = async (ledger: Ledger, lease: Lease, holder: string): Promise<boolean> => {
  const { numUpdatedRows } = await ledger.db
    .updateTable('lanes')
    .set({ lease_until: ledger.now() + LEASE_MS })
    .where('id', '=', lease.laneId)
    .where('holder', '=', holder)
    .where('epoch', '=', lease.epoch)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
