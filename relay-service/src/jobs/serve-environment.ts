/** One round for one environment: find, take, post, resolve, tell. */
import { reason } from '../core/causes.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { refuseUnserved, takeRequests } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { liveConnections } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import { holdLane, stillHolds } from '../store/lanes.ts';
import { dueRequests, endRequest, lastRequestAt, openRequests, postponeRequests } from '../store/requests.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { findRequests, pollInterval } from './find-requests.ts';
import { postDocuments } from './post-documents.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { readAsked } from './read-asked.ts';
import { resolveDoubts } from './resolve-doubts.ts';
import type { Services } from './services.ts';
import { tellOutcomes } from './tell-outcomes.ts';

/** Most requests that one round takes. */
const AT_ONCE = 50;
/** While a lane is somebody else's. */
const LANE_BUSY_MS = 2_000;
/** Leases are renewed this often while a round runs (posting protocol, section 6). */
const RENEW_MS = 5_000;
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
  for (const { request, cause } of homeless) {
    await refuseUnserved(dataverse, request.id, reason(cause));
    await endRequest(services.ledger, environment.id, request.id, { state: 'refused', cause });
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
    if (lease) await servePart(services, work, () => postDocuments(services, lease, work));
    else
      await postponeRequests(
        services.ledger,
        environment.id,
        work.asked.map(({ request }) => request.id),
        LANE_BUSY_MS,
      );
  }
};

/** How long what failed rests: twice as long each time, five minutes at the most. */
const restAfter = (attempts: number): number => Math.min(5 * 60_000, 2_500 * 2 ** Math.min(attempts, 10));

/** One connection's trouble stops neither the others nor what is left to do for its own documents. */
const servePart = async (
  services: Services,
  { stored, asked }: Pick<AskedOfConnection, 'stored' | 'asked'>,
  part: () => Promise<void>,
): Promise<void> => {
  try {
    await part();
  } catch (problem) {
    services.log.error(
      { err: problem, connection: stored.id, requests: asked.length },
      'a part of a round failed; it is tried again later',
    );
    const asks = (problem as { readonly retryAfterMs?: number | null }).retryAfterMs ?? 0;
    const open = await openRequests(
      services.ledger,
      stored.environment_id,
      asked.map(({ request }) => request.id),
    );
    for (const { id, attempts } of open)
      await postponeRequests(services.ledger, stored.environment_id, [id], Math.max(asks, restAfter(attempts)));
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
  const renewal = setInterval(() => void renewAll(services, leases), RENEW_MS).unref();
  try {
    await serveAll(services, connections, leases);
  } finally {
    clearInterval(renewal);
  }
  return OPEN_WORK_MS;
};

const renewAll = async (services: Services, leases: ReadonlyMap<string, Lease>): Promise<void> => {
  try {
    for (const lease of leases.values()) await stillHolds(services.ledger, lease, services.config.instanceId);
  } catch (problem) {
    services.log.warn({ err: problem }, 'a lease could not be renewed');
  }
};

const serveAll = async (
  services: Services,
  connections: readonly [StoredConnection, ...StoredConnection[]],
  leases: ReadonlyMap<string, Lease>,
): Promise<void> => {
  await pollIfDue(services, connections[0].environment);
  await serveRequests(services, connections, leases);
  for (const connection of connections) {
    const lease = leases.get(connection.id);
    if (!lease) continue;
    const nothing = { stored: connection, asked: [] };
    await servePart(services, nothing, () => resolveDoubts(services, connection, lease));
    await servePart(services, nothing, () => tellOutcomes(services, connection));
  }
};
