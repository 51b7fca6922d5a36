/**
 * Xero's limits: 60 calls in a rolling minute, 5 at once, a day's number, each by organisation, and 10,000 in the app's minute. The day is a
 * fixed window with a reset of its own for each organisation ("OAuth 2.0 API limits", developer.xero.com).
 */
import type { XeroState } from './state.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PER_MINUTE = 60;
const AT_ONCE = 5;

/** `app-minute`: its word is not documented; the relay has to take any that looks like it. */
export type Problem = 'minute' | 'day' | 'concurrent' | 'app-minute';

export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = the call may go on. */
  readonly refused?: { readonly problem: Problem; readonly retryAfter: number | null };
}

/** Start of an organisation's day: its own hour, the same every day. */
const dayStart = (state: XeroState, tenantId: string, now: number): number => {
  const day = DAY_MS / state.options.timeScale;
  const own = (Number.parseInt(tenantId.replaceAll('-', '').slice(0, 6), 16) / 2 ** 24) * day;
  return Math.floor((now - own) / day) * day + own;
};

/** Milliseconds until an organisation's day ends. */
export const leftOfDay = (state: XeroState, tenantId: string): number => {
  const now = state.now();
  return dayStart(state, tenantId, now) + DAY_MS / state.options.timeScale - now;
};

/**
 * Counts a call of an organisation. Replays of an idempotent call count too; GET /Organisation does not. In a world that runs fast the
 * windows shrink with it, and the times that are told are the world's.
 */
export const countCall = (state: XeroState, tenantId: string, dayLimit: number, free: boolean): Verdict => {
  const { timeScale, appMinuteLimit } = state.options;
  const now = state.now();
  const minute = MINUTE_MS / timeScale;
  const start = dayStart(state, tenantId, now);
  const calls = (state.calls.get(tenantId) ?? []).filter((at) => at >= start || at > now - minute);
  state.calls.set(tenantId, calls);
  const inMinute = (times: readonly number[]): readonly number[] => times.slice(times.findLastIndex((at) => at <= now - minute) + 1);
  const recent = inMinute(calls);
  const ofApp = [...state.calls.values()].flatMap(inMinute);
  const today = calls.length - (calls.findLastIndex((at) => at < start) + 1);
  const told = (ms: number): number => Math.max(1, Math.ceil((ms * timeScale) / 1000));
  const headers = (one: number): Record<string, string> => ({
    'x-minlimit-remaining': String(Math.max(0, PER_MINUTE - recent.length - one)),
    'x-daylimit-remaining': String(Math.max(0, dayLimit - today - one)),
    'x-appminlimit-remaining': String(Math.max(0, appMinuteLimit - ofApp.length - one)),
  });
  if (free || !state.options.limits) return { headers: headers(0) };
  const refused = (problem: Problem, waitMs: number | null): Verdict => ({
    headers: headers(0),
    refused: { problem, retryAfter: waitMs === null ? null : told(waitMs) },
  });
  if (today >= dayLimit) return refused('day', leftOfDay(state, tenantId));
  if (recent.length >= PER_MINUTE) return refused('minute', (recent[0] ?? now) + minute - now);
  if (ofApp.length >= appMinuteLimit) return refused('app-minute', Math.min(...ofApp) + minute - now);
  if ((state.running.get(tenantId) ?? 0) >= AT_ONCE) return refused('concurrent', null);
  const headersThen = headers(1);
  calls.push(now);
  return { headers: headersThen };
};
