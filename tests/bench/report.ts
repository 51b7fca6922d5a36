/** What a run says while it goes on. */
export type Report = (line: string) => void;

const SECOND = 1_000;

/** `about 3 min left`, or seconds where it is soon. */
export const timeLeft = (ms: number): string =>
  ms >= 90 * SECOND ? `about ${String(Math.ceil(ms / 60_000))} min left` : `about ${String(Math.max(0, Math.ceil(ms / SECOND)))} s left`;

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
