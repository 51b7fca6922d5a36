/** What a governor keeps in the ledger, for its successor and for other relays; in the ledger's time, which the governor converts. */
import type { DayColumns, SpentSlice, TakenSlice } from '../store/call-slices.ts';
import { endSlice, takeSlice } from '../store/call-slices.ts';
import type { Parking } from '../store/lane-parking.ts';
import { parkLane, readParking, takeProbe } from '../store/lane-parking.ts';
import type { Ledger } from '../store/ledger.ts';
import { WINDOW_MS } from './minute-window.ts';

export interface LaneMemory {
  /** Milliseconds since 1970 by the ledger's clock. */
  readonly now: () => number;
  readonly take: (own: readonly string[], spent: SpentSlice | null, day: DayColumns | null) => Promise<TakenSlice>;
  readonly end: (spent: SpentSlice, day: DayColumns | null) => Promise<void>;
  readonly park: (parking: Parking | null) => Promise<void>;
  readonly parking: () => Promise<Parking | null>;
  readonly takeProbe: () => Promise<boolean>;
}

/** Calls that are taken at once, so that neither the app's minute nor the ledger costs a transaction per call. */
export const SLICE_CALLS = 10;
/** Calls that are not sent by then are given back. */
export const SLICE_MS = 15_000;
/** Of Xero's 10,000 a minute a hundred are kept for what two relays take at the same instant. */
const APP_LIMIT = 9_900;
/** A probe that has not ended by then died with its relay: the longest time-out of a call, and some. */
const PROBE_LEASE_MS = 150_000;

/** @param timeScale divides the times, in tests only */
export const laneMemory = (ledger: Ledger, appId: string, laneId: string, timeScale: number): LaneMemory => {
  const scaled = (ms: number): number => Math.ceil(ms / timeScale);
  return {
    now: () => ledger.now(),
    take: (own, spent, day) =>
      takeSlice(ledger, {
        appId,
        laneId,
        calls: SLICE_CALLS,
        usableMs: scaled(SLICE_MS),
        windowMs: scaled(WINDOW_MS),
        appLimit: APP_LIMIT,
        own,
        spent,
        day,
      }),
    end: (spent, day) => endSlice(ledger, spent, day, laneId),
    park: (parking) => parkLane(ledger, laneId, parking),
    parking: () => readParking(ledger, laneId),
    takeProbe: () => takeProbe(ledger, laneId, scaled(PROBE_LEASE_MS)),
  };
};
