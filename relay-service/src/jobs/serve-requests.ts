/** One round of clicks or of bulk for one environment: take what is due, read it, and hand it to the story. */
import { reason } from '../core/causes.ts';
import { isTooOld, newestVersion, oldestServed } from '../core/installed-solution.ts';
import type { Reason } from '../core/document.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { refuseUnserved, takeRequests } from '../dataverse/write-outcomes.ts';
import { RemoteError } from '../errors.ts';
import type { StoredConnection } from '../store/connections.ts';
import { connectionsOf, everyConnectionOf } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import { askedBefore } from '../store/reopened-requests.ts';
import { assignRequests, dueRequests, endRequest, postponeRequests } from '../store/requests.ts';
import type { EnvironmentsTable, KindOfWork } from '../store/schema.ts';
import { addresseeOf } from './addressee.ts';
import { allEnded } from './all-ended.ts';
import { answerRequests } from './answer-requests.ts';
import { postDocuments } from './post-documents.ts';
import { noteRequest } from './polls.ts';
import { putOff, restFor } from './put-off.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { readAsked } from './read-asked.ts';
import { asksForReferenceData, refreshOnDemand } from './refresh-on-demand.ts';
import { refusalOf } from './refusal.ts';
import { servePart } from './serve-part.ts';
import type { Services } from './services.ts';
import { withLanes } from './with-lanes.ts';

/**
 * Most requests that a round takes. Clicks go as they come, in one call; bulk in several calls, so that contacts and items of many
 * invoices are made together.
 */
const AT_ONCE: Readonly<Record<KindOfWork, number>> = { clicks: 25, bulk: 200 };
/** Looked for again this often; a webhook wakes the round at once. */
const IDLE_MS = 1_000;

const laneBusy = { hindrance: 'lane-busy' } as const;
const notTaken = { hindrance: 'not-taken' } as const;
const notTold = { hindrance: 'not-told' } as const;
const behindAnother = { hindrance: 'behind-another' } as const;
/** Where another relay has taken over: it serves what is asked, and only what nobody has touched for so long is refused here. */
const LEFT_TO_THE_OTHER_MS = 10 * 60_000;

/** What a round has in hand. */
interface Hand {
  readonly environment: EnvironmentsTable;
  readonly kind: KindOfWork;
  readonly ids: readonly string[];
}
type Connections = readonly [StoredConnection, ...StoredConnection[]];

/** Reads the rows of what is due. What is gone or answered already is ended; of one invoice, one request is served at a time. */
const readOpen = async (services: Services, { environment, ids }: Hand): Promise<readonly RequestRow[]> => {
  const { ledger, claims } = services;
  const rows = await readRequests(services.dataverse(environment), ids);
  await services.atStep('requests-read');
  const known = new Set(rows.map(({ id }) => id));
  for (const id of ids.filter((id) => !known.has(id)))
    await endRequest(ledger, environment.id, id, { state: 'refused', cause: 'REQUEST_GONE' });
  const before = await askedBefore(ledger, environment.id, ids);
  const open = rows
    .filter(({ state }) => state === 'requested' || state === 'taken')
    // What was done before is looked at, not done again.
    .map((row) => (before.has(row.id) && row.action !== 'check' ? { ...row, action: 'refresh' as const } : row));
  for (const { id } of rows.filter((row) => !open.some((each) => each.id === row.id)))
    await endRequest(ledger, environment.id, id, { state: 'done' });
  const free = open.filter(({ id, invoiceId }) => invoiceId === '' || claims.takeInvoice(environment.id, invoiceId, id));
  const behind = open.filter((row) => !free.includes(row)).map(({ id }) => id);
  await postponeRequests(ledger, environment.id, behind, restFor(services, behindAnother));
  return free;
};

/**
 * Tells people that the relay has their clicks; what is bulk hears it when it is announced, which saves a write.
 * @returns row versions by id; what another relay has moved on since it was read is absent, and read again by the next round
 */
