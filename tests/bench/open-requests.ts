/** What the relay has open at Dynamics and Xero: when anything was open, how many requests there were, how many were refused for a limit. */
import type { Meter } from '../sandbox/meter.ts';

export interface OpenRequests extends Meter {
  /** Milliseconds between these moments (of `performance.now`) in which nothing was open: what the relay itself took. */
  idleMs(from: number, to: number): number;
  /** Requests so far, by side. */
  counts(): { readonly dataverse: number; readonly xero: number; readonly dataverse429: number; readonly xero429: number };
}

/** Intervals that are kept; a click lasts seconds. */
const KEPT = 5_000;

/** @param now milliseconds that only rise */
export const openRequests = (now = (): number => performance.now()): OpenRequests => {
  const busy: { readonly from: number; to: number }[] = [];
  const counted = { dataverse: 0, xero: 0, dataverse429: 0, xero429: 0 };
  let open = 0;
  return {
    began: (_method, url) => {
      const side = url.startsWith('/api/data/') ? 'dataverse' : 'xero';
      counted[side] += 1;
      if (open === 0) busy.push({ from: now(), to: Infinity });
      if (busy.length > KEPT) busy.splice(0, busy.length - KEPT);
      open += 1;
      return (status) => {
        open -= 1;
        if (status === 429) counted[`${side}429`] += 1;
        const last = busy.at(-1);
        if (open === 0 && last) last.to = now();
      };
    },
    idleMs: (from, to) =>
      to - from - busy.reduce((total, each) => total + Math.max(0, Math.min(to, each.to) - Math.max(from, each.from)), 0),
    counts: () => ({ ...counted }),
  };
};
