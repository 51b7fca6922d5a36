/**
 * Requests as webhooks bring them: one that comes alone is committed at once, and what follows it closely is committed together, so that a
 * burst costs few commits, and each caller hears when its own is durable (posting protocol, section 11).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { AnnouncedRequest } from './requests.ts';
import { recordAnnounced } from './requests.ts';
import type { KindOfWork } from './schema.ts';

export interface RequestIntake {
  /** Resolves once the request is durable; rejects when the ledger cannot be written. */
  record(environmentId: string, requestId: string, kind?: KindOfWork): Promise<void>;
}

interface Waiting extends AnnouncedRequest {
  readonly settle: (problem: Error | null) => void;
}

/** Rows of one statement: databases take some thousand parameters, and a group must not hold up the event loop. */
const AT_ONCE = 200;

/** After a commit the next ones are gathered for so long: in a storm each of them costs a commit and a look for work, which nobody notices of a few. */
const GATHERED_MS = 5;

/** Makes the intake of one relay. */
export const createRequestIntake = (ledger: Ledger): RequestIntake => {
  let waiting: Waiting[] = [];
  let committing = false;

  const commitGroups = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      const problem = await recordAnnounced(ledger, group, 'webhook').then(
        () => null,
        (cause: unknown) => new Error('Requests could not be recorded.', { cause }),
      );
      for (const { settle } of group) settle(problem);
      if (waiting.length < AT_ONCE) await pause(GATHERED_MS);
    }
    committing = false;
  };

  return {
    record: (environmentId, id, kind = 'clicks') =>
      new Promise((resolve, reject) => {
        waiting.push({ environmentId, id, kind, settle: (problem) => (problem === null ? resolve() : reject(problem)) });
        if (committing) return;
        committing = true;
        setImmediate(() => void commitGroups());
      }),
  };
};
