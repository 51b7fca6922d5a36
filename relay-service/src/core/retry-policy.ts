/**
 * What is tried again, when, how often, and what people are told meanwhile: all of it here, as data (posting protocol, sections 3, 4 and 7).
 * What Xero or a rule refused is not here: a refusal waits for its cause to change, and asking again is the person's.
 */

/** Why something was not done yet. */
export type Hindrance =
  | 'lane-busy'
  | 'behind-another'
  | 'changed-meanwhile'
  | 'rows-refused'
  | 'answer-not-written'
  | 'document-not-read'
  | 'status-unknown'
  | 'first-look-up'
  | 'not-found-yet'
  | 'several-found'
  | 'minute-limit'
  | 'day-limit'
  | 'xero-not-answering'
  | 'dynamics-not-answering'
  | 'token-not-renewed'
  | 'consent-ended'
  | 'paused'
  | 'not-taken'
  | 'not-told'
  | 'effect-failed'
  | 'effect-unsettled'
  | 'round-failed'
  | 'ledger-unreadable'
  | 'unexpected';

/** How one hindrance is met. Nothing is ever given up: the last rest repeats for as long as it takes. */
export interface RetryRule {
  /** First rest in milliseconds. */
  readonly firstMs: number;
  /** Each further rest is so many times as long. */
  readonly factor: number;
  readonly atMostMs: number;
  /** Up to this part of the rest is added, so that what failed together does not come back together. */
  readonly jitter: number;
  /** What the row says meanwhile; null = nothing, for it takes no time that anybody notices, or the row already says it. */
  readonly says: 'minute' | 'day' | 'silence' | 'dynamics' | 'access' | 'reconnect' | 'paused' | 'unknown' | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const fixed = (ms: number, says: RetryRule['says'] = null): RetryRule => ({
  firstMs: ms,
  factor: 1,
  atMostMs: ms,
  jitter: 0,
  says,
});
const growing = (firstMs: number, atMostMs: number, says: RetryRule['says'] = null): RetryRule => ({
  firstMs,
  factor: 2,
  atMostMs,
  jitter: 0.2,
  says,
});

/** The policy. */
export const retryPolicy: Readonly<Record<Hindrance, RetryRule>> = {
  // Another relay sends for this organisation; it may have died, and its lease is 20 seconds.
  'lane-busy': fixed(2 * SECOND),
  // Another request of the same document is on its way.
  'behind-another': fixed(3 * SECOND),
  // The invoice was saved while it was read: it is read again at once.
  'changed-meanwhile': fixed(0),
  // Dynamics took the batch but not these rows.
  'rows-refused': fixed(30 * SECOND),
  // An answer that Dynamics refuses is not refused less a second later.
  'answer-not-written': growing(MINUTE, 30 * MINUTE),
  // Posted, told to nobody yet, and Xero did not show it.
  'document-not-read': growing(MINUTE, 30 * MINUTE),
  // A change of status or an update whose answer was lost: the document is read again before anything else.
  'status-unknown': growing(3 * SECOND, MINUTE, 'unknown'),
  // The answer may only have been slow.
  'first-look-up': fixed(SECOND),
  // It may still arrive; the look-up that proves its absence comes when the protocol says so (core/doubts.ts).
  'not-found-yet': fixed(30 * SECOND),
  // A person decides; it is looked at again every hour.
  'several-found': fixed(60 * MINUTE),
  'minute-limit': { ...fixed(2 * SECOND, 'minute'), jitter: 0.2 },
  // Until the day's reset where it is known; see limits/day-budget.ts for the spreading.
  'day-limit': fixed(30 * MINUTE, 'day'),
  // The circuit's own rest, told by retryAfterMs, is longer.
  'xero-not-answering': growing(5 * SECOND, 5 * MINUTE, 'silence'),
  'dynamics-not-answering': growing(2.5 * SECOND, 5 * MINUTE, 'dynamics'),
  'token-not-renewed': growing(2.5 * SECOND, 5 * MINUTE, 'access'),
  // Only a person mends it; reconnecting wakes nothing, so it is looked at again.
  'consent-ended': fixed(5 * MINUTE, 'reconnect'),
  // An administrator paused sending; resuming wakes the relay.
  paused: fixed(MINUTE, 'paused'),
  // A row that another relay has moved on, or that Dynamics would not write.
  'not-taken': fixed(2 * SECOND),
  // Nothing serves the environment, and it cannot be told so.
  'not-told': fixed(5 * MINUTE),
  // What follows a document; the other side's own time is longer.
  'effect-failed': fixed(30 * SECOND),
  // Its answer was lost and Xero is read again, Xero has no room now, or what it follows is not certain yet.
  'effect-unsettled': fixed(3 * SECOND),
  // A round that failed as a whole, and a ledger that cannot be read.
  'round-failed': fixed(5 * SECOND),
  'ledger-unreadable': fixed(SECOND),
  unexpected: growing(2.5 * SECOND, 5 * MINUTE),
};

const EXPONENT_AT_MOST = 20;

/**
 * How long to rest.
 * @param attempts how often it was tried before; 0 = the first rest
 * @param asksMs what the other side asked for (Retry-After), which counts where it is longer; null = nothing
 * @param random from 0 up to 1
 */
export const restMs = (
  hindrance: Hindrance,
  {
    attempts = 0,
    asksMs = null,
    random = 0,
  }: { readonly attempts?: number; readonly asksMs?: number | null; readonly random?: number } = {},
): number => {
  const rule = retryPolicy[hindrance];
  const own = Math.min(rule.atMostMs, rule.firstMs * rule.factor ** Math.min(Math.max(0, attempts), EXPONENT_AT_MOST));
  return Math.round(Math.max(own, asksMs ?? 0) + own * rule.jitter * random);
};

const byCode: readonly (readonly [RegExp, Hindrance])[] = [
  [/^XERO_DAY_LIMIT$/, 'day-limit'],
  [/^(XERO_LIMIT|XERO_RATE_LIMITED)$/, 'minute-limit'],
  [/^(XERO_NOT_ANSWERING|XERO_NO_ANSWER|XERO_UNAVAILABLE|XERO_UNREADABLE)$/, 'xero-not-answering'],
  [/^(TOKEN_NOT_RENEWED|XERO_TOKEN_REFUSED)$/, 'token-not-renewed'],
  [/^(RECONNECT|XERO_DISCONNECTED)$/, 'consent-ended'],
  [/^DATAVERSE_/, 'dynamics-not-answering'],
];

/** What hinders, by the stable code of what failed. */
export const hindranceOf = (code: string | null): Hindrance => byCode.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? 'unexpected';
