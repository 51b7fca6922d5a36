/**
 * Calls to Xero that a relay takes in advance, a few at a time: the app's minute is shared by all organisations, and a successor learns
 * from the slices how many calls of the last minute its predecessor may have sent, without a transaction per call (posting protocol, section 7).
 */
import { randomUUID } from 'node:crypto';
import type { Ledger } from './ledger.ts';
import type { LanesTable } from './schema.ts';

const dayColumns = ['calls_day_left', 'calls_day_limit', 'calls_day_background', 'day_resets_at'] as const;
const limitColumns = [...dayColumns, 'parked_until', 'parked_cause', 'parked_failures'] as const;

/** What a lane's row knows of Xero's limits. */
export type LaneLimits = Pick<LanesTable, (typeof limitColumns)[number]>;

/** The day's part of it, which the sender writes. */
export type DayColumns = Pick<LanesTable, (typeof dayColumns)[number]>;

/** How a slice ended: so many of its calls were sent, the last one then. */
export interface SpentSlice {
  readonly id: string;
  readonly calls: number;
  readonly lastAt: number;
}

export interface TakeSlice {
  readonly appId: string;
  readonly laneId: string;
  readonly calls: number;
  /** How long the calls may be sent. */
  readonly usableMs: number;
  /** How long a call counts. */
  readonly windowMs: number;
  /** Calls of the app's window, all organisations together. */
  readonly appLimit: number;
  /** Slices that this relay knows itself. */
  readonly own: readonly string[];
  readonly spent: SpentSlice | null;
  readonly day: DayColumns | null;
}

export interface TakenSlice {
  /** Null where the app's minute is used up. */
  readonly id: string | null;
  /** When the app's minute has room again, where it had none. */
  readonly roomAt: number | null;
  /** Calls of other relays, or of this one before it was started again. */
  readonly others: readonly { readonly calls: number; readonly until: number }[];
  /** Calls of earlier holders of the lane that may still run. */
  readonly mayRun: readonly { readonly id: string; readonly sentAt: number; readonly until: number }[];
  readonly lane: LaneLimits;
}

const noLimits: LaneLimits = {
  calls_day_left: null,
  calls_day_limit: null,
  calls_day_background: null,
  day_resets_at: null,
  parked_until: null,
  parked_cause: null,
  parked_failures: null,
};

/** Takes a slice and learns what others have done; one transaction. */
export const takeSlice = (ledger: Ledger, take: TakeSlice): Promise<TakenSlice> =>
  ledger.db.transaction().execute(async (transaction) => {
    const now = ledger.now();
    const since = now - take.windowMs;
    if (take.spent)
      await transaction
        .updateTable('call_slices')
        .set({ calls: take.spent.calls, counts_until: take.spent.lastAt })
        .where('id', '=', take.spent.id)
        .execute();
    await transaction.deleteFrom('call_slices').where('lane_id', '=', take.laneId).where('counts_until', '<', since).execute();
    if (take.day) await transaction.updateTable('lanes').set(take.day).where('id', '=', take.laneId).execute();
    const lane = await transaction
      .selectFrom('lanes')
      .select(['epoch', ...limitColumns])
      .where('id', '=', take.laneId)
      .executeTakeFirst();
    const slices = await transaction
      .selectFrom('call_slices')
      .select(['id', 'calls', 'counts_until as until'])
      .where('lane_id', '=', take.laneId)
      .where('counts_until', '>', since)
      .execute();
    const running = await transaction
      .selectFrom('calls')
      .select(['id', 'sent_at as sentAt', 'may_run_until as until'])
      .where('lane_id', '=', take.laneId)
      .where('sent_at', '>', now - MAY_RUN_AT_MOST_MS)
      .where('state', '=', 'sent')
      .where('may_run_until', '>', now)
      .where('epoch', '<', lane?.epoch ?? 0)
      .execute();
    const app = await transaction
      .selectFrom('call_slices')
      .select((row) => [row.fn.sum<number>('calls').as('calls'), row.fn.min('counts_until').as('first')])
      .where('app_id', '=', take.appId)
      .where('counts_until', '>', since)
      .executeTakeFirst();
    const hasRoom = (app?.calls ?? 0) + take.calls <= take.appLimit;
    const id = hasRoom ? randomUUID() : null;
    if (id !== null)
      await transaction
        .insertInto('call_slices')
        .values({ id, app_id: take.appId, lane_id: take.laneId, calls: take.calls, counts_until: now + take.usableMs })
        .execute();
    return {
      id,
      roomAt: hasRoom ? null : (app?.first ?? now) + take.windowMs,
      others: slices.filter((slice) => !take.own.includes(slice.id)),
      mayRun: running,
      lane: lane ?? noLimits,
    };
  });

/** No call may run longer than its time-out, which grows with its members, and a minute. */
const MAY_RUN_AT_MOST_MS = 10 * 60_000;

/** Gives back what was not sent. */
export const endSlice = async (ledger: Ledger, spent: SpentSlice, day: DayColumns | null, laneId: string): Promise<void> => {
  const slice = ledger.db.updateTable('call_slices').where('id', '=', spent.id);
  await slice.set({ calls: spent.calls, counts_until: spent.lastAt }).execute();
  if (day) await ledger.db.updateTable('lanes').set(day).where('id', '=', laneId).execute();
};
