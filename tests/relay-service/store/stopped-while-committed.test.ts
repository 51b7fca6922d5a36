import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { commitCall } from '../../../relay-service/src/store/calls.ts';
import { findConnectionById, saveConnection } from '../../../relay-service/src/store/connections.ts';
import { holdLane, laneIdOf } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { findPosting, preparePosting } from '../../../relay-service/src/store/postings.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const key = { tenantId: 'tenant', organizationId: 'organization', invoiceId: 'invoice', documentKind: 'ACCREC' as const };

describe.each(await homes())('a call committed while its connection is being stopped, on $name', ({ open }) => {
  let home: OpenHome;
  let ledger: Ledger;
  beforeEach(async () => {
    home = await open();
    ledger = home.ledger;
    const grant = { system: 'xero', subject: 's', tenant: 't', generation: 1, refresh_token: 'x', access_expires_at: 0 } as const;
    await ledger.db
      .insertInto('grants')
      .values({ ...grant, id: 'grant', state: 'alive', updated_at: 0 })
      .execute();
    await saveConnection(ledger, {
      environmentId: 'environment',
      organizationId: 'organization',
      origin: 'https://coralbay.crm6.dynamics.example',
      dataverseGrantId: 'grant',
      webhookKey: 'key',
      runsOnPoll: false,
      connectionId: 'connection',
      connectorId: 'connector',
      xeroClientId: 'client',
      tenantId: 'tenant',
      xeroConnectionId: 'at-xero',
      xeroGrantId: 'grant',
    });
  });
  afterEach(() => home.close());

  const commit = async (): Promise<string | null> => {
    const lease = (await holdLane(ledger, laneIdOf('client', 'tenant'), 'a relay'))!;
    const posting = await preparePosting(ledger, key, { connectionId: 'connection', requestId: 'request' });
    return commitCall(ledger, {
      laneId: lease.laneId,
      epoch: lease.epoch,
      kind: 'clicks',
      body: '{}',
      timeoutMs: 1,
      members: [{ postingId: posting.id, identity: { number: null, numberUnique: false, sameness: null }, invoiceRowVersion: '1' }],
    });
  };

  test('waits for whoever stops it, and is not sent', async () => {
    const begun = Promise.withResolvers<undefined>();
    const stopping = ledger.db.transaction().execute(async (transaction) => {
      await transaction.updateTable('connections').set({ state: 'disconnected' }).where('id', '=', 'connection').execute();
      begun.resolve(undefined);
      // Long enough for a commit that does not wait.
      await pause(300);
    });
    await begun.promise;
    const call = commit();
    await stopping;
    expect(await call).toBeNull();
    expect(await findPosting(ledger, key)).toMatchObject({ state: 'prepared', call_id: null });
  });

  test('leaves the connection as it is', async () => {
    const before = await findConnectionById(ledger, 'connection');
    expect(await commit()).not.toBeNull();
    expect(await findConnectionById(ledger, 'connection')).toEqual(before);
  });
});
