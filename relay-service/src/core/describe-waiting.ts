/** What a row says while something is tried again, in one sentence or two. */
import type { Hindrance } from './retry-policy.ts';
import { retryPolicy } from './retry-policy.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Nearer than this, seconds say more than the time of day. */
const IN_SECONDS_MS = 2 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;

const part = (ms: number, timeZone: string, type: 'hour' | 'minute' | 'day'): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .formatToParts(ms)
    .find((each) => each.type === type)?.value ?? '';

/** "14:05" in a zone, rounded up to five minutes where it is further off than an hour; "14:05 tomorrow" where it is. */
const timeOfDay = (at: number, now: number, timeZone: string): string => {
  const step = at - now > 60 * MINUTE ? 5 * MINUTE : MINUTE;
  const shown = Math.ceil(at / step) * step;
  const tomorrow = part(shown, timeZone, 'day') !== part(now, timeZone, 'day');
  return `${part(shown, timeZone, 'hour')}:${part(shown, timeZone, 'minute')}${tomorrow ? ' tomorrow' : ''}`;
};

const inSeconds = (seconds: number): string => (seconds === 1 ? 'in a second' : `in about ${String(seconds)} seconds`);

/** "in about 20 seconds", "at about 14:05". */
const nextTime = (at: number, now: number, timeZone: string): string =>
  at - now < IN_SECONDS_MS ? inSeconds(Math.max(1, Math.ceil((at - now) / SECOND))) : `at about ${timeOfDay(at, now, timeZone)}`;

/** When it is tried next, as far as that is known. */
export interface Meanwhile {
  /** Milliseconds since 1970; null = not known. */
  readonly nextAt: number | null;
  readonly now: number;
  /** The connection's. */
  readonly timeZone: string;
}

/**
 * The sentence for a hindrance.
 * @returns null where nothing is to be told
 */
export const describeMeanwhile = (hindrance: Hindrance, { nextAt, now, timeZone }: Meanwhile): string | null => {
  const next = nextAt === null ? 'soon' : nextTime(nextAt, now, timeZone);
  switch (retryPolicy[hindrance].says) {
    case 'minute':
      return `Xero takes no more calls this minute. The connector tries again ${next}.`;
    case 'day': {
      const when = nextAt === null || nextAt - now > DAY_MS ? 'within 24 hours' : `by about ${timeOfDay(nextAt, now, timeZone)}`;
      return `Xero takes no more calls today. Nothing is lost; it is done by itself ${when}.`;
    }
    case 'silence':
      return `Xero is not answering. The connector goes on trying, next ${next}.`;
    case 'dynamics':
      return `Dynamics did not answer the connector. It goes on trying, next ${next}.`;
    case 'access':
      return `Xero gave the connector no access just now. It goes on trying, next ${next}.`;
    case 'reconnect':
      return 'The connection to Xero has ended. An administrator has to reconnect it in the portal; then this is done by itself.';
    case 'paused':
      return 'An administrator has paused sending. Nothing is lost; this is done by itself once sending is resumed.';
    case 'unknown':
      return `Xero gave no answer yet. The connector looks again ${next}.`;
    case null:
      return null;
  }
};
