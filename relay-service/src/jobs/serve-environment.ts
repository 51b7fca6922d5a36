/** One round for one environment: find, take, post, resolve, tell. */
import { reason } from '../core/causes.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { refuseUnserved, takeRequests } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { liveConnections } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import { holdLane } from '../store/lanes.ts';
import { dueRequests, endRequest, lastRequestAt, postponeRequests } from '../store/requests.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { findRequests, pollInterval } from './find-requests.ts';
import { postDocuments } from './post-documents.ts';
import { readAsked } from './read-asked.ts';
import { resolveDoubts } from './resolve-doubts.ts';
import type { Services } from './services.ts';
import { tellOutcomes } from './tell-outcomes.ts';

/** Most requests that one round takes. */
const AT_ONCE = 50;
/** While a lane is somebody else's. */
const LANE_BUSY_MS = 2_000;
/** Rounds go on this often while something is open. */
const OPEN_WORK_MS = 1_000;

/** When each environment was last polled; a restart polls at once, which is right. */
const polledAt = new WeakMap<Services, Map<string, number>>();

const pollIfDue = async (services: Services, environment: EnvironmentsTable): Promise<void> => {
  const polled = polledAt.get(services) ?? new Map<string, number>();
  polledAt.set(services, polled);
  const now = services.ledger.now();
  const last = (await lastRequestAt(services.ledger, environment.id)) ?? 0;
  const interval = pollInterval(now - last, environment.runs_on_poll === 1);
  if (now - (polled.get(environment.id) ?? 0) < interval) return;
  polled.set(environment.id, now);
  await findRequests(services, environment);
};

const serveRequests = async (
  services: Services,
  connections: readonly [StoredConnection, ...StoredConnection[]],
  leases: ReadonlyMap<string, Lease>,
): Promise<void> => {
  const { environment } = connections[0];
  const due = await dueRequests(services.ledger, environment.id, AT_ONCE);
  if (due.length === 0) return;
  const dataverse = services.dataverse(environment);
  const rows = await readRequests(
    dataverse,
    due.map(({ id }) => id),
  );
  await services.atStep('requests-read');
  const known = new Set(rows.map(({ id }) => id));
  for (const { id } of due.filter(({ id }) => !known.has(id)))
    await endRequest(services.ledger, environment.id, id, { state: 'refused', cause: 'REQUEST_GONE' });
  const open = rows.filter(({ state }) => state === 'requested' || state === 'taken');
  for (const { id } of rows.filter((row) => !open.includes(row))) await endRequest(services.ledger, environment.id, id, { state: 'done' });
  const [{ byConnection, homeless }, taken] = await Promise.all([
    readAsked(services, connections, open),
    takeRequests(
      dataverse,
      open.filter(({ state }) => state === 'requested'),
    ),
  ]);
  // What another relay has moved on since it was read is left alone; the next round reads it again.
  const versions = new Map([
    ...open.filter(({ state }) => state === 'taken').map(({ id, rowVersion }) => [id, rowVersion] as const),
    ...taken,
  ]);
  for (const { id } of homeless) {
    await refuseUnserved(dataverse, id, reason('CONNECTOR_UNKNOWN'));
    await endRequest(services.ledger, environment.id, id, { state: 'refused', cause: 'CONNECTOR_UNKNOWN' });
  }
  for (const { asked, ...rest } of byConnection) {
    const work = {
      ...rest,
      asked: asked.flatMap((each) => {
        const rowVersion = versions.get(each.request.id);
        return rowVersion === undefined ? [] : [{ ...each, request: { ...each.request, rowVersion } }];
      }),
    };
    const lease = leases.get(work.stored.id);
    if (lease) await postDocuments(services, lease, work);
    else
      await postponeRequests(
        services.ledger,
        environment.id,
        work.asked.map(({ request }) => request.id),
        LANE_BUSY_MS,
      );
  }
};

/** @returns milliseconds until the next round is due */
export const serveEnvironment = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  const [first, ...others] = (await liveConnections(services.ledger)).filter(({ environment_id }) => environment_id === environment.id);
  if (!first) return OPEN_WORK_MS;
  const connections = [first, ...others] as const;
  const leases = new Map<string, Lease>();
  for (const { id, lane_id } of connections) {
    const lease = await holdLane(services.ledger, lane_id, services.config.instanceId);
    if (lease) leases.set(id, lease);
  }
  await pollIfDue(services, environment);
  await serveRequests(services, connections, leases);
  for (const connection of connections) {
    const lease = leases.get(connection.id);
    if (!lease) continue;
    await resolveDoubts(services, connection, lease);
    await tellOutcomes(services, connection);
  }
  return OPEN_WORK_MS;
};
