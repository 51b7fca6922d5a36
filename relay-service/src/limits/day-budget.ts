/**
 * The calls of a day, as pure moves: learned from headers and Retry-After, a tenth kept for clicks, a fifth at most for background work
 * (posting protocol, section 7). Xero's day is a fixed window with its own reset for each organisation.
 */
import type { DayColumns } from '../store/call-slices.ts';
import type { Priority } from './priorities.ts';

/** What is known of the day. Times in milliseconds since 1970; null = not known. */
export interface Day {
  readonly left: number | null;
  readonly limit: number | null;
  readonly background: number;
  readonly resetsAt: number | null;
  /** When Xero last said what is left. */
  readonly learnedAt: number;
}

export const unknownDay: Day = { left: null, limit: null, background: 0, resetsAt: null, learnedAt: 0 };

const DAY_MS = 24 * 60 * 60_000;
/** Starter, and every other plan ("Pricing", developer.xero.com, 2026). */
const LIMITS = [1_000, 5_000] as const;
/** Answers overtake each other: more than this many calls more than before is another day. */
const OVERTAKEN = 20;
/** While the reset is not known, one call in so long finds out whether there was one. */
const ASK_AGAIN_MS = 30 * 60_000;

const limitOf = (left: number): number => LIMITS.find((limit) => left <= limit) ?? left;

/** The day as it stands now: after its reset nothing is known of the new one but when it ends. */
export const atTime = (day: Day, now: number, timeScale = 1): Day => {
  if (day.resetsAt === null || now < day.resetsAt) return day;
  const length = Math.ceil(DAY_MS / timeScale);
  const days = Math.floor((now - day.resetsAt) / length) + 1;
  return { ...day, left: null, background: 0, resetsAt: day.resetsAt + days * length };
};

/** What each leaves of the day to those before it, in parts of the day. */
const leaves: Readonly<Record<Priority, number>> = { clicks: 0, bulk: 0.1, background: 0.1, extras: 0.3 };
/** Whether what is left is kept for those before it. */
const isKept = ({ left, limit }: Day, priority: Priority): boolean => left !== null && limit !== null && left <= limit * leaves[priority];

/** One more call is sent. One that goes although what is left is kept for others asks whether a new day has begun; the next one waits for its turn. */
export const afterSending = (day: Day, priority: Priority, now: number): Day => ({
  ...day,
  left: day.left === null ? null : Math.max(0, day.left - 1),
  background: day.background + (priority === 'background' ? 1 : 0),
  learnedAt: isKept(day, priority) ? now : day.learnedAt,
});

/** What an answer says is left: it lowers our count; much more than we thought is a new day. */
export const afterHeader = (day: Day, left: number | null, now: number, timeScale = 1): Day => {
  if (left === null) return day;
  if (day.left !== null && left > day.left + OVERTAKEN)
    return { left, limit: limitOf(left), background: 0, resetsAt: now + Math.ceil(DAY_MS / timeScale), learnedAt: now };
  // The first word of a day tells the plan anew, for it may have changed.
  const limit = day.left === null ? limitOf(left) : Math.max(day.limit ?? 0, limitOf(left));
  return { ...day, left: Math.min(left, day.left ?? left), limit, learnedAt: now };
};

/** Xero refused because of the day. @param until when it said that the day ends; null = it did not */
export const afterDayLimit = (day: Day, until: number | null, now: number): Day => ({
  ...day,
  left: 0,
  resetsAt: until ?? day.resetsAt,
  learnedAt: now,
});

const BACKGROUND_AT_MOST = 0.2;

/** Whether a call may go, as far as the day goes. Where nobody knows when the day ends, not even "none left" is for ever. */
export const mayGo = (day: Day, priority: Priority, now: number, timeScale = 1): boolean => {
  if (day.left === null || day.limit === null) return true;
  if (priority === 'background' && day.background >= day.limit * BACKGROUND_AT_MOST) return false;
  if (!isKept(day, priority)) return true;
  return day.resetsAt === null && now - day.learnedAt >= ASK_AGAIN_MS / timeScale;
};

/** Two accounts of one day: the more careful one, unless one of them knows a later day. */
export const merged = (before: Day, stored: DayColumns, now: number): Day => {
  // What a predecessor has learned is as good as learned now.
  const day = before.learnedAt === 0 ? { ...before, learnedAt: now } : before;
  const other: Day = {
    left: stored.calls_day_left,
    limit: stored.calls_day_limit,
    background: stored.calls_day_background ?? 0,
    resetsAt: stored.day_resets_at,
    learnedAt: day.learnedAt,
  };
  if ((other.resetsAt ?? 0) > (day.resetsAt ?? 0)) return other;
  if ((other.resetsAt ?? 0) < (day.resetsAt ?? 0)) return day;
  const known = [day.left, other.left].filter((left) => left !== null);
  return {
    ...day,
    left: known.length === 0 ? null : Math.min(...known),
    limit: day.limit === null && other.limit === null ? null : Math.max(day.limit ?? 0, other.limit ?? 0),
    background: Math.max(day.background, other.background),
  };
};

/** The day as the lane's row keeps it. */
export const columnsOf = (day: Day): DayColumns => ({
  calls_day_left: day.left,
  calls_day_limit: day.limit,
  calls_day_background: day.background,
  day_resets_at: day.resetsAt === null ? null : Math.ceil(day.resetsAt),
});
