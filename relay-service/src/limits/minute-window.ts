/** Calls of the last minute of one organisation: 60 in a rolling window, counted when they are sent. */

export const PER_MINUTE = 60;
/** A second more than the minute: Xero's clock and ours need not agree on when a call counted. */
export const WINDOW_MS = 61_000;

export interface MinuteWindow {
  /** Counts calls as sent at this time. */
  add(at: number, calls?: number): void;
  /** What others have sent, as far as the ledger tells; replaces what was known of them. */
  setOthers(others: readonly { readonly at: number; readonly calls: number }[]): void;
  /** Calls that count at this time. */
  count(now: number): number;
  /**
   * Milliseconds until one more call may go; 0 = now.
   * @param leaving calls that stay free at any time
   * @param expected calls a millisecond that others will need besides: at each moment until the places come back there is one for each of them
   */
  waitMs(now: number, leaving: number, expected?: number): number;
}

/** Makes an empty window. Times are of any one clock. */
export const createMinuteWindow = (): MinuteWindow => {
  let own: number[] = [];
  let others: number[] = [];
  const current = (now: number): number[] => {
    own = own.filter((at) => at > now - WINDOW_MS);
    others = others.filter((at) => at > now - WINDOW_MS);
    return others.length === 0 ? own : [...own, ...others].sort((left, right) => left - right);
  };
  return {
    add: (at, calls = 1) => {
      for (let count = 0; count < calls; count++) own.push(at);
      own.sort((left, right) => left - right);
    },
    setOthers: (given) => {
      others = given.flatMap(({ at, calls }) => Array<number>(calls).fill(at));
    },
    count: (now) => current(now).length,
    waitMs: (now, leaving, expected = 0) => {
      const sent = current(now);
      // Right before a place comes back, those sent since, the one more and whatever was needed meanwhile stand in the window together.
      const waits = sent.map((at, index) => {
        const left = PER_MINUTE - leaving - 1 - (sent.length - index);
        const backAt = at + WINDOW_MS;
        if (left < 0) return backAt - now;
        return expected === 0 ? 0 : backAt - left / expected - now;
      });
      return Math.max(0, ...waits);
    },
  };
};
