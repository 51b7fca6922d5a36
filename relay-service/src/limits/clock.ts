/** The clock of the limits: monotonic, so that a correction of the machine's time neither opens nor closes a window. */

/** A clock that tests drive by hand. */
export interface Clock {
  /** Milliseconds since any moment; never goes back. */
  now(): number;
  /** Runs something later. @returns calls it off */
  after(ms: number, run: () => void): () => void;
}

/** The real one. @param timeScale how much faster it runs, in tests only */
export const clockOf = (timeScale: number): Clock => ({
  now: () => performance.now() * timeScale,
  after: (ms, run) => {
    const timer = setTimeout(run, ms / timeScale);
    return () => clearTimeout(timer);
  },
});
