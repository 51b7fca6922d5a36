import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActivityState } from '../../../relay-service/src/store/activity-rows.ts';
import { allActivity, readActivity } from '../../../relay-service/src/store/activity-rows.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { preparePosting } from '../../../relay-service/src/store/postings.ts';
import { endRequest, recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

describe.each(await homes())('activity on $name', ({ open }) => {
  let home: OpenHome;
  beforeAll(async () => {
    home = await open();
  });
  afterAll(() => home.close());

  const connection = { id: 'c', environment_id: 'e', state: 'connected', created_at: 0 } as StoredConnection;
  /** Ids of the requests on all pages. */
  const listed = async (state: ActivityState | null, limit = 2): Promise<string[]> => {
    const seen: string[] = [];
    for await (const page of allActivity(home.ledger, connection, { state, limit })) seen.push(...page.map(({ requestId }) => requestId));
    return seen;
  };

  test('refusals that were answered in another order than they were asked fell between two pages', async () => {
    const { ledger } = home;
    const ids = ['first', 'second', 'third', 'fourth', 'fifth'];
    await recordRequests(ledger, 'e', ids, 'webhook');
    for (const [index, id] of ids.entries()) {
      await endRequest(ledger, 'e', id, { state: 'refused', cause: 'CUSTOMER_MISSING' });
      const times = { received_at: 1_000 + index, ended_at: 9_000 - index };
      await ledger.db.updateTable('requests').set(times).where('id', '=', id).execute();
    }
    const seen = await listed('refused');
    expect(seen).toEqual(ids.toReversed());
  });

  test('rows of one moment, as a group has them, fell between two pages: documents, refusals and what waits', async () => {
    const { ledger } = home;
    const ids = Array.from({ length: 9 }, (_, index) => `of-a-group-${String(index)}`);
    await recordRequests(ledger, 'e', ids, 'webhook');
    for (const id of ids.slice(0, 3)) {
      const key = { tenantId: 't', organizationId: 'o', invoiceId: id, documentKind: 'ACCREC' as const };
      const { id: posting } = await preparePosting(ledger, key, { connectionId: 'c', requestId: id });
      await ledger.db.updateTable('postings').set({ state: 'told', created_at: 50_000 }).where('id', '=', posting).execute();
      await endRequest(ledger, 'e', id, { state: 'done' });
    }
    for (const id of ids.slice(3, 6)) await endRequest(ledger, 'e', id, { state: 'refused', cause: 'NO_ROLE' });
    await ledger.db.updateTable('requests').set({ received_at: 50_000 }).where('id', 'in', ids).execute();
    for (const limit of [1, 2, 4]) expect((await listed(null, limit)).filter((id) => id.startsWith('of-a-group')).toSorted()).toEqual(ids);
    expect((await listed('waiting', 1)).toSorted()).toEqual(ids.slice(6));
    const ofCause = await readActivity(ledger, connection, { state: 'refused', cause: 'NO_ROLE', after: null, limit: 50 });
    expect(ofCause.map(({ requestId }) => requestId).toSorted()).toEqual(ids.slice(3, 6));
  });
});
