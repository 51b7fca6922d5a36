/**
 * Keeps one organisation's calls within Xero's limits: 60 in a rolling minute, 5 at once, and the pauses that Xero itself asks for
 * ("OAuth 2.0 API limits", developer.xero.com; posting protocol, section 7). Counted when a call is sent; headers only ever lower our count.
 */
import { RemoteError } from '../errors.ts';

/** What Xero's headers say of its limits after a call. */
export interface CallInfo {
  readonly status: number | null;
  readonly minuteLeft: number | null;
  readonly dayLeft: number | null;
  readonly retryAfterMs: number | null;
}

export interface GovernorOptions {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Governor {
  /**
   * Waits for a place among the calls.
   * @param patienceMs longest wait; who would wait longer is told so at once and may come back
   * @returns to be called with what the answer's headers said, or null where there was no answer
   * @throws {RemoteError} `XERO_LIMIT` with `retryAfterMs`; nothing was sent
   */
  enter(patienceMs: number): Promise<(info: CallInfo | null) => void>;
}

const PER_MINUTE = 60;
/** A second more than the minute: Xero's clock and ours need not agree on when a call counted. */
const WINDOW_MS = 61_000;
const AT_ONCE = 5;
const LOOK_AGAIN_MS = 50;
const WITHOUT_RETRY_AFTER_MS = 1_000;

/** Makes the governor of one organisation. */
export const createGovernor = ({ now, sleep }: GovernorOptions): Governor => {
  let sent: number[] = [];
  let running = 0;
  let pausedUntil = 0;

  const learn = (info: CallInfo | null): void => {
    if (!info) return;
    if (info.status === 429) pausedUntil = Math.max(pausedUntil, now() + (info.retryAfterMs ?? WITHOUT_RETRY_AFTER_MS));
    // Somebody else uses the same app: what Xero counted and we did not has been sent just now, for all we know.
    const unknown = info.minuteLeft === null ? 0 : PER_MINUTE - info.minuteLeft - sent.length;
    for (let count = 0; count < unknown; count++) sent.push(now());
  };

  /** Milliseconds until a call may be sent; 0 = now, as far as time goes. */
  const waitMs = (): number => {
    sent = sent.filter((at) => at > now() - WINDOW_MS);
    const first = sent[sent.length - PER_MINUTE];
    const minute = first === undefined ? 0 : first + WINDOW_MS - now();
    return Math.max(0, minute, pausedUntil - now());
  };

  return {
    enter: async (patienceMs) => {
      const started = now();
      for (;;) {
        const wait = waitMs();
        if (wait === 0 && running < AT_ONCE) break;
        if (now() + wait - started > patienceMs)
          throw new RemoteError({
            code: 'XERO_LIMIT',
            system: 'Xero',
            message: "Xero's limit of calls is used up for the moment.",
            executed: 'no',
            retryable: true,
            retryAfterMs: Math.max(wait, LOOK_AGAIN_MS),
          });
        await sleep(Math.max(LOOK_AGAIN_MS, Math.min(wait, 1_000)));
      }
      sent.push(now());
      running += 1;
      let left = false;
      return (info) => {
        if (!left) running -= 1;
        left = true;
        learn(info);
      };
    },
  };
};
