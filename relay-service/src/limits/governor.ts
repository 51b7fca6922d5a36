/**
 * Keeps one organisation's calls within Xero's limits: 60 in a rolling minute, 5 at once, the day, the app's minute, and the pauses that
 * Xero itself asks for ("OAuth 2.0 API limits", developer.xero.com; posting protocol, section 7). Counted when a call is sent; headers only
 * ever lower our count. Who cannot go now waits in line; who would wait too long is told so and may come back.
 */
import type { AppMinute } from './app-minute.ts';
import { createAppMinute } from './app-minute.ts';
import { createAllowances } from './allowances.ts';
import { createBreaker } from './breaker.ts';
import type { CallInfo } from './call-info.ts';
import type { Clock } from './clock.ts';
import { columnsOf } from './day-budget.ts';
import type { LaneMemory } from './lane-memory.ts';
import { parkingOf } from '../store/lane-parking.ts';
import type { Priority } from './priorities.ts';
import { dayLimitReached, limitReached, notAnswering } from './refusals.ts';
import { createSlicePurse } from './slice-purse.ts';
import type { Waiter } from './waiting-line.ts';
import { createWaitingLine } from './waiting-line.ts';

export interface GovernorOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What other relays and a successor know of it; without one it stands alone. */
  readonly memory?: LaneMemory;
  /** Shared with the governors of other organisations. */
  readonly app?: AppMinute;
  /** Divides the ledger's times, in tests only. */
  readonly timeScale?: number;
  /** Told when the ledger could not be written while nobody waited for it. */
  readonly onProblem?: (problem: unknown) => void;
}

export interface Entry {
  readonly priority: Priority;
  /** Longest wait; who would wait longer is told so at once and may come back. */
  readonly patienceMs: number;
  /** Xero does not count GET /Organisation. */
  readonly counted?: boolean;
}

export interface Governor {
  /**
   * Waits for a place among the calls.
   * @returns to be called with what the answer's headers said, `status: null` where there was no answer; null where nothing was sent
   * @throws {RemoteError} `XERO_LIMIT`, `XERO_DAY_LIMIT` or `XERO_NOT_ANSWERING`, with `retryAfterMs` as far as it is known; nothing was sent
   */
  enter(entry: Entry): Promise<(info: CallInfo | null) => void>;
  /** Sends whoever waits away and gives back what was taken in advance, for a relay that stops. */
  close(): Promise<void>;
}

/** What is to be left to clicks gets less as they stop: whoever waits is looked at again this often. */
const LOOK_AGAIN_MS = 2_000;
/** Another relay probes: so long until its result is asked for. */
const PROBED_ELSEWHERE_MS = 1_000;

