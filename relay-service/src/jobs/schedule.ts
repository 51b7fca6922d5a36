/** Recurring jobs, each run by one relay at a time; what fails is logged and runs again when it is next due. */
import { takeDueJob } from '../store/schedule.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Log } from './services.ts';

/** A job that returns by the clock. It must be safe to run twice and to be cut off anywhere. */
export interface RecurringJob {
  /** Its name in the ledger, for ever. */
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

export interface Schedule {
  start(): void;
  /** Starts no further job and waits for the one that runs. */
  stop(): Promise<void>;
}

const LOOK_MS = 15_000;

/** @param timeScale divides the intervals, in tests only */
export const createSchedule = (ledger: Ledger, log: Log, jobs: readonly RecurringJob[], timeScale = 1): Schedule => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const runDue = async (): Promise<void> => {
    for (const { name, everyMs, run } of jobs) {
      if (stopped) return;
      try {
        if (await takeDueJob(ledger, name, Math.ceil(everyMs / timeScale))) await run();
      } catch (problem) {
        log.error({ err: problem, job: name }, 'a recurring job failed; it runs again when it is next due');
      }
    }
  };

  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(
      () => {
        running = runDue().finally(next);
      },
      Math.ceil(LOOK_MS / timeScale),
    );
  };

  return {
    start: next,
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
};
