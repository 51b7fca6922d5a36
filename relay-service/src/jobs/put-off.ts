/** Puts off what cannot be done now, for as long as the policy says, and tells the people who wait for it. */
import { describeMeanwhile } from '../core/describe-waiting.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import type { Hindrance } from '../core/retry-policy.ts';
import { hindranceOf, restMs } from '../core/retry-policy.ts';
import { spreadMs } from '../core/spread.ts';
import { RemoteError } from '../errors.ts';
import type { StoredConnection } from '../store/connections.ts';
import { inShortCommits } from '../store/in-short-commits.ts';
import { openRequests, postponeRequests } from '../store/requests.ts';
import type { Services } from './services.ts';

/** So that what waited for the same moment does not come back in one second (posting protocol, section 7). */
const SPREAD_MS = 5 * 60_000;
/** Sooner than this, the row that says it once already says it well enough. */
const TELL_EACH_TIME_MS = 30_000;

/** Why, and how long the other side asked to wait. */
export interface Obstacle {
  readonly hindrance: Hindrance;
  readonly asksMs?: number | null;
}

/** @param problem whatever was thrown */
export const obstacleOf = (problem: unknown): Obstacle =>
  problem instanceof RemoteError ? { hindrance: hindranceOf(problem.code), asksMs: problem.retryAfterMs } : { hindrance: 'unexpected' };

/** Rest by the real clock. */
export const restFor = (services: Pick<Services, 'timeScale'>, { hindrance, asksMs = null }: Obstacle, attempts = 0): number =>
  Math.ceil(restMs(hindrance, { attempts, asksMs, random: Math.random() }) / services.timeScale);

/**
 * Makes requests due again later.
 * @param who addressees of the requests; a request that is ended meanwhile is left alone
 * @returns what to tell them: nothing of short rests that were told before
 */
export const putOff = async (
  services: Services,
  { environment_id }: Pick<StoredConnection, 'environment_id'>,
  who: readonly Addressee[],
  obstacle: Obstacle,
): Promise<Outcome[]> => {
  const { ledger } = services;
  const open = await openRequests(
    ledger,
    environment_id,
    who.map(({ requestId }) => requestId),
  );
  const outcomes: Outcome[] = [];
  const waits = open.map(({ id, attempts }) => {
    const rest = restFor(services, obstacle, attempts);
    const spread = obstacle.hindrance === 'day-limit' ? spreadMs(id, SPREAD_MS) / services.timeScale : 0;
    return { id, attempts, rest, delay: Math.ceil(rest + spread) };
  });
  await inShortCommits(ledger, waits, (inside, { id, delay }) => postponeRequests(inside, environment_id, [id], delay));
  for (const { id, attempts, rest, delay } of waits) {
    const addressee = who.find(({ requestId }) => requestId === id);
    // Of the day's limit nothing is known but what Xero or an earlier day has told.
    const known = obstacle.hindrance !== 'day-limit' || (obstacle.asksMs ?? null) !== null;
    const now = ledger.now();
    const message = describeMeanwhile(obstacle.hindrance, {
      nextAt: known ? now + delay : null,
      now,
      timeZone: addressee?.timeZone ?? 'UTC',
    });
    if (addressee && message !== null && (attempts === 0 || rest >= TELL_EACH_TIME_MS / services.timeScale))
      outcomes.push({ ...addressee, kind: 'waiting', receipt: null, message });
  }
  return outcomes;
};
