/** What an environment needs besides its requests: doubts that are due, answers that were not told, reference data, copies. */
import { besideLedger } from '../store/beside-ledger.ts';
import type { StoredConnection } from '../store/connections.ts';
import { connectionsOf } from '../store/connections.ts';
import { connectionsWithOpenPostings } from '../store/postings.ts';
import { referenceReadOf } from '../store/reference-reads.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { answerCopies } from './answer-copies.ts';
import { isFenceHeld } from './hold-fence.ts';
import { isReferenceReadDue, refreshReferenceDataIfDue } from './refresh-reference-data.ts';
import { resolveDoubts } from './resolve-doubts.ts';
import { servePart } from './serve-part.ts';
import type { Services } from './services.ts';
import { tellOutcomes } from './tell-outcomes.ts';
import { withLanes } from './with-lanes.ts';

/** Upkeep goes on this often while there is something to see to. */
const UPKEEP_MS = 1_000;

/** Connections of which something is left to find out, to tell or to read. */
const inNeed = async ({ ledger }: Services, connections: readonly StoredConnection[]): Promise<readonly StoredConnection[]> => {
  const open = await connectionsWithOpenPostings(
    ledger,
    connections.map(({ id }) => id),
  );
  const needing: StoredConnection[] = [];
  for (const stored of connections)
    if (open.has(stored.id) || isReferenceReadDue(await referenceReadOf(ledger, stored.id), ledger.now())) needing.push(stored);
  return needing;
};

const settle = async (services: Services, connections: readonly StoredConnection[]): Promise<void> => {
  const needing = await inNeed(services, connections);
  await withLanes(services, needing, async (leases) => {
    for (const stored of needing) {
      const lease = leases.get(stored.lane_id);
      if (!lease) continue;
      await servePart(services, stored, [], () => resolveDoubts(services, stored, lease));
      await servePart(services, stored, [], () => tellOutcomes(services, stored));
      await servePart(services, stored, [], () => refreshReferenceDataIfDue(services, stored));
    }
  });
};

/** Those for which this relay still is the one that finds out and tells. */
const withinFence = async (services: Services, connections: readonly StoredConnection[]): Promise<readonly StoredConnection[]> => {
  const within: StoredConnection[] = [];
  for (const stored of connections)
    await servePart(services, stored, [], async () => {
      if (await isFenceHeld(services, stored)) within.push(stored);
    });
  return within;
};

/** What goes by the clock, fences and reference data, is looked at this often where nothing else calls for it. */
const AT_LEAST_EVERY_MS = 60_000;
const seenToAt = besideLedger(() => new Map<string, number>());

/** Whether an environment is to be seen to although nothing of it is open. */
export const isUpkeepDue = (services: Services, environment: EnvironmentsTable): boolean =>
  performance.now() - (seenToAt(services.ledger).get(environment.id) ?? -Infinity) >= AT_LEAST_EVERY_MS / services.timeScale;

/** @returns milliseconds until the next round is due */
export const upkeep = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  seenToAt(services.ledger).set(environment.id, performance.now());
  await settle(services, await withinFence(services, await connectionsOf(services.ledger, environment)));
  await answerCopies(services, environment);
  return UPKEEP_MS;
};
