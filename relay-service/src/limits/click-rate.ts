/** How many calls of clicks are to be expected, by those of the last minute: what other work leaves free has to last until places come back. */
import { WINDOW_MS } from './minute-window.ts';

/** So long after a click more clicks are to be expected. */
export const CLICKING_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** Who has just begun to click is seen soon; who clicks now and then, over the whole minute. Either is in both halves of a span. */
const SPANS_MS = [15_000, WINDOW_MS] as const;
/** Calls of a minute that are presumed where fewer were seen, for whoever begins to click while bulk runs. */
const PRESUMED = 10;
/** However many people click, other work plans with no more than half of the minute for them. */
const MOST = 30;

export interface ClickRate {
  /** Somebody clicked: more clicks are to be expected, whether or not this one may go now. */
  clicked(now: number): void;
  /** A call of a click goes now. */
  sent(now: number): void;
  state(now: number): 'clicking' | 'quiet';
  /** Calls a millisecond. */
  expected(now: number): number;
}

/** Nobody has clicked yet. Times are of any one clock. */
export const createClickRate = (): ClickRate => {
  let clickedAt = -Infinity;
  let sent: number[] = [];
  return {
    clicked: (now) => void (clickedAt = now),
    sent: (now) => {
      sent = [...sent.filter((at) => at > now - WINDOW_MS), now];
    },
    state: (now) => (now - clickedAt < CLICKING_MS ? 'clicking' : 'quiet'),
    expected: (now) => {
      const since = (span: number): number => sent.filter((at) => at > now - span).length;
      // The first few of a selection come at once and are over: the rest of it must not wait for more like them.
      const seen = SPANS_MS.map((span) => (2 * Math.min(since(span / 2), since(span) - since(span / 2))) / span);
      return Math.min(MOST / MINUTE_MS, Math.max(PRESUMED / MINUTE_MS, ...seen));
    },
  };
};
