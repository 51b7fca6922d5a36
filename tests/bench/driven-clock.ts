/** A clock that runs faster than the wall's: one scale for Xero's latency and limits, Dataverse's latency and limits, and the relay's waits. */

export interface DrivenClock {
  readonly scale: number;
  /** Milliseconds since 1970 by this clock. */
  now(): number;
}

/** @param scale 1 = the wall's clock */
export const drivenClock = (scale: number): DrivenClock => {
  const from = Date.now();
  const started = performance.now();
  return { scale, now: () => from + (performance.now() - started) * scale };
};
