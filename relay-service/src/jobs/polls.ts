/** When each environment is asked for requests that no webhook announced. Lives in memory: a restart asks at once, which is right. */
import { besideLedger } from '../store/beside-ledger.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { pollInterval } from './find-requests.ts';
import type { Services } from './services.ts';

interface Poll {
  /** Milliseconds since 1970 by the ledger's clock. */
  polledAt: number;
  lastRequestAt: number;
}

const polls = besideLedger(() => new Map<string, Poll>());

const pollOf = ({ ledger }: Pick<Services, 'ledger'>, environmentId: string): Poll => {
  const known = polls(ledger);
  const poll = known.get(environmentId) ?? { polledAt: 0, lastRequestAt: 0 };
  known.set(environmentId, poll);
  return poll;
};

/** People are at work: the environment is asked more often for a while. */
export const noteRequest = (services: Pick<Services, 'ledger'>, environmentId: string, receivedAt: number): void => {
  const poll = pollOf(services, environmentId);
  poll.lastRequestAt = Math.max(poll.lastRequestAt, receivedAt);
};

/** Whether it is time (posting protocol, section 1). */
export const isPollDue = (services: Pick<Services, 'ledger'>, environment: EnvironmentsTable): boolean => {
  const { polledAt, lastRequestAt } = pollOf(services, environment.id);
  const now = services.ledger.now();
  return now - polledAt >= pollInterval(now - lastRequestAt, environment.runs_on_poll === 1);
};

/** It is asked now. */
export const notePoll = (services: Pick<Services, 'ledger'>, environmentId: string): void => {
  pollOf(services, environmentId).polledAt = services.ledger.now();
};
