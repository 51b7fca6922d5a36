/** Since when Xero does not answer for an organisation, and which relay tries whether it does again. */
import type { Ledger } from './ledger.ts';
import type { LanesTable } from './schema.ts';

/** Why nothing is sent, until when, and how often in a row that was so. */
export interface Parking {
  readonly cause: 'day' | 'silence';
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly failures: number;
}

/** A lane's parking as its row keeps it; null where Xero answers. */
export const parkingOf = (row: Pick<LanesTable, 'parked_until' | 'parked_cause' | 'parked_failures'>): Parking | null =>
  row.parked_until === null ? null : { until: row.parked_until, cause: row.parked_cause ?? 'silence', failures: row.parked_failures ?? 1 };

/** Writes down that nothing is sent until then; null = Xero answers again. Ends a probe. */
export const parkLane = async (ledger: Ledger, laneId: string, parking: Parking | null): Promise<void> => {
  await ledger.db
    .updateTable('lanes')
    .set({
      parked_until: parking?.until ?? null,
      parked_cause: parking?.cause ?? null,
      parked_failures: parking?.failures ?? null,
      probe_until: null,
    })
    .where('id', '=', laneId)
    .execute();
};

/** The lane's parking, or null. */
export const readParking = async (ledger: Ledger, laneId: string): Promise<Parking | null> => {
  const row = await ledger.db
    .selectFrom('lanes')
    .select(['parked_until', 'parked_cause', 'parked_failures'])
    .where('id', '=', laneId)
    .executeTakeFirst();
  return row ? parkingOf(row) : null;
};

/**
 * Takes the one probe of a parked lane.
 * @param leaseMs after so long another relay may probe: this one has died
 * @returns false where its time has not come, or another relay probes or has found out
 */
export const takeProbe = async (ledger: Ledger, laneId: string, leaseMs: number): Promise<boolean> => {
  const now = ledger.now();
  const { numUpdatedRows } = await ledger.db
    .updateTable('lanes')
    .set({ probe_until: now + leaseMs })
    .where('id', '=', laneId)
    .where('parked_until', '<=', now)
    .where((row) => row.or([row('probe_until', 'is', null), row('probe_until', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
