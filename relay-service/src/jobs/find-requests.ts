/** The safety net: finds requests that no webhook announced. */
import { portions } from '../core/portions.ts';
import { findArrived, findTakenBefore } from '../dataverse/read-requests.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import { reopenForgotten, reopenStranded } from '../store/reopened-requests.ts';
import { recordAnnounced } from '../store/requests.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { Services } from './services.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often an environment is asked, in milliseconds (posting protocol, section 1). */
export const pollInterval = (sinceLastRequestMs: number, runsOnPoll: boolean): number => {
  if (sinceLastRequestMs < 10 * MINUTE) return 5 * SECOND;
  return runsOnPoll && sinceLastRequestMs < 60 * MINUTE ? 5 * SECOND : 60 * SECOND;
};

/** More than all rounds have in hand, whose rows still wait to be announced. */
const PAGE = 1_000;
/** Webhooks are recorded in between. */
const RECORDED_AT_ONCE = 100;

/** Rows that were left Taken are looked for this often. */
const STRANDED_LOOK_MS = MINUTE;
/** By environment, milliseconds since 1970 by the ledger's clock. Lives in memory: a restart looks at once. */
const strandedLookedAt = besideLedger(() => new Map<string, number>());

const isStrandedLookDue = ({ ledger, timeScale }: Services, environmentId: string): boolean => {
  const lookedAt = strandedLookedAt(ledger);
  const now = ledger.now();
  if (now - (lookedAt.get(environmentId) ?? 0) < STRANDED_LOOK_MS / timeScale) return false;
  lookedAt.set(environmentId, now);
  return true;
};

/** A row that has been Taken for so long was answered by nobody, or its answer was written over. */
const STRANDED_MS = 5 * MINUTE;

/** An answer that is this old was not on its way while the rows were read. */
const FORGOTTEN_MS = MINUTE;

/** Records every row in state Requested that the ledger does not know, and takes up again what was left Taken. */
export const findRequests = async (services: Services, environment: EnvironmentsTable): Promise<void> => {
  const { ledger, log, arrivals } = services;
  const dataverse = services.dataverse(environment);
  const [requested, taken] = await Promise.all([
    findArrived(dataverse, PAGE),
    isStrandedLookDue(services, environment.id)
      ? findTakenBefore(dataverse, new Date(ledger.now() - STRANDED_MS / services.timeScale), PAGE)
      : [],
  ]);
  const announced = [...requested, ...taken].map(({ id, createdById, createdOn }) => {
    const at = createdOn === null ? ledger.now() : Date.parse(createdOn);
    return { environmentId: environment.id, id, kind: arrivals.kindOf(environment.id, createdById, id, at) };
  });
  let found = 0;
  for (const some of portions(announced, RECORDED_AT_ONCE)) found += await recordAnnounced(ledger, some, 'poll');
  const stranded = await reopenStranded(
    ledger,
    environment.id,
    taken.map(({ id }) => id),
  );
  const forgotten = await reopenForgotten(
    ledger,
    environment.id,
    requested.map(({ id }) => id),
    ledger.now() - Math.ceil(FORGOTTEN_MS / services.timeScale),
  );
  if (forgotten > 0)
    log.warn({ environment: environment.id, forgotten }, 'Dynamics has forgotten answers; they are told again, and nothing is done twice');
  if (found > 0) log.info({ environment: environment.id, found }, 'the poll found requests that no webhook announced');
  if (stranded > 0) log.warn({ environment: environment.id, stranded }, 'requests that were left without an answer are taken up again');
};
