import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import type { KyselyPlugin } from 'kysely';
import { knownOf } from '../../../relay-service/src/store/adopted-postings.ts';
import { commitCall } from '../../../relay-service/src/store/calls.ts';
import { holdLane, openLane } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { movePosting, moveToPosted } from '../../../relay-service/src/store/posting-moves.ts';
import {
  connectionsWithOpenPostings,
  doubtAbandoned,
  duePostings,
  findPosting,
  findPostingsOfInvoices,
  preparePosting,
} from '../../../relay-service/src/store/postings.ts';
import { reopenStranded } from '../../../relay-service/src/store/reopened-requests.ts';
import {
  dueRequests,
  endRequest,
  lastRequestAt,
  openRequests,
  postponeRequests,
  recordRequests,
} from '../../../relay-service/src/store/requests.ts';
import { addFinished } from '../../bench/finished-rows.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

/** Enough that PostgreSQL would rather use an index. */
const FINISHED = 20_000;
const LARGE = 'requests|postings|calls';
const lease = { laneId: 'lane', epoch: 1, until: 0 };
const key = { tenantId: 'tenant', organizationId: 'organization', invoiceId: 'i-1', documentKind: 'ACCREC' as const };
const numbered = { number: 'N', numberUnique: true, sameness: null };

/** Everything that is asked for each request or each second. */
const hot: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  'a webhook is recorded': (ledger) => recordRequests(ledger, 'environment', ['new'], 'webhook'),
  'requests that are due': (ledger) => dueRequests(ledger, 'environment', 'clicks', 50),
  'requests that are open': (ledger) => openRequests(ledger, 'environment', ['r-1', 'r-2']),
  'requests are put off': (ledger) => postponeRequests(ledger, 'environment', ['r-1', 'r-2'], 1),
  'a request ends': (ledger) => endRequest(ledger, 'environment', 'r-1', { state: 'done' }),
  'stranded requests are opened again': (ledger) => reopenStranded(ledger, 'environment', ['r-1', 'r-2']),
  'when a request last arrived': (ledger) => lastRequestAt(ledger, 'environment'),
  'a posting is prepared': (ledger) => preparePosting(ledger, key, { connectionId: 'connection', requestId: 'r-1' }),
  'the newest posting of a document': (ledger) => findPosting(ledger, key),
  'postings of invoices': (ledger) => findPostingsOfInvoices(ledger, key, ['i-1', 'i-2']),
  'postings that are due': (ledger) => duePostings(ledger, 'connection', ['doubtful'], 50),
  'a posting moves': (ledger) => movePosting(ledger, 'p-1', 'intended', 'posted', {}, lease),
  'postings of a call are posted': (ledger) =>
    moveToPosted(
      ledger,
      new Map([
        ['p-1', 'd-1'],
        ['p-2', 'd-2'],
      ]),
      'intended',
      { ...lease, callId: 'c-1' },
    ),
  'a call is committed': async (ledger) => {
    await openLane(ledger, 'lane');
    const held = (await holdLane(ledger, 'lane', 'relay'))!;
    const members = ['p-1', 'p-2'].map((postingId) => ({ postingId, identity: numbered, invoiceRowVersion: '1' }));
    await commitCall(ledger, { ...held, kind: 'bulk', body: '{}', timeoutMs: 1, members });
  },
  'intents and documents that the rows know': (ledger) => knownOf(ledger, ['p-1', 'p-2'], ['d-1', 'd-2']),
  'connections with open postings': (ledger) => connectionsWithOpenPostings(ledger, ['connection']),
  'calls that nobody waits for': (ledger) => doubtAbandoned(ledger, 'connection', lease),
};

describe.each(await homes())('plans of hot queries among many finished rows, with the ledger on $name', ({ open, name }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
    await addFinished(home.ledger, FINISHED, { environmentId: 'environment', connectionId: 'connection' });
  });
  afterEach(() => home.close());

  const queriesOf = async (run: (ledger: Ledger) => Promise<unknown>): Promise<CompiledQuery[]> => {
    const { ledger } = home;
    const asked: CompiledQuery[] = [];
    const listener: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        asked.push(ledger.db.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    await run({ ...ledger, db: ledger.db.withPlugin(listener) });
    return asked;
  };
  const planOf = async ({ sql, parameters }: CompiledQuery): Promise<string> => {
    const { rows } = await home.ledger.db.executeQuery<Readonly<Record<string, unknown>>>(
      CompiledQuery.raw(`${name === 'SQLite' ? 'explain query plan' : 'explain'} ${sql}`, [...parameters]),
    );
    return rows.map((row) => (row['detail'] ?? row['QUERY PLAN']) as string).join('\n');
  };
  /** Reading a large table through, or sorting. */
  const faults = new RegExp(name === 'SQLite' ? `SCAN (?:${LARGE})|TEMP B-TREE FOR ORDER` : `Seq Scan on (?:${LARGE})|\\bSort\\b`);

  test('none reads a table through or sorts', async () => {
    for (const [what, run] of Object.entries(hot)) {
      const queries = await queriesOf(run);
      expect([what, queries.length > 0]).toEqual([what, true]);
      for (const query of queries) {
        const plan = await planOf(query);
        expect([what, query.sql, faults.exec(plan) === null ? 'no fault' : plan]).toEqual([what, query.sql, 'no fault']);
      }
    }
  });

  test('one that reads a table through is noticed', async () => {
    const queries = await queriesOf(({ db }) => db.selectFrom('postings').selectAll().where('cause', '=', 'X').execute());
    for (const query of queries) expect(await planOf(query)).toMatch(faults);
  });
});
