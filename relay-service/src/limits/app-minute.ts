/** The app's own minute, which all organisations of this relay share: pauses that Xero asks for apply to all of them. */
import type { CallInfo } from './call-info.ts';

export interface AppMinute {
  /** Milliseconds until calls of any organisation may go. */
  waitMs(now: number): number;
  learn(info: CallInfo, now: number): void;
}

/** So few left in the app's minute are left to those who are under way. */
const ALMOST_NONE = 50;
const SHORT_PAUSE_MS = 1_000;

/** One for each app, which is one for each relay. */
export const createAppMinute = (): AppMinute => {
  let pausedUntil = 0;
  return {
    waitMs: (now) => Math.max(0, pausedUntil - now),
    learn: (info, now) => {
      if (info.status === 429 && info.problem === 'app') pausedUntil = Math.max(pausedUntil, now + (info.retryAfterMs ?? SHORT_PAUSE_MS));
      else if (info.appMinuteLeft !== null && info.appMinuteLeft < ALMOST_NONE) pausedUntil = Math.max(pausedUntil, now + SHORT_PAUSE_MS);
    },
  };
};
