/** What a call needs before it may go: room in the minute, a place among the five, a part of the day, and no pause. */
import type { TakenSlice } from '../store/call-slices.ts';
import type { AppMinute } from './app-minute.ts';
import type { CallInfo } from './call-info.ts';
import { createClickRate } from './click-rate.ts';
import type { Clock } from './clock.ts';
import type { Day } from './day-budget.ts';
import { afterDayLimit, afterHeader, afterSending, atTime, merged, mayGo, unknownDay } from './day-budget.ts';
import { createMinuteWindow, PER_MINUTE } from './minute-window.ts';
import type { Priority } from './priorities.ts';
import { AT_ONCE, createSlots } from './slots.ts';
import type { Head } from './waiting-line.ts';

export interface Allowances {
  /** Somebody clicked: more clicks are to be expected. */
  clicked(): void;
  /** Milliseconds until time alone lets it go; 0 = now, as far as time goes. */
  waitMs(head: Head, now: number): number;
  hasSlot(head: Head, now: number): boolean;
  /** Whether the day lets it go. */
  mayGoToday(priority: Priority): boolean;
  /** Milliseconds of this clock until the day ends; null = nobody knows. */
  untilReset(): number | null;
  /** A call goes now. @returns gives its place back, once */
  take(priority: Priority, counted: boolean): () => void;
  /** What an answer says. @returns what it means for the circuit, and until when by the ledger's clock where the day is used up */
  learn(info: CallInfo): { readonly kind: 'answered' | 'silence' | 'day-limit'; readonly until: number | null };
  /** What the ledger says of others. */
  adopt(taken: TakenSlice): void;
  /** When a place comes free by itself. */
  nextFree(now: number): number | null;
  /** What is known of the day. */
  readonly day: Day;
}

/** 429 without a time: so long, and up to half as long again, so that relays that were refused together do not come back together. */
const WITHOUT_RETRY_AFTER_MS = 1_000;
/** The app's minute is asked about no more often than this. */
const APP_FULL_MS = 250;

export interface AllowancesOptions {
  readonly clock: Clock;
  /** Milliseconds since 1970 by the ledger's clock. */
  readonly wall: () => number;
  readonly random: () => number;
  readonly app: AppMinute;
  readonly timeScale: number;
}

export const createAllowances = ({ clock, wall, random, app, timeScale }: AllowancesOptions): Allowances => {
  const minute = createMinuteWindow();
  const slots = createSlots();
  const clicks = createClickRate();
  let day: Day = unknownDay;
  let pausedUntil = 0;
  let runningBelowClicks = 0;
  const today = (): Day => (day = atTime(day, wall(), timeScale));
  /** A moment of the ledger's clock by this one's. */
  const here = (at: number): number => clock.now() + (at - wall()) * timeScale;

  const learnLimit = (info: CallInfo): number | null => {
    const now = clock.now();
    if (info.problem === 'app') app.learn(info, now);
    else if (info.problem === 'day' || (info.problem === null && info.dayLeft === 0)) {
      const until = info.retryAfterMs === null ? null : wall() + info.retryAfterMs / timeScale;
      day = afterDayLimit(today(), until, wall());
      return day.resetsAt;
    } else {
      if (info.retryAfterMs === null) slots.halve(now);
      pausedUntil = Math.max(pausedUntil, now + (info.retryAfterMs ?? WITHOUT_RETRY_AFTER_MS * (1 + random() / 2)));
    }
    return null;
  };

  return {
    clicked: () => clicks.clicked(clock.now()),
    waitMs: ({ rule, waiter, due }, now) => {
      if (!waiter.counted) return 0;
      const leaving = due ? 0 : rule.leavesOfMinute[clicks.state(now)];
      const room = minute.waitMs(now, leaving, rule.looksAhead && !due ? clicks.expected(now) : 0);
      return Math.max(0, pausedUntil - now, app.waitMs(now), room);
    },
    // Whose turn is overdue takes the next place, as long as those before it keep some of the five.
    hasSlot: ({ rule, due }, now) => {
      const free = slots.free(now);
      return due ? free > 0 && runningBelowClicks < AT_ONCE - rule.leavesSlots : free > rule.leavesSlots;
    },
    mayGoToday: (priority) => mayGo(today(), priority, wall(), timeScale),
    untilReset: () => {
      const { resetsAt } = today();
      return resetsAt === null ? null : Math.max(0, (resetsAt - wall()) * timeScale);
    },
    take: (priority, counted) => {
      const leaveSlot = slots.take();
      const below = priority === 'clicks' ? 0 : 1;
      runningBelowClicks += below;
      if (counted) {
        minute.add(clock.now());
        if (priority === 'clicks') clicks.sent(clock.now());
        day = afterSending(today(), priority, wall());
      }
      return () => {
        runningBelowClicks -= below;
        leaveSlot();
      };
    },
    learn: (info) => {
      const now = clock.now();
      day = afterHeader(today(), info.dayLeft, wall(), timeScale);
      // Somebody else uses the same app: what Xero counted and we did not has been sent just now, for all we know.
      if (info.minuteLeft !== null) minute.add(now, Math.max(0, PER_MINUTE - info.minuteLeft - minute.count(now)));
      if (info.status === 429) {
        const until = learnLimit(info);
        return today().left === 0 && info.problem !== 'minute' ? { kind: 'day-limit', until } : { kind: 'answered', until: null };
      }
      app.learn(info, now);
      return { kind: info.status === null || info.status >= 500 ? 'silence' : 'answered', until: null };
    },
    adopt: (taken) => {
      minute.setOthers(taken.others.map(({ calls, until }) => ({ calls, at: Math.min(clock.now(), here(until)) })));
      // The ledger keeps times as they are, not as tests scale them.
      for (const { id, sentAt, until } of taken.mayRun) slots.hold(id, here(sentAt + (until - sentAt) / timeScale));
      slots.release(new Set(taken.mayRun.map(({ id }) => id)));
      day = merged(today(), taken.lane, wall());
      if (taken.roomAt !== null) pausedUntil = Math.max(pausedUntil, clock.now() + APP_FULL_MS, here(taken.roomAt));
    },
    nextFree: (now) => slots.nextFree(now),
    get day() {
      return today();
    },
  };
};