const take = async (services: Services, { environment, kind }: Hand, rows: readonly RequestRow[]): Promise<Map<string, string>> => {
  const toTell = kind === 'bulk' ? [] : rows.filter(({ state }) => state === 'requested');
  const taken = await takeRequests(services.dataverse(environment), toTell);
  return new Map([...rows.filter((row) => !toTell.includes(row)).map(({ id, rowVersion }) => [id, rowVersion] as const), ...taken]);
};

/** An administrator paused sending: nothing is refused, and people read that it waits. */
const keepWaiting = async (services: Services, work: AskedOfConnection): Promise<void> => {
  const who = work.asked.map(({ request, invoice }) => addresseeOf(request, invoice, work.connection, work.stored));
  await answerRequests(services, work.stored, await putOff(services, work.stored, who, { hindrance: 'paused' }));
};

const solutionTooOld = ({ config }: Services, installed: string, needed: string) =>
  reason('SOLUTION_TOO_OLD', { installed, needed, link: `${config.RELAY_PUBLIC_URL}/solution.zip` });

const lacksTable = (problem: unknown): boolean => problem instanceof RemoteError && problem.code === 'SOLUTION_TOO_OLD';

/** Tells whoever asked by the request alone, and ends it; what could not be written is tried again. */
const refuseAlone = async (
  services: Services,
  environment: EnvironmentsTable,
  id: string,
  cause: Reason,
  rowVersion?: string,
): Promise<void> => {
  const told = await refuseUnserved(services.dataverse(environment), id, cause, rowVersion);
  if (told === 'failed') await postponeRequests(services.ledger, environment.id, [id], restFor(services, notTold));
  else await endRequest(services.ledger, environment.id, id, { state: 'refused', cause: cause.code });
};

/** The environment has a version of the solution that is not served any more: people read what to download, and from where. */
const refuseForSolution = async (services: Services, work: AskedOfConnection, installed: string, needed: string): Promise<void> => {
  const cause = solutionTooOld(services, installed, needed);
  const refusals = work.asked.map(({ request, invoice }) =>
    refusalOf(addresseeOf(request, invoice, work.connection, work.stored), [cause]),
  );
  await answerRequests(services, work.stored, refusals);
};

const serveHand = async (services: Services, connections: Connections, leases: ReadonlyMap<string, Lease>, hand: Hand): Promise<void> => {
  const { environment, kind } = hand;
  const all = await readOpen(services, hand);
  await refreshOnDemand(services, connections, all.filter(asksForReferenceData));
  const open = all.filter((request) => !asksForReferenceData(request));
  if (open.length === 0) return;
  const installed = await services.installedSolution(environment);
  // A table of a newer version that the reading itself needs: nobody waits for what cannot be read.
  const reading = readAsked(services, connections, open).catch((problem: unknown) => {
    if (installed === null || !lacksTable(problem)) throw problem;
    return null;
  });
  const [read, versions] = await Promise.all([reading, take(services, hand, open)]);
  // A row that could not be written is looked at again a moment later, not at once and for ever.
  const leftOut = open.filter(({ id }) => !versions.has(id)).map(({ id }) => id);
  await postponeRequests(services.ledger, environment.id, leftOut, restFor(services, notTaken));
  if (read === null) {
    const cause = solutionTooOld(services, installed ?? '', newestVersion());
    for (const [id, rowVersion] of versions) await refuseAlone(services, environment, id, cause, rowVersion);
    return;
  }
  const { byConnection, homeless } = read;
  for (const { request, cause } of homeless) await refuseAlone(services, environment, request.id, reason(cause));
  const serveConnection = async ({ asked, ...rest }: AskedOfConnection): Promise<void> => {
    const work = {
      ...rest,
      asked: asked.flatMap((each) => {
        const rowVersion = versions.get(each.request.id);
        return rowVersion === undefined ? [] : [{ ...each, request: { ...each.request, rowVersion } }];
      }),
    };
    const lease = leases.get(work.stored.lane_id);
    const requestIds = work.asked.map(({ request }) => request.id);
    const who = work.asked.map(({ request, invoice }) => addresseeOf(request, invoice, work.connection, work.stored));
    if (connections.length > 1) await assignRequests(services.ledger, environment.id, requestIds, work.stored.id);
    if (work.stored.state === 'paused') await servePart(services, work.stored, who, () => keepWaiting(services, work));
    else if (installed !== null && isTooOld(installed))
      await servePart(services, work.stored, who, () => refuseForSolution(services, work, installed, oldestServed()));
    else if (lease)
      await servePart(services, work.stored, who, () =>
        postDocuments(services, lease, work, kind).catch((problem: unknown) => {
          // A table or a filter of a newer version cannot be done without.
          if (installed === null || !lacksTable(problem)) throw problem;
          return refuseForSolution(services, work, installed, newestVersion());
        }),
      );
    else await postponeRequests(services.ledger, environment.id, requestIds, restFor(services, laneBusy));
  };
  await allEnded(byConnection.map(serveConnection));
};

