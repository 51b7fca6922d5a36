/** How long a consent lasts while nobody uses it. */

const DAY_MS = 24 * 60 * 60_000;

/** Days after which an unused refresh token ends ("Token types and lifetimes", developer.xero.com; "Refresh tokens", learn.microsoft.com). */
const lifetimeDays: Readonly<Record<'xero' | 'entra', number>> = { xero: 60, entra: 90 };

/** What the rule needs of a grant. */
export interface AgeOfGrant {
  readonly system: 'xero' | 'entra';
  /** When its tokens last came: milliseconds since 1970. */
  readonly refreshedAt: number;
  readonly state: 'alive' | 'reconnect';
}

/** Whole days until somebody has to connect again, were nothing to be refreshed any more; 0 = now. */
export const daysLeft = ({ system, refreshedAt, state }: AgeOfGrant, now: number): number =>
  state === 'reconnect' ? 0 : Math.max(0, Math.floor(lifetimeDays[system] - (now - refreshedAt) / DAY_MS));
