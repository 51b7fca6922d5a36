/** Relays that share a PostgreSQL wake each other; one that does not hear looks at the ledger twice a second. */
import type { Config } from '../config.ts';
import type { Ledger } from '../store/ledger.ts';
import { DEAF_POLL_MS, openRelayBell } from '../store/relay-bell.ts';
import { whereRequestsAreDue } from '../store/requests.ts';
import type { Log } from './services.ts';

export interface Hearing {
  /** Something was recorded for this environment: other relays are told. */
  tell(environmentId: string): void;
  close(): Promise<void>;
}

const alone: Hearing = { tell: () => undefined, close: () => Promise.resolve() };

/** @param wake lets this relay's worker look at an environment */
export const hearRelays = async (
  config: Pick<Config, 'DATABASE_URL' | 'DATABASE_LISTEN_URL'>,
  ledger: Ledger,
  log: Log,
  wake: (environmentId: string) => void,
): Promise<Hearing> => {
  const listenUrl = config.DATABASE_LISTEN_URL ?? config.DATABASE_URL;
  // SQLite has one relay at a time: nobody is there to be told.
  if (config.DATABASE_URL === null || listenUrl === null) return alone;
  const bell = await openRelayBell(ledger, {
    listenUrl,
    heard: wake,
    warn: (problem, message) => log.warn({ err: problem }, message),
  });
  let looking = false;
  const look = async (): Promise<void> => {
    if (!bell.deaf || looking) return;
    looking = true;
    try {
      for (const { environmentId } of await whereRequestsAreDue(ledger)) wake(environmentId);
    } catch (problem) {
      log.warn({ err: problem }, 'the ledger could not be looked at');
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), DEAF_POLL_MS).unref();
  return {
    tell: (environmentId) => bell.ring(environmentId),
    close: async () => {
      clearInterval(timer);
      await bell.close();
    },
  };
};
