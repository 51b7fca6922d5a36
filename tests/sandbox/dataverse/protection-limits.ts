/** Service protection limits: per user and 5-minute window 6000 requests, 1200 s of execution, 52 at once (Microsoft Learn). */
import { Refusal } from './refusal.ts';

const WINDOW_MS = 300_000;
const REQUESTS = 6000;
const EXECUTION_MS = 1_200_000;
const AT_ONCE = 52;

interface Use {
  readonly at: number;
  readonly ms: number;
}

/** Counts per user. */
export const createProtectionLimits = (now: () => number) => {
  const uses = new Map<string, Use[]>();
  const running = new Map<string, number>();
  const seconds = (recent: readonly Use[]): number => Math.max(1, Math.ceil(((recent[0]?.at ?? now()) + WINDOW_MS - now()) / 1000));
  return {
    /** @throws {Refusal} 429 with Retry-After; otherwise returns what to call when the request has ended */
    enter: (userId: string): (() => void) => {
      const recent = (uses.get(userId) ?? []).filter(({ at }) => at > now() - WINDOW_MS);
      uses.set(userId, recent);
      if (recent.length >= REQUESTS)
        throw new Refusal(
          429,
          '0x80072322',
          'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
          seconds(recent),
        );
      if (recent.reduce((total, { ms }) => total + ms, 0) >= EXECUTION_MS)
        throw new Refusal(
          429,
          '0x80072321',
          'Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of 300 seconds.',
          seconds(recent),
        );
      if ((running.get(userId) ?? 0) >= AT_ONCE)
        throw new Refusal(429, '0x80072326', 'Number of concurrent requests exceeded the limit of 52.', 2);
      running.set(userId, (running.get(userId) ?? 0) + 1);
      const at = now();
      return () => {
        running.set(userId, (running.get(userId) ?? 1) - 1);
        uses.get(userId)?.push({ at, ms: now() - at });
      };
    },
  };
};
export type ProtectionLimits = ReturnType<typeof createProtectionLimits>;
