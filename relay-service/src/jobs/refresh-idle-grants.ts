/** Consents that nobody uses are refreshed in good time, so that a connection of a quiet month is alive (posting protocol, section 9). */
import { spreadMs } from '../core/spread.ts';
import type { Ledger } from '../store/ledger.ts';
import { idleGrants } from '../store/idle-grants.ts';
import type { Log } from './services.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A third of the shorter life (Xero's 60 days): two more tries are left when a month of the authority's was bad. */
const IDLE_MS = 20 * DAY_MS;
/** What was connected on one day is not refreshed in one minute. */
const SPREAD_MS = 5 * DAY_MS;
/** Of one round; the next one comes in an hour. */
const AT_ONCE = 50;

export interface RefreshIdleGrants {
  readonly ledger: Ledger;
  readonly log: Log;
  /** Refreshes a grant whose access token has ended, as any use of it does. */
  readonly accessToken: (grantId: string) => Promise<string>;
  /** Divides the days, in tests only. */
  readonly timeScale: number;
}

/** One round. Safe to repeat: what was refreshed is idle no more. @returns how many were refreshed */
export const refreshIdleGrants = async ({ ledger, log, accessToken, timeScale }: RefreshIdleGrants): Promise<number> => {
  const now = ledger.now();
  const due = (await idleGrants(ledger, Math.ceil(IDLE_MS / timeScale), AT_ONCE)).filter(
    ({ id, refreshedAt }) => refreshedAt + (IDLE_MS + spreadMs(id, SPREAD_MS)) / timeScale <= now,
  );
  let refreshed = 0;
  for (const { id } of due) {
    try {
      await accessToken(id);
      refreshed += 1;
    } catch (problem) {
      log.warn({ err: problem, grant: id }, 'an idle consent could not be refreshed; it is tried again in an hour');
    }
  }
  if (refreshed > 0) log.info({ refreshed }, 'idle consents were refreshed');
  return refreshed;
};
