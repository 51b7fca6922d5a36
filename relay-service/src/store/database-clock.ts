/** The database's clock: leases of several relays are compared, so that they must be written by one clock (posting protocol, section 6). */

const MEASURE_AGAIN_MS = 20_000;
const SAMPLES = 3;

export interface DatabaseClock {
  /** Milliseconds since 1970. */
  now(): number;
  stop(): void;
}

/**
 * Measures how far the database's clock is from ours, now and every 20 seconds. Of three questions the one that was answered fastest counts.
 * Runs on our monotonic clock in between: whoever sets this machine's clock moves no lease.
 * @param ask the database's time
 * @param monotonic milliseconds that only ever grow
 * @throws what `ask` throws the first time; later failures keep the last measurement
 */
export const databaseClock = async (
  ask: () => Promise<number>,
  monotonic: () => number = () => performance.now(),
): Promise<DatabaseClock> => {
  let ahead = 0;
  const measure = async (): Promise<void> => {
    let fastest = Infinity;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const before = monotonic();
      const theirs = await ask();
      const after = monotonic();
      if (after - before >= fastest) continue;
      fastest = after - before;
      ahead = theirs - (before + after) / 2;
    }
  };
  await measure();
  const timer = setInterval(() => void measure().catch(() => undefined), MEASURE_AGAIN_MS).unref();
  return { now: () => Math.round(monotonic() + ahead), stop: () => clearInterval(timer) };
};
