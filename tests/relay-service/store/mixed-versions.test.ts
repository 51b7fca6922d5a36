import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { commitCall } from '../../../relay-service/src/store/calls.ts';
import { holdLane, openLane } from '../../../relay-service/src/store/lanes.ts';
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { findPosting, preparePosting } from '../../../relay-service/src/store/postings.ts';
import { openIdentity } from '../../../relay-service/src/store/sealed-identity.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const key = { tenantId: 'tenant', organizationId: 'organization', invoiceId: 'invoice', documentKind: 'ACCREC' as const };
const by = { connectionId: 'connection', requestId: 'request' };
const identity = { number: 'INV-1', numberUnique: true, sameness: 'contact|date|total' };

describe.each(await homes())('a relay of a former version beside this one, on $name', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());

  /** Refused while an earlier call may still arrive under its number. @returns the intent that the call bears */
  const refused = async (): Promise<string> => {
    const { ledger } = home;
    await openLane(ledger, 'lane');
    const lease = (await holdLane(ledger, 'lane', 'relay'))!;
    const { id } = await preparePosting(ledger, key, by);
    const member = { postingId: id, identity, invoiceRowVersion: '1' };
    await commitCall(ledger, { laneId: 'lane', epoch: lease.epoch, kind: 'clicks', body: '{}', timeoutMs: 1, members: [member] });
    await movePosting(ledger, id, 'intended', 'refused', { cause: 'X' });
    return id;
  };
  /** As version 1.0.0 took up whatever was refused: under another intent, the number kept as it was sealed. */
  const takenUpByTheFormer = async (): Promise<void> => {
    await home.ledger.db
      .updateTable('postings')
      .set((row) => ({ id: randomUUID(), former_id: row.ref('id'), call_id: null, state: 'prepared' as const, cause: null }))
      .where('state', '=', 'refused')
      .execute();
  };

  test('what it took up under another intent gets back the one of the call that may still arrive, and is readable', async () => {
    const { ledger } = home;
    const intent = await refused();
    await takenUpByTheFormer();
    const other = (await findPosting(ledger, key))!.id;
    expect(other).not.toBe(intent);
    const posting = await preparePosting(ledger, key, { ...by, requestId: 'another' });
    expect(posting).toMatchObject({ id: intent, former_id: other, state: 'prepared', request_id: 'another' });
    expect(openIdentity(ledger, posting)).toMatchObject({ number: 'INV-1', sameness: ledger.seal.fingerprint(identity.sameness, intent) });
    // The former one is at work on it still, and finds nothing under the intent that it took.
    expect(await movePosting(ledger, other, 'prepared', 'doubtful')).toBe(false);
    expect(await preparePosting(ledger, key, by)).toMatchObject({ id: intent, former_id: other });
  });

  test('one that is in doubt already is readable too, so that the look-up of the others goes on', async () => {
    await refused();
    await takenUpByTheFormer();
    await home.ledger.db.updateTable('postings').set({ state: 'doubtful' }).execute();
    expect(openIdentity(home.ledger, (await findPosting(home.ledger, key))!).number).toBe('INV-1');
  });
});
