/**
 * Where there is something to do: a handful of queries for all environments together, so that a thousand idle ones cost next to nothing.
 * Each names every environment that its duty would find work in; whatever is asked by the clock is known from memory.
 */
import { environmentsWithDueEffects } from '../store/effects.ts';
import { environmentsWithCopiesToAnswer } from '../store/fences.ts';
import { environmentsWithOpenPostings } from '../store/postings.ts';
import { environmentsNeverRead } from '../store/reference-reads.ts';
import { whereRequestsAreDue } from '../store/requests.ts';
import type { EnvironmentsTable, KindOfWork } from '../store/schema.ts';
import { isCanceledDue } from './effects/find-canceled.ts';
import { isPollDue } from './polls.ts';
import { isAutomaticDue } from './send-automatically.ts';
import type { Services } from './services.ts';
import { isUpkeepDue } from './upkeep.ts';

export type DutyName = KindOfWork | 'effects' | 'polls' | 'automatic' | 'upkeep';

/** Ids of the environments that have work of each kind. */
export const workAtHand = async (
  services: Services,
  environments: readonly EnvironmentsTable[],
): Promise<Readonly<Record<DutyName, ReadonlySet<string>>>> => {
  const { ledger } = services;
  const due = await whereRequestsAreDue(ledger);
  const of = (kind: KindOfWork) => new Set(due.filter((each) => each.kind === kind).map(({ environmentId }) => environmentId));
  const where = (isDue: (environment: EnvironmentsTable) => boolean) => environments.filter(isDue).map(({ id }) => id);
  return {
    clicks: of('clicks'),
    bulk: of('bulk'),
    effects: new Set([...(await environmentsWithDueEffects(ledger)), ...where(({ id }) => isCanceledDue(services, id))]),
    polls: new Set(where((environment) => isPollDue(services, environment))),
    automatic: new Set(where(({ id }) => isAutomaticDue(services, id))),
    upkeep: new Set([
      ...(await environmentsWithOpenPostings(ledger)),
      ...(await environmentsWithCopiesToAnswer(ledger)),
      ...(await environmentsNeverRead(ledger)),
      ...where((environment) => isUpkeepDue(services, environment)),
    ]),
  };
};
