/** One refresh at a time per grant; a rotated token is never lost (posting protocol, section 9). */
import { RemoteError } from '../errors.ts';
import type { Grant } from '../store/grants.ts';
import type { saveRefreshed } from '../store/grants.ts';
import { markDead, markRefreshing, readGrant } from '../store/grants.ts';
import type { Ledger } from '../store/ledger.ts';

/** What a refresh brings. */
export interface Tokens {
  readonly accessToken: string;
  /** Absent where the authority keeps the old one. */
  readonly refreshToken: string | null;
  readonly expiresInMs: number;
}

/** @throws Error with `error: 'invalid_grant'` when the authority calls the refresh token spent */
export type Refresh = (grant: Grant) => Promise<Tokens>;

export interface BrokerOptions {
  /** Keeps the rotated token. False when somebody else has rotated it since. */
  readonly save: typeof saveRefreshed;
  /** Called between the authority's answer and its being kept. */
  readonly atRenewed: () => Promise<void> | void;
}

/** A token that ends sooner is renewed first, so that no call starts on its last breath. */
const FRESH_MS = 60_000;
const ATTEMPTS = 3;

const isInvalidGrant = (problem: unknown): boolean => (problem as { readonly error?: unknown }).error === 'invalid_grant';

const dead = (grant: Grant): RemoteError =>
  new RemoteError({
    code: 'RECONNECT',
    system: grant.system === 'xero' ? 'Xero' : 'Entra ID',
    message: `The consent at ${grant.system === 'xero' ? 'Xero' : 'Entra ID'} has ended; somebody has to connect again.`,
    executed: 'no',
    retryable: false,
  });

/** Makes a broker over the sealed store. */
export const createBroker = (ledger: Ledger, refresh: Refresh, { save, atRenewed }: BrokerOptions) => {
  const running = new Map<string, Promise<string>>();

  const renew = async (id: string): Promise<string> => {
    for (let attempt = 1; ; attempt++) {
      const grant = await readGrant(ledger, id);
      if (!grant) throw new Error(`The ledger holds no grant ${id}.`);
      if (grant.state === 'reconnect') throw dead(grant);
      if (grant.accessToken !== null && grant.accessExpiresAt > ledger.now() + FRESH_MS) return grant.accessToken;
      // Written first: a database that cannot keep the rotated token must not ask for one.
      if (!(await markRefreshing(ledger, id, grant.generation))) continue;
      try {
        const tokens = await refresh(grant);
        await atRenewed();
        const saved = {
          accessToken: tokens.accessToken,
          refreshToken: tokens.refreshToken ?? grant.refreshToken,
          accessExpiresAt: ledger.now() + tokens.expiresInMs,
        };
        await save(ledger, id, grant.generation, saved);
        return tokens.accessToken;
      } catch (problem) {
        if (isInvalidGrant(problem)) {
          // Another relay may have rotated it meanwhile: its row is the truth.
          const now = await readGrant(ledger, id);
          if (now && now.generation !== grant.generation) continue;
          await markDead(ledger, id, grant.generation);
          throw dead(grant);
        }
        // The answer was lost: the old token may be tried again for 30 minutes.
        if (attempt === ATTEMPTS)
          throw new RemoteError({
            code: 'TOKEN_NOT_RENEWED',
            system: grant.system === 'xero' ? 'Xero' : 'Entra ID',
            message: 'No token could be had.',
            executed: 'no',
            retryable: true,
            cause: problem,
          });
      }
    }
  };

  return {
    /**
     * A valid access token of a grant.
     * @throws {RemoteError} `RECONNECT` when the consent is dead, `TOKEN_NOT_RENEWED` when the authority does not answer
     */
    accessToken: (grantId: string): Promise<string> => {
      const current = running.get(grantId) ?? renew(grantId).finally(() => running.delete(grantId));
      running.set(grantId, current);
      return current;
    },
  };
};
