/** Xero's limits: 60 calls in a rolling minute, 5 at once, a day's number, each by organisation. */
import type { XeroState } from './state.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PER_MINUTE = 60;
const AT_ONCE = 5;

export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = the call may go on. */
  readonly refused?: { readonly problem: 'minute' | 'day' | 'concurrent'; readonly retryAfter: number | null };
}

/** Counts a call of an organisation. Replays of an idempotent call count too; GET /Organisation does not. */
export const countCall = (state: XeroState, tenantId: string, dayLimit: number, free: boolean): Verdict => {
  const now = state.now();
  const calls = (state.calls.get(tenantId) ?? []).filter((at) => at > now - DAY_MS);
  const recent = calls.filter((at) => at > now - MINUTE_MS);
  const headers = (): Record<string, string> => ({
    'x-minlimit-remaining': String(Math.max(0, PER_MINUTE - recent.length)),
    'x-daylimit-remaining': String(Math.max(0, dayLimit - calls.length)),
    'x-appminlimit-remaining': String(10_000 - recent.length),
  });
  state.calls.set(tenantId, calls);
  if (free || !state.options.limits) return { headers: headers() };
  if (calls.length >= dayLimit)
    return { headers: headers(), refused: { problem: 'day', retryAfter: Math.ceil(((calls[0] ?? now) + DAY_MS - now) / 1000) } };
  if (recent.length >= PER_MINUTE)
    return { headers: headers(), refused: { problem: 'minute', retryAfter: Math.ceil(((recent[0] ?? now) + MINUTE_MS - now) / 1000) } };
  if ((state.running.get(tenantId) ?? 0) >= AT_ONCE) return { headers: headers(), refused: { problem: 'concurrent', retryAfter: null } };
  calls.push(now);
  recent.push(now);
  return { headers: headers() };
};
