/** The calls that a governor has taken in advance and not yet sent. */
import type { DayColumns, SpentSlice, TakenSlice } from '../store/call-slices.ts';
import type { Clock } from './clock.ts';
import type { LaneMemory } from './lane-memory.ts';
import { SLICE_CALLS, SLICE_MS } from './lane-memory.ts';

export interface SlicePurse {
  /** Calls that may be sent at once. */
  left(): number;
  /** One is sent. */
  spend(): void;
  /** Takes a further slice; one at a time. */
  refill(): Promise<TakenSlice>;
  /** Gives back what is left. */
  close(): Promise<void>;
}

/** Slices whose calls may still count; older ones are forgotten by the ledger too. */
const REMEMBERED = 50;

/** @param day what is known of the day when a slice is taken or given back */
export const createSlicePurse = (memory: LaneMemory, clock: Clock, day: () => DayColumns | null): SlicePurse => {
  let own: string[] = [];
  let slice: { readonly id: string; readonly usableUntil: number; sent: number; lastAt: number } | null = null;
  let callOff: (() => void) | null = null;

  const left = (): number => (slice === null || clock.now() >= slice.usableUntil ? 0 : SLICE_CALLS - slice.sent);
  const spentOf = (ended: NonNullable<typeof slice>): SpentSlice => ({ id: ended.id, calls: ended.sent, lastAt: ended.lastAt });
  const giveBack = async (): Promise<void> => {
    const ended = slice;
    slice = null;
    callOff?.();
    if (ended) await memory.end(spentOf(ended), day());
  };
  const take = async (): Promise<TakenSlice> => {
    const spent = slice && spentOf(slice);
    slice = null;
    callOff?.();
    const asked = clock.now();
    const taken = await memory.take(own, spent, day());
    if (taken.id !== null) {
      own = [taken.id, ...own].slice(0, REMEMBERED);
      // Counted from before it was written, so that it is over here before it is over there.
      slice = { id: taken.id, usableUntil: asked + SLICE_MS, sent: 0, lastAt: memory.now() };
      // A purse that cannot be emptied into the ledger empties itself: the slice ends there by its time.
      callOff = clock.after(SLICE_MS, () => void giveBack().catch(() => undefined));
    }
    return taken;
  };

  return {
    left,
    spend: () => {
      if (slice) {
        slice.sent += 1;
        slice.lastAt = memory.now();
      }
    },
    refill: take,
    close: giveBack,
  };
};
