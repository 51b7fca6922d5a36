/** One refresh at a time per grant; a rotated token is never lost (posting protocol, section 9). */
import { RemoteError } from '../errors.ts';
import type { Grant } from '../store/grants.ts';
import type { saveRefreshed } from '../store/grants.ts';
import { forgetCandidates, keepCandidate, takeCandidate } from '../store/grant-candidates.ts';
import { distrustAccessToken, giveUpRefresh, markDead, readGrant, takeRefresh } from '../store/grants.ts';
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
  /** Divides the waits, in tests only. */
  readonly timeScale?: number;
}

/** A token that ends sooner is renewed first, so that no call starts on its last breath. */
const FRESH_MS = 60_000;
const ATTEMPTS = 3;
/** Between two of them; the second pause is twice as long. */
const BETWEEN_MS = 500;
/** An authority that gave no answer to any of them is left alone for so long, whoever asks. */
const REST_MS = 2_000;
/** A refresh that takes longer than this was stopped; another relay takes it over. */
const LEASE_MS = 20_000;
const LOOK_AGAIN_MS = 250;
/** Whoever waits for somebody else's refresh waits so long at the most: two leases and a refresh. */
const PATIENCE_MS = 60_000;
/** A token younger than this is not blamed for a refusal. */
const BLAMELESS_MS = 30_000;

const isInvalidGrant = (problem: unknown): boolean => (problem as { readonly error?: unknown }).error === 'invalid_grant';

const dead = (grant: Grant): RemoteError =>
  new RemoteError({
    code: 'RECONNECT',
    system: grant.system === 'xero' ? 'Xero' : 'Entra ID',
    message: `The consent at ${grant.system === 'xero' ? 'Xero' : 'Entra ID'} has ended; somebody has to connect again.`,
    executed: 'no',
    retryable: false,
  });

const notRenewed = (grant: Grant, cause?: unknown): RemoteError =>
  new RemoteError({
    code: 'TOKEN_NOT_RENEWED',
    system: grant.system === 'xero' ? 'Xero' : 'Entra ID',
    message: 'No token could be had.',
    executed: 'no',
    retryable: true,
    cause,
  });

/** Makes a broker over the sealed store. */
export const createBroker = (ledger: Ledger, refresh: Refresh, { save, atRenewed, timeScale = 1 }: BrokerOptions) => {
  const running = new Map<string, Promise<string>>();
  const restUntil = new Map<string, number>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms / timeScale));

  const keep = async (grant: Grant, tokens: Tokens): Promise<string> => {
    const refreshToken = tokens.refreshToken ?? grant.refreshToken;
    const saved = { accessToken: tokens.accessToken, refreshToken, accessExpiresAt: ledger.now() + tokens.expiresInMs };
    // What was asked of this token's authority proves which of several is the living one; what came too late may yet be it.
    if (await save(ledger, grant.id, grant.generation, saved)) await forgetCandidates(ledger, grant.id);
    else await keepCandidate(ledger, grant.id, refreshToken);
    return tokens.accessToken;
  };

  /** The authority calls the token spent: the newest late answer may be the living one, else the consent is dead. */
  const tryCandidates = async (grant: Grant): Promise<string> => {
    const refreshToken = await takeCandidate(ledger, grant.id);
    if (refreshToken === null) {
      await markDead(ledger, grant.id, grant.generation);
      throw dead(grant);
    }
    try {
      return await keep(grant, await refresh({ ...grant, refreshToken }));
    } catch (problem) {
      if (isInvalidGrant(problem)) return tryCandidates(grant);
      throw problem;
    }
  };

  const renew = async (id: string): Promise<string> => {
    let held: number | null = null;
    let waited = 0;
    for (let attempt = 1; ;) {
      const grant = await readGrant(ledger, id);
      if (!grant) throw new Error(`The ledger holds no grant ${id}.`);
      if (grant.state === 'reconnect') throw dead(grant);
      if (grant.accessToken !== null && grant.accessExpiresAt > ledger.now() + FRESH_MS) return grant.accessToken;
      if ((restUntil.get(id) ?? 0) > performance.now()) throw notRenewed(grant);
      held = await takeRefresh(ledger, id, grant.generation, Math.ceil(LEASE_MS / timeScale), held);
      if (held === null) {
        if ((waited += LOOK_AGAIN_MS) > PATIENCE_MS) throw notRenewed(grant);
        await pause(LOOK_AGAIN_MS);
        continue;
      }
      try {
        const tokens = await refresh(grant);
        await atRenewed();
        return await keep(grant, tokens);
      } catch (problem) {
        if (isInvalidGrant(problem)) {
          // Another relay may have rotated it meanwhile: its row is the truth.
          const now = await readGrant(ledger, id);
          if (now && now.generation !== grant.generation) continue;
          return tryCandidates(grant);
        }
        // The answer was lost: the old token may be tried again for 30 minutes.
        if (attempt++ === ATTEMPTS) {
          await giveUpRefresh(ledger, id, grant.generation, held);
          restUntil.set(id, performance.now() + REST_MS / timeScale);
          throw notRenewed(grant, problem);
        }
        await pause(BETWEEN_MS * (attempt - 1));
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
    /** The other side refused this token before its time (401): it is not given out again. */
    refused: async (grantId: string, accessToken: string): Promise<void> => {
      const grant = await readGrant(ledger, grantId);
      if (grant?.accessToken === accessToken) await distrustAccessToken(ledger, grant, Math.ceil(BLAMELESS_MS / timeScale));
    },
  };
};
