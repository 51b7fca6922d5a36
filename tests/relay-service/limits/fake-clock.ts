/** A clock that a test drives: nothing happens but at the times that it passes through. */
import type { Clock } from '../../../relay-service/src/limits/clock.ts';

export interface FakeClock extends Clock {
  /** Lets so much time pass, everything that is due on the way included. */
  pass(ms: number): Promise<void>;
}

/** What was promised so far gets its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param settle waits for whatever answers by itself, such as a database */
export const fakeClock = (start = 1_000_000, settle: () => Promise<unknown> = turn): FakeClock => {
  let time = start;
  let alarms: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => time,
    after: (ms, run) => {
      const alarm = { at: time + ms, run };
      alarms.push(alarm);
      return () => void (alarms = alarms.filter((each) => each !== alarm));
    },
    pass: async (ms) => {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = alarms.filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at);
        if (!next) break;
        alarms = alarms.filter((each) => each !== next);
        time = Math.max(time, next.at);
        next.run();
        await settle();
      }
      time = end;
    },
  };
};