/** Makes the governor of one organisation. */
export const createGovernor = (options: GovernorOptions): Governor => {
  const { clock, random, memory, app = createAppMinute(), timeScale = 1, onProblem = () => undefined } = options;
  const wall = (): number => memory?.now() ?? clock.now();
  const line = createWaitingLine();
  const allowances = createAllowances({ clock, wall, random, app, timeScale });
  const breaker = createBreaker({ memory: memory ?? null, now: wall, random, timeScale, onProblem });
  let refilling = false;
  /** What the ledger says is known; until then nothing is written over it. */
  let hasRead = false;
  const purse = memory ? createSlicePurse(memory, clock, () => (hasRead ? columnsOf(allowances.day) : null)) : null;
  /** `asked`: the ledger is asked for it; `granted`: the next call is it; `sent`: its answer is awaited. */
  let probe: 'none' | 'asked' | 'granted' | 'sent' | 'elsewhere' = 'none';
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  const sendAway = (which: (waiter: Waiter) => boolean, problem: Error): void => {
    for (const waiter of line.takeOut(which)) waiter.reject(problem);
  };
  const sendAwayAll = (): void => {
    const { circuit } = breaker;
    const wait = breaker.waitMs() * timeScale;
    if (circuit.state === 'open' && wait > 0) {
      if (circuit.cause === 'day') sendAway(({ counted }) => counted, dayLimitReached(wait));
      else sendAway(() => true, notAnswering(wait));
    }
    for (const { rule } of line.heads())
      if (!allowances.mayGoToday(rule.priority))
        sendAway(({ priority, counted }) => priority === rule.priority && counted, dayLimitReached(allowances.untilReset()));
  };

  const refill = (): void => {
    if (!purse || refilling) return;
    refilling = true;
    purse.refill().then(
      (taken) => {
        refilling = false;
        hasRead = true;
        allowances.adopt(taken);
        breaker.adopt(parkingOf(taken.lane));
        pump();
      },
      (problem: unknown) => {
        refilling = false;
        sendAway(({ counted }) => counted, problem as Error);
        pump();
      },
    );
  };
  const askForProbe = (): void => {
    probe = 'asked';
    breaker.takeProbe().then(
      (granted) => {
        probe = granted ? 'granted' : 'elsewhere';
        if (granted) pump();
        else clock.after(PROBED_ELSEWHERE_MS, lookAgain);
      },
      (problem: unknown) => {
        onProblem(problem);
        probe = 'elsewhere';
        clock.after(PROBED_ELSEWHERE_MS, lookAgain);
      },
    );
  };
  const lookAgain = (): void => {
    if (probe === 'elsewhere') probe = 'none';
    pump();
  };

  /** Lets the next one go. @returns false where nobody may, or the ledger is asked first */
  const admitNext = (now: number): boolean => {
    const next = line.heads().find((head) => allowances.waitMs(head, now) === 0 && allowances.hasSlot(head, now));
    if (!next) return false;
    if (next.waiter.counted) {
      if (purse?.left() === 0) {
        refill();
        return false;
      }
      if (breaker.circuit.state === 'open') {
        if (probe === 'none') askForProbe();
        if (probe !== 'granted') return false;
        probe = 'sent';
      }
      purse?.spend();
    }
    line.admit(next.waiter);
    next.waiter.admit();
    return true;
  };

  const pump = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    sendAwayAll();
    // One moment for all of it: whose time comes between two looks at the clock would neither go nor be woken for.
    const now = clock.now();
    while (admitNext(now));
    // The ledger answers in a moment; who has no patience at all would else never get in.
    if (!refilling && probe !== 'asked') sendAway(({ deadline }) => deadline <= now, limitReached(1_000));
    const heads = line.heads();
    if (heads.length === 0) return;
    const next = Math.min(
      ...[line.nextDeadline(), allowances.nextFree(now)].flatMap((at) => (at === null ? [] : [at - now])),
      ...heads.map((head) => allowances.waitMs(head, now)).flatMap((wait) => (wait === 0 ? [] : Math.min(wait, LOOK_AGAIN_MS))),
    );
    if (Number.isFinite(next)) cancelTimer = clock.after(Math.max(1, next), pump);
  };

  const leaver = (leavePlace: () => void, isProbe: boolean) => {
    let left = false;
    return (info: CallInfo | null): void => {
      if (left) return;
      left = true;
      leavePlace();
      if (isProbe) probe = info === null ? 'granted' : 'none';
      if (info) breaker.happened({ ...allowances.learn(info), probe: isProbe });
      pump();
    };
  };

  return {
    enter: ({ priority, patienceMs, counted = true }) =>
      new Promise((resolve, reject) => {
        if (priority === 'clicks') allowances.clicked();
        const now = clock.now();
        const waiter: Waiter = {
          priority,
          deadline: now + patienceMs,
          counted,
          reject,
          admit: () => {
            const isProbe = counted && probe === 'sent' && breaker.circuit.state === 'open';
            resolve(leaver(allowances.take(priority, counted), isProbe));
          },
        };
        line.add(waiter);
        const head = line.heads().find((each) => each.waiter.priority === priority);
        const wait = head ? allowances.waitMs(head, now) : 0;
        // Who would wait too long hears of it now, and may do something else meanwhile.
        if (closed || wait > patienceMs) sendAway((each) => each === waiter, limitReached(wait));
        else pump();
      }),
    close: async () => {
      closed = true;
      cancelTimer?.();
      sendAway(() => true, limitReached(1_000));
      await purse?.close().catch(onProblem);
    },
  };
};