/**
 * No connection of the environment is on any more: each request is told so by its name, and nothing of it is sent.
 * What another relay serves now is left to it, unless nobody has touched it for long.
 */
const refuseAll = async (services: Services, { environment, ids }: Hand): Promise<void> => {
  const { ledger } = services;
  const states = new Set((await everyConnectionOf(ledger, environment)).map(({ state }) => state));
  const cause = states.has('copied') ? 'ENVIRONMENT_COPIED' : states.has('takenOver') ? 'TAKEN_OVER' : 'CONNECTION_REMOVED';
  const dataverse = services.dataverse(environment);
  const old = ledger.now() - LEFT_TO_THE_OTHER_MS / services.timeScale;
  const open = cause === 'TAKEN_OVER' ? (await readRequests(dataverse, ids)).filter(({ state }) => state === 'requested') : null;
  for (const id of ids)
    try {
      const row = open?.find((each) => each.id === id);
      if (open !== null && !row) await endRequest(ledger, environment.id, id, { state: 'done', cause });
      else if (row && Date.parse(row.createdOn ?? '') > old)
        await postponeRequests(ledger, environment.id, [id], restFor(services, laneBusy));
      else await refuseAlone(services, environment, id, reason(cause, { organisation: 'the organisation' }), row?.rowVersion);
    } catch (problem) {
      services.log.warn({ err: problem, environment: environment.id }, 'requests that no connection serves could not be answered');
      return postponeRequests(services.ledger, environment.id, ids, restFor(services, notTold));
    }
};

/**
 * @param another is called once this round has its requests in hand
 * @returns milliseconds until the next round is due
 */
export const serveRequests = async (
  everything: Services,
  environment: EnvironmentsTable,
  kind: KindOfWork,
  another: () => void,
): Promise<number> => {
  // Whatever the round asks of Xero, it asks as clicks or as bulk.
  const services: Services = { ...everything, xero: (stored, priority = kind) => everything.xero(stored, priority) };
  const { ledger, claims } = services;
  const due = await dueRequests(ledger, environment.id, kind, AT_ONCE[kind] + claims.count(environment.id));
  const ids = claims.take(
    environment.id,
    due.map(({ id }) => id),
    AT_ONCE[kind],
  );
  for (const { received_at } of due) noteRequest(services, environment.id, received_at);
  if (ids.length === 0) return IDLE_MS;
  const hand: Hand = { environment, kind, ids };
  try {
    const [first, ...others] = await connectionsOf(ledger, environment);
    if (!first) await refuseAll(services, hand);
    else {
      const connections = [first, ...others] as const;
      return await withLanes(services, connections, async (leases) => {
        if (leases.size === 0) return restFor(services, laneBusy);
        another();
        await serveHand(services, connections, leases, hand);
        return 0;
      });
    }
    return 0;
  } finally {
    claims.putBack(environment.id, ids);
  }
};
