/** The safety net: finds requests that no webhook announced. */
import { findRequested, findTakenBefore } from '../dataverse/read-requests.ts';
import { recordRequests, reopenStranded } from '../store/requests.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { Services } from './services.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often an environment is asked, in milliseconds (posting protocol, section 1). */
export const pollInterval = (sinceLastRequestMs: number, runsOnPoll: boolean): number => {
  if (sinceLastRequestMs < 10 * MINUTE) return 5 * SECOND;
  return runsOnPoll && sinceLastRequestMs < 60 * MINUTE ? 5 * SECOND : 60 * SECOND;
};

const PAGE = 200;

/** A row that has been Taken for so long was answered by nobody, or its answer was written over. */
const STRANDED_MS = 5 * MINUTE;

/** Records every row in state Requested that the ledger does not know, and takes up again what was left Taken. @returns how many */
export const findRequests = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  const { ledger, log } = services;
  const dataverse = services.dataverse(environment);
  const before = new Date(ledger.now() - STRANDED_MS / services.timeScale);
  const [requested, taken] = await Promise.all([findRequested(dataverse, PAGE), findTakenBefore(dataverse, before, PAGE)]);
  const ids = [...requested, ...taken].map(({ id }) => id);
  const found = await recordRequests(ledger, environment.id, ids, 'poll');
  const stranded = await reopenStranded(
    ledger,
    environment.id,
    taken.map(({ id }) => id),
  );
  if (found > 0) log.info({ environment: environment.id, found }, 'the poll found requests that no webhook announced');
  if (stranded > 0) log.warn({ environment: environment.id, stranded }, 'requests that were left without an answer are taken up again');
  return found + stranded;
};
