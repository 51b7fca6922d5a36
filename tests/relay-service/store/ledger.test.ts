import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openIdentity } from '../../../relay-service/src/store/sealed-identity.ts';
import { commitCall, endCall, findCall } from '../../../relay-service/src/store/calls.ts';
import { changeConnection, liveConnections, saveConnection, webhookKeys } from '../../../relay-service/src/store/connections.ts';
import { holdLane, laneIdOf, openLane, releaseLane } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { movePosting, moveToPosted } from '../../../relay-service/src/store/posting-moves.ts';
import { duePostings, findPosting, preparePosting } from '../../../relay-service/src/store/postings.ts';
import { dueRequests, endRequest, postponeRequests, recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { PostingsTable } from '../../../relay-service/src/store/schema.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const key = { tenantId: 'tenant', organizationId: 'organization', invoiceId: 'invoice', documentKind: 'ACCREC' as const };
const by = { connectionId: 'connection', requestId: 'request' };

describe.each(await homes())('the ledger on $name', ({ open, name }) => {
  let home: OpenHome;
  let ledger: Ledger;
  beforeEach(async () => {
    home = await open();
    ledger = home.ledger;
  });
  afterEach(() => home.close());

  const grant = async (id: string): Promise<void> => {
    await ledger.db
      .insertInto('grants')
      .values({
        id,
        system: 'xero',
        subject: 's',
        tenant: 't',
        generation: 1,
        refresh_token: 'x',
        access_expires_at: 0,
        state: 'alive',
        updated_at: 0,
      })
      .execute();
  };

  test('a request is recorded once, however often it is announced', async () => {
    expect(await recordRequests(ledger, 'environment', ['a', 'b'], 'webhook')).toBe(2);
    expect(await recordRequests(ledger, 'environment', ['b', 'c'], 'poll')).toBe(1);
    expect((await dueRequests(ledger, 'environment', 'clicks', 10)).map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(await recordRequests(ledger, 'elsewhere', ['a'], 'poll')).toBe(1);
  });

  test('a postponed request waits, an ended one is not due again', async () => {
    await recordRequests(ledger, 'environment', ['a', 'b'], 'webhook');
    await postponeRequests(ledger, 'environment', ['a'], 60_000);
    await endRequest(ledger, 'environment', 'b', { state: 'refused', cause: 'NO_CUSTOMER' });
    expect(await dueRequests(ledger, 'environment', 'clicks', 10)).toEqual([]);
    await recordRequests(ledger, 'environment', ['b'], 'webhook');
    expect(await dueRequests(ledger, 'environment', 'clicks', 10)).toEqual([]);
  });

  test('preparing a document twice gives the same intent', async () => {
    const first = await preparePosting(ledger, key, by);
    const again = await preparePosting(ledger, key, { ...by, requestId: 'another' });
    // The newest request gets the answer.
    expect(again).toEqual({ ...first, request_id: 'another', updated_at: again.updated_at });
  });

  test('a refused posting is taken up again with a new intent, a posted one never', async () => {
    const first = await preparePosting(ledger, key, by);
    await ledger.db.updateTable('postings').set({ state: 'intended' }).execute();
    await movePosting(ledger, first.id, 'intended', 'refused', { cause: 'X' });
    const second = await preparePosting(ledger, key, by);
    expect(second).toMatchObject({ state: 'prepared', generation: 1, cause: null });
    expect(second.id).not.toBe(first.id);
    expect(second.former_id).toBe(first.id);
    await ledger.db.updateTable('postings').set({ state: 'posted' }).execute();
    expect(await preparePosting(ledger, key, by)).toMatchObject({ id: second.id, state: 'posted' });
  });

  test('a move that the protocol does not have throws, a move that lost its race says so', async () => {
    const posting = await preparePosting(ledger, key, by);
    await expect(movePosting(ledger, posting.id, 'posted', 'prepared')).rejects.toThrow('cannot go');
    expect(await movePosting(ledger, posting.id, 'doubtful', 'posted')).toBe(false);
    expect(await movePosting(ledger, posting.id, 'prepared', 'doubtful')).toBe(true);
    expect((await duePostings(ledger, 'connection', ['doubtful'], 10)).map(({ id }) => id)).toEqual([posting.id]);
  });

  test('a call and its members are committed together or not at all', async () => {
    const laneId = laneIdOf('client', 'tenant');
    await openLane(ledger, laneId);
    const lease = await holdLane(ledger, laneId, 'relay 1');
    const posting = await preparePosting(ledger, key, by);
    const call = {
      laneId,
      epoch: lease!.epoch,
      kind: 'clicks' as const,
      body: '{}',
      timeoutMs: 30_000,
      members: [{ postingId: posting.id, identity: { number: 'INV-1', numberUnique: true, sameness: null }, invoiceRowVersion: 'W/"1"' }],
    };
    expect(await commitCall(ledger, { ...call, epoch: 99 })).toBeNull();
    expect(await findPosting(ledger, key)).toMatchObject({ state: 'prepared', call_id: null });
    const id = await commitCall(ledger, call);
    expect(await findPosting(ledger, key)).toMatchObject({ state: 'intended', call_id: id, attempts: 1 });
    expect(await commitCall(ledger, call)).toBeNull();
    expect((await findCall(ledger, id!))?.sent_at).toBeGreaterThan(0);
    await endCall(ledger, id!, 'answered');
  });

  /** Three documents in a call. */
  const threeInACall = async () => {
    const laneId = laneIdOf('client', 'tenant');
    await openLane(ledger, laneId);
    const lease = (await holdLane(ledger, laneId, 'relay 1'))!;
    const postings: PostingsTable[] = [];
    for (const invoiceId of ['one', 'two', 'three']) postings.push(await preparePosting(ledger, { ...key, invoiceId }, by));
    const members = postings.map(({ id, invoice_id: number }, index) => ({
      postingId: id,
      identity: { number: index === 2 ? null : number, numberUnique: true, sameness: null },
      invoiceRowVersion: `W/"${number}"`,
    }));
    const of = async (invoiceId: string) => (await findPosting(ledger, { ...key, invoiceId }))!;
    return { lease, members, of, call: { ...lease, kind: 'bulk' as const, body: '[]', timeoutMs: 1, members } };
  };

  test('each member of a call keeps its own number and row version', async () => {
    const { call, of } = await threeInACall();
    await commitCall(ledger, call);
    const [one, two, three] = [await of('one'), await of('two'), await of('three')];
    expect([one, two].map((posting) => openIdentity(ledger, posting).number)).toEqual(['one', 'two']);
    expect(three.number_sealed).toBeNull();
    expect([one, two, three].map((posting) => posting.invoice_row_version)).toEqual(['W/"one"', 'W/"two"', 'W/"three"']);
  });

  test('members that Xero numbers leave nothing sealed', async () => {
    const { call, members, of } = await threeInACall();
    const unnumbered = members.map((member) => ({ ...member, identity: { number: null, numberUnique: false, sameness: null } }));
    expect(await commitCall(ledger, { ...call, members: unnumbered })).not.toBeNull();
    expect([(await of('one')).number_sealed, (await of('three')).number_sealed]).toEqual([null, null]);
  });

  test('a call of which one member has moved on meanwhile is not committed, and the others stay prepared', async () => {
    const { call, members, of } = await threeInACall();
    await movePosting(ledger, members[1]!.postingId, 'prepared', 'doubtful');
    expect(await commitCall(ledger, call)).toBeNull();
    expect([(await of('one')).state, (await of('two')).state, (await of('three')).state]).toEqual(['prepared', 'doubtful', 'prepared']);
    expect(await ledger.db.selectFrom('calls').select('id').execute()).toEqual([]);
  });

  test('what a call has posted is noted together, but for what somebody else has moved on', async () => {
    const { call, lease, members, of } = await threeInACall();
    const callId = (await commitCall(ledger, call))!;
    const [one, two, three] = members.map(({ postingId }) => postingId) as [string, string, string];
    await movePosting(ledger, two, 'intended', 'doubtful');
    const documents = new Map([
      [one, 'document one'],
      [two, 'document two'],
      [three, 'document three'],
    ]);
    expect(await moveToPosted(ledger, documents, 'intended', { ...lease, callId: 'another call' })).toEqual(new Set());
    expect(await moveToPosted(ledger, documents, 'intended', { ...lease, epoch: lease.epoch + 1, callId })).toEqual(new Set());
    expect(await moveToPosted(ledger, documents, 'intended', { ...lease, callId })).toEqual(new Set([one, three]));
    expect(await of('one')).toMatchObject({ state: 'posted', xero_document_id: 'document one' });
    expect(await of('two')).toMatchObject({ state: 'doubtful', xero_document_id: null });
    expect(await of('three')).toMatchObject({ state: 'posted', xero_document_id: 'document three' });
    expect(await moveToPosted(ledger, documents, 'doubtful', { ...lease, callId })).toEqual(new Set([two]));
  });

  test('the number is sealed in the ledger', async () => {
    const laneId = laneIdOf('client', 'tenant');
    await openLane(ledger, laneId);
    const lease = await holdLane(ledger, laneId, 'relay 1');
    const posting = await preparePosting(ledger, key, by);
    await commitCall(ledger, {
      laneId,
      epoch: lease!.epoch,
      kind: 'clicks',
      body: '{}',
      timeoutMs: 1,
      members: [
        { postingId: posting.id, identity: { number: 'Smith-1', numberUnique: false, sameness: 'c|d|12.50' }, invoiceRowVersion: '1' },
      ],
    });
    const stored = await findPosting(ledger, key);
    expect(stored?.number_sealed).not.toContain('Smith');
    const opened = openIdentity(ledger, stored!);
    expect(opened).toMatchObject({ number: 'Smith-1', numberUnique: false });
    // An amount is kept as a fingerprint only, even under the seal.
    expect(opened.sameness).toBe(ledger.seal.fingerprint('c|d|12.50', posting.id));
    expect(openIdentity(ledger, { ...stored!, number_sealed: null }).number).toBeNull();
  });

  test('a lane has one holder; taking it over raises the epoch', async () => {
    const laneId = laneIdOf('client', 'tenant');
    await openLane(ledger, laneId);
    const first = await holdLane(ledger, laneId, 'relay 1');
    expect(await holdLane(ledger, laneId, 'relay 2')).toBeNull();
    expect((await holdLane(ledger, laneId, 'relay 1'))?.epoch).toBe(first?.epoch);
    await releaseLane(ledger, laneId, 'relay 1');
    expect((await holdLane(ledger, laneId, 'relay 2'))?.epoch).toBe((first?.epoch ?? 0) + 1);
  });

  const connection = (webhookKey: string) => ({
    environmentId: 'environment',
    organizationId: 'org',
    origin: 'http://127.0.0.1:1',
    dataverseGrantId: 'grant',
    webhookKey,
    runsOnPoll: false,
    connectionId: 'connection',
    connectorId: 'connector',
    xeroClientId: 'client',
    tenantId: 'tenant',
    xeroConnectionId: 'x',
    xeroGrantId: 'grant',
  });

  test('a webhook key opens its own environment only, however often it is asked', async () => {
    await grant('grant');
    await saveConnection(ledger, connection('right'));
    const keys = webhookKeys(ledger);
    for (let time = 0; time < 2; time++) {
      expect((await keys.environmentOf('environment', 'right'))?.id).toBe('environment');
      for (const [id, given] of [
        ['environment', 'wrong'],
        ['environment', ''],
        ['elsewhere', 'right'],
        ['elsewhere', ''],
      ] as const)
        expect(await keys.environmentOf(id, given)).toBeUndefined();
    }
    expect(await liveConnections(ledger)).toHaveLength(1);
  });

  test('an environment that was unknown and a key that was changed open at once; what was taken back closes', async () => {
    await grant('grant');
    const keys = webhookKeys(ledger);
    expect(await keys.environmentOf('environment', 'first')).toBeUndefined();
    await saveConnection(ledger, connection('first'));
    expect(await keys.environmentOf('environment', 'first')).toBeDefined();
    await saveConnection(ledger, connection('second'));
    expect(await keys.environmentOf('environment', 'second')).toBeDefined();
    // The second key is the one that is remembered now, so the first is compared with what the ledger holds.
    expect(await keys.environmentOf('environment', 'first')).toBeUndefined();
  });

  test('connecting again resumed a connection that somebody had paused; one that had ended is connected by it', async () => {
    await grant('grant');
    await saveConnection(ledger, connection('first'));
    const [before] = await liveConnections(ledger);
    for (const [state, after] of [
      ['paused', 'paused'],
      ['connected', 'connected'],
      ['disconnected', 'connected'],
      ['takenOver', 'connected'],
      ['copied', 'connected'],
    ] as const) {
      await changeConnection(ledger, before?.id ?? '', { state });
      await saveConnection(ledger, connection('again'));
      expect((await liveConnections(ledger)).map((each) => each.state)).toEqual([after]);
    }
  });

  test('what was committed is there after a restart', async () => {
    await recordRequests(ledger, 'environment', ['a'], 'webhook');
    const again = await home.reopen();
    expect(await dueRequests(again, 'environment', 'clicks', 10)).toHaveLength(1);
    expect(again.installationId).toBe(ledger.installationId);
    expect(again.home).toBe(name);
  });
});
