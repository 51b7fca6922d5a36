/** What a request costs the ledger, from its arrival to its end, among a thousand finished ones and among a million. */
import { randomUUID } from 'node:crypto';
import { commitCall, endCall } from '../../relay-service/src/store/calls.ts';
import { holdLane, openLane } from '../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../relay-service/src/store/ledger.ts';
import { movePosting } from '../../relay-service/src/store/posting-moves.ts';
import { preparePosting } from '../../relay-service/src/store/postings.ts';
import { dueRequests, endRequest, recordRequests } from '../../relay-service/src/store/requests.ts';
import type { Home } from '../relay-service/store/homes.ts';
import { addFinished } from './finished-rows.ts';
import { median } from './percentile.ts';
import type { Report } from './report.ts';
import { round } from './report.ts';

export interface Growth {
  readonly home: string;
  readonly few: number;
  readonly many: number;
  /** Median cost with many over median cost with few. */
  readonly ratio: number;
  /** Milliseconds a request, each run: few, many. */
  readonly runs: readonly (readonly [number, number])[];
}

const of = { environmentId: 'environment', connectionId: 'connection' };
const CALL = 50;
const CALLS = 10;

/** Enqueue singly, claim and complete in calls of 50, as the relay does. @returns milliseconds a request */
const work = async (ledger: Ledger): Promise<number> => {
  const laneId = 'lane';
  await openLane(ledger, laneId);
  const lease = await holdLane(ledger, laneId, 'bench');
  if (!lease) throw new Error('The lane is held by somebody else.');
  const started = performance.now();
  for (let call = 0; call < CALLS; call++) {
    for (let index = 0; index < CALL; index++) await recordRequests(ledger, of.environmentId, [randomUUID()], 'webhook');
    const due = await dueRequests(ledger, of.environmentId, 'clicks', CALL);
    const postings = [];
    for (const { id } of due)
      postings.push(
        await preparePosting(
          ledger,
          { tenantId: 'tenant', organizationId: 'organization', invoiceId: randomUUID(), documentKind: 'ACCREC' },
          { connectionId: of.connectionId, requestId: id },
        ),
      );
    const callId = await commitCall(ledger, {
      ...lease,
      kind: 'bulk',
      body: '{}',
      timeoutMs: 1,
      members: postings.map(({ id }) => ({
        postingId: id,
        identity: { number: 'N', numberUnique: true, sameness: null },
        invoiceRowVersion: '1',
      })),
    });
    if (callId === null) throw new Error('The call could not be committed.');
    await endCall(ledger, callId, 'answered');
    for (const { id, request_id } of postings) {
      await movePosting(ledger, id, 'intended', 'posted', { xero_document_id: id }, lease);
      await movePosting(ledger, id, 'posted', 'told', { number_sealed: null });
      await endRequest(ledger, of.environmentId, request_id, { state: 'done', postingId: id });
    }
  }
  return (performance.now() - started) / (CALL * CALLS);
};

/** Interleaved, so that what else the machine does hits both alike. */
export const measureGrowth = async (home: Home, few: number, many: number, times: number, report: Report): Promise<Growth> => {
  const [small, large] = [await home.open(), await home.open()];
  try {
    report(`  growth on ${home.name}: filling a ledger with ${String(many)} finished rows`);
    await addFinished(small.ledger, few, of);
    await addFinished(large.ledger, many, of);
    await work(small.ledger);
    await work(large.ledger);
    const runs: (readonly [number, number])[] = [];
    for (let run = 0; run < times; run++) {
      runs.push([round(await work(small.ledger), 3), round(await work(large.ledger), 3)]);
      report(`  growth on ${home.name}: run ${String(run + 1)} of ${String(times)}`);
    }
    const ratio = median(runs.map(([, ms]) => ms)) / median(runs.map(([ms]) => ms));
    return { home: home.name, few, many, ratio: round(ratio, 2), runs };
  } finally {
    await Promise.all([small.close(), large.close()]);
  }
};
