/** Five calls at once for one organisation, as places that are taken and given back. */

export const AT_ONCE = 5;
/** After "too many at once" the half of the places comes back one by one. */
const REGAIN_MS = 10_000;

export interface Slots {
  /** Places that are free at this time. */
  free(now: number): number;
  /** Takes a place. @returns gives it back, once */
  take(): () => void;
  /** A call that may still run keeps its place until then: its sender died, nobody will give it back. */
  hold(key: string, until: number): void;
  /** Calls that no longer run lose what was held for them. */
  release(still: ReadonlySet<string>): void;
  /** When the next place comes free by itself, held ones and those that were taken away; null = none will. */
  nextFree(now: number): number | null;
  /** Xero said that there are too many at once, so half of the places are taken away for a while. */
  halve(now: number): void;
}

/** Makes the places of one organisation. Times are of any one clock. */
export const createSlots = (): Slots => {
  let running = 0;
  const held = new Map<string, number>();
  let places = AT_ONCE;
  let halvedAt = 0;
  const capacity = (now: number): number => Math.min(AT_ONCE, places + Math.floor((now - halvedAt) / REGAIN_MS));
  const forget = (now: number): void => {
    for (const [key, until] of held) if (until <= now) held.delete(key);
  };
  return {
    free: (now) => {
      forget(now);
      return Math.max(0, capacity(now) - running - held.size);
    },
    take: () => {
      running += 1;
      return () => void (running -= 1);
    },
    hold: (key, until) => void held.set(key, until),
    release: (still) => {
      for (const key of held.keys()) if (!still.has(key)) held.delete(key);
    },
    nextFree: (now) => {
      forget(now);
      const back = capacity(now) < AT_ONCE ? [halvedAt + (Math.floor((now - halvedAt) / REGAIN_MS) + 1) * REGAIN_MS] : [];
      const next = Math.min(...held.values(), ...back);
      return Number.isFinite(next) ? next : null;
    },
    halve: (now) => {
      places = Math.max(1, Math.floor(capacity(now) / 2));
      halvedAt = now;
    },
  };
};
