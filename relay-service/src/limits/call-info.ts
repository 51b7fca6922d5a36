/** What an answer of Xero says of its limits ("OAuth 2.0 API limits", developer.xero.com). */

/** Which limit refused a call, as far as Xero's words tell. */
export type RateLimitProblem = 'minute' | 'day' | 'concurrent' | 'app' | null;

/** Limits from the headers of an answer; null = the header was absent. */
export interface CallInfo {
  /** HTTP status; null = no answer. */
  readonly status: number | null;
  /** Calls left in this organisation's minute. */
  readonly minuteLeft: number | null;
  /** Calls left in this organisation's day. */
  readonly dayLeft: number | null;
  /** Calls left in the app's minute, over all organisations. */
  readonly appMinuteLeft: number | null;
  readonly retryAfterMs: number | null;
  readonly problem: RateLimitProblem;
}

const patterns: readonly (readonly [RegExp, RateLimitProblem])[] = [
  [/app/i, 'app'],
  [/day|daily/i, 'day'],
  [/concurren|simultan/i, 'concurrent'],
  [/min/i, 'minute'],
];

/**
 * Reads `X-Rate-Limit-Problem`. Of its values only `minute` and `day` were ever seen; the others are not documented, so every word of Xero's
 * that could mean one is taken for it.
 */
export const problemOf = (header: unknown): RateLimitProblem =>
  typeof header === 'string' ? (patterns.find(([pattern]) => pattern.test(header))?.[1] ?? null) : null;

const numberOf = (value: unknown): number | null =>
  value === undefined || value === null || value === '' || Number.isNaN(Number(value)) ? null : Number(value);

/** @param headers with names in lower case */
export const callInfoOf = (status: number | null, headers: Readonly<Record<string, unknown>>): CallInfo => {
  const seconds = numberOf(headers['retry-after']);
  return {
    status,
    minuteLeft: numberOf(headers['x-minlimit-remaining']),
    dayLeft: numberOf(headers['x-daylimit-remaining']),
    appMinuteLeft: numberOf(headers['x-appminlimit-remaining']),
    retryAfterMs: seconds === null ? null : seconds * 1000,
    problem: status === 429 ? problemOf(headers['x-rate-limit-problem']) : null,
  };
};
