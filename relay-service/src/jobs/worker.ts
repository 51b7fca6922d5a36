/** Keeps the relay at work: one round per environment at a time, at once when woken, else by the clock. */
import type { EnvironmentsTable } from '../store/schema.ts';
import type { Log } from './services.ts';

/** What a round does for one environment, and how long to rest after it at the most. */
/** @returns milliseconds until the next round is due, were nobody to wake the worker */
export type Round = (environment: EnvironmentsTable) => Promise<number>;

export interface Worker {
  start(): void;
  /** Something was recorded; the environment's round runs again as soon as it can. */
  wake(environmentId?: string): void;
  /** Lets running rounds end, starts no further one. */
  stop(): Promise<void>;
}

const AFTER_FAILURE_MS = 5_000;
const LOOK_FOR_ENVIRONMENTS_MS = 1_000;

interface Seat {
  running: Promise<void> | null;
  dueAt: number;
  woken: boolean;
}

/**
 * @param environments those that the relay serves, asked anew each time
 * @param round must be safe to repeat after any failure
 */
export const createWorker = (log: Log, environments: () => Promise<readonly EnvironmentsTable[]>, round: Round): Worker => {
  const seats = new Map<string, Seat>();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const seatOf = (id: string): Seat => {
    const seat = seats.get(id) ?? { running: null, dueAt: 0, woken: false };
    seats.set(id, seat);
    return seat;
  };

  const runRound = async (environment: EnvironmentsTable, seat: Seat): Promise<void> => {
    seat.woken = false;
    try {
      seat.dueAt = Date.now() + (await round(environment));
    } catch (problem) {
      log.error({ err: problem, environment: environment.id }, 'a round failed; it is tried again in a few seconds');
      seat.dueAt = Date.now() + AFTER_FAILURE_MS;
    }
    seat.running = null;
    schedule();
  };

  const look = async (): Promise<void> => {
    const living = await environments();
    // A seat that nobody serves any more would be due for ever.
    for (const id of seats.keys()) if (!living.some((environment) => environment.id === id) && !seats.get(id)?.running) seats.delete(id);
    for (const environment of living) {
      const seat = seatOf(environment.id);
      if (!seat.running && (seat.woken || seat.dueAt <= Date.now())) seat.running = runRound(environment, seat);
    }
    schedule();
  };

  const schedule = (): void => {
    if (stopped) return;
    if (timer) clearTimeout(timer);
    const idle = [...seats.values()].filter(({ running }) => !running);
    const next = idle.some(({ woken }) => woken) ? 0 : Math.min(LOOK_FOR_ENVIRONMENTS_MS, ...idle.map(({ dueAt }) => dueAt - Date.now()));
    timer = setTimeout(
      () =>
        void look().catch((problem: unknown) => {
          log.error({ err: problem }, 'the ledger could not be read');
          schedule();
        }),
      Math.max(0, next),
    );
  };

  return {
    start: schedule,
    wake: (environmentId) => {
      if (environmentId) seatOf(environmentId).woken = true;
      else for (const seat of seats.values()) seat.woken = true;
      schedule();
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await Promise.all([...seats.values()].flatMap(({ running }) => running ?? []));
    },
  };
};
