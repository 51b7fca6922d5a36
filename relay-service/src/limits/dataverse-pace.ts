/**
 * Keeps the relay's requests of one Dataverse user within the service protection limits, so that nobody else of that user is ever refused
 * because of us: 6,000 requests and 1,200 s of execution in five minutes, 52 at once ("Service protection API limits", Microsoft Learn).
 * We stay a tenth or more below each of them. A batch is one request.
 */
import type { Clock } from './clock.ts';

const WINDOW_S = 300;
const REQUESTS = 5_400;
const EXECUTION_MS = 1_080_000;
const AT_ONCE = 30;

export interface DataversePace {
  /** Waits for its turn, first come, first served. @returns to be called when the request has ended */
  enter(): Promise<() => void>;
  /** Dataverse asked for a pause: nothing leaves until it is over. */
  pause(ms: number): void;
}

/** Counts of a second. */
interface Second {
  count: number;
  ms: number;
}

/** The pace of one user. */
export const createDataversePace = (clock: Clock): DataversePace => {
  const seconds = new Map<number, Second>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let pausedUntil = 0;
  let cancelTimer: (() => void) | null = null;

  const secondAt = (ms: number): Second => {
    const at = Math.floor(ms / 1_000);
    const second = seconds.get(at) ?? { count: 0, ms: 0 };
    seconds.set(at, second);
    return second;
  };

  const isFull = (now: number): boolean => {
    let count = 0;
    let ms = 0;
    for (const [at, second] of seconds)
      // The oldest second counts until the whole of it is out of the window.
      if (at < Math.floor(now / 1_000) - WINDOW_S) seconds.delete(at);
      else {
        count += second.count;
        ms += second.ms;
      }
    return count >= REQUESTS || ms >= EXECUTION_MS;
  };

  const pump = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    while (waiting.length > 0 && running < AT_ONCE) {
      const now = clock.now();
      if (now < pausedUntil || isFull(now)) {
        cancelTimer = clock.after(Math.max(100, Math.min(pausedUntil - now, 1_000)), pump);
        return;
      }
      running += 1;
      secondAt(now).count += 1;
      waiting.shift()?.();
    }
  };

  return {
    enter: () =>
      new Promise((resolve) => {
        waiting.push(() => {
          const began = clock.now();
          let ended = false;
          resolve(() => {
            if (ended) return;
            ended = true;
            running -= 1;
            // Execution counts where it began, as the service does.
            secondAt(began).ms += clock.now() - began;
            pump();
          });
        });
        pump();
      }),
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
  };
};
