import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { moveCursor, readCursor } from '../../../relay-service/src/store/cursors.ts';
import {
  connectionsWithDueEffects,
  dueEffects,
  effectsOf,
  effectWasTold,
  intendEffect,
  moveEffect,
  noteEffect,
  postponeEffects,
  settleAbandonedEffects,
  wantEffect,
} from '../../../relay-service/src/store/effects.ts';
import type { Lease } from '../../../relay-service/src/store/lanes.ts';
import { holdLane, openLane, releaseLane } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const stored = { id: 'connection', tenant_id: 'tenant', environment: { organization_id: 'organization' } } as unknown as StoredConnection;
const mail = { kind: 'email', subjectId: 'invoice', occasion: 'document', requestId: 'request' } as const;

describe.each(await homes())('effects on $name', ({ open }) => {
  let home: OpenHome;
  let ledger: Ledger;
  let lease: Lease;
  beforeEach(async () => {
    home = await open();
    ledger = home.ledger;
    await openLane(ledger, 'lane');
    lease = (await holdLane(ledger, 'lane', 'me'))!;
  });
  afterEach(() => home.close());
  const the = async (kind: 'email' | 'allocation' = 'email') => (await effectsOf(ledger, stored, kind, ['invoice']))[0]!;

  test('the same is owed once, however often it is called for', async () => {
    await Promise.all([1, 2, 3].map(() => wantEffect(ledger, stored, mail)));
    expect(await effectsOf(ledger, stored, 'email', ['invoice'])).toHaveLength(1);
    expect(await connectionsWithDueEffects(ledger, ['connection', 'other'])).toEqual(new Set(['connection']));
  });

  test('what somebody asked for again while its refusal was told was noted as told, and never done', async () => {
    await wantEffect(ledger, stored, mail);
    await moveEffect(ledger, await the(), 'wanted', 'refused', { cause: 'EMAIL_FROM_DEMO' });
    await wantEffect(ledger, stored, { ...mail, requestId: 'another' }, 'only-again');
    await effectWasTold(ledger, (await the()).id);
    expect(await dueEffects(ledger, 'connection', 10)).toMatchObject([{ state: 'wanted', told_at: null }]);
    await moveEffect(ledger, await the(), 'wanted', 'refused');
    await effectWasTold(ledger, (await the()).id);
    expect(await dueEffects(ledger, 'connection', 10)).toEqual([]);
  });

  test('what is done stays done; what was refused is taken up again by asking, not by repeating', async () => {
    await wantEffect(ledger, stored, mail);
    await moveEffect(ledger, await the(), 'wanted', 'refused', { cause: 'EMAIL_FROM_DEMO', told_at: 1 });
    await wantEffect(ledger, stored, { ...mail, requestId: 'another' }, 'once');
    expect(await the()).toMatchObject({ state: 'refused', request_id: 'request' });
    await wantEffect(ledger, stored, { ...mail, requestId: 'another' }, 'only-again');
    expect(await the()).toMatchObject({ state: 'wanted', request_id: 'another', cause: null, told_at: null });
    await moveEffect(ledger, await the(), 'wanted', 'done');
    await wantEffect(ledger, stored, mail);
    expect((await the()).state).toBe('done');
    await wantEffect(ledger, stored, { ...mail, occasion: 'nobody' }, 'only-again');
    expect(await effectsOf(ledger, stored, 'email', ['invoice'])).toHaveLength(1);
  });

  test('only the holder of the lane may send, and of two that try one does', async () => {
    await wantEffect(ledger, stored, mail);
    const effect = await the();
    expect(await intendEffect(ledger, effect, { ...lease, epoch: lease.epoch - 1 }, 1)).toBe(false);
    const tried = await Promise.all([1, 2].map(() => intendEffect(ledger, effect, lease, 1)));
    expect(tried.filter(Boolean)).toHaveLength(1);
    expect(await dueEffects(ledger, 'connection', 10)).toEqual([]);
  });

  test.each([
    ['email', 'unsure'],
    ['allocation', 'wanted'],
  ] as const)('a relay that died while it sent: %s becomes %s', async (kind, state) => {
    await wantEffect(ledger, stored, { ...mail, kind });
    await intendEffect(ledger, await the(kind), lease, 30_000);
    expect(await settleAbandonedEffects(ledger, 'connection', lease)).toBe(0);
    await releaseLane(ledger, 'lane', 'me');
    const next = (await holdLane(ledger, 'lane', 'successor'))!;
    expect(await settleAbandonedEffects(ledger, 'connection', next)).toBe(1);
    const effect = await the(kind);
    expect(effect.state).toBe(state);
    // What is read again is read once the lost call can no longer run.
    expect(effect.due_at > ledger.now() + 60_000).toBe(state === 'wanted');
  });

  test('a move that the protocol does not have is an error, one that came too late is not', async () => {
    await wantEffect(ledger, stored, mail);
    await expect(moveEffect(ledger, await the(), 'unsure', 'wanted')).rejects.toThrow('cannot go from unsure to wanted');
    expect(await moveEffect(ledger, await the(), 'intended', 'done')).toBe(false);
  });

  test('what was told is open no more; what is put off is not due', async () => {
    await wantEffect(ledger, stored, mail);
    await postponeEffects(ledger, 'connection', 'email', ledger.now() + 60_000);
    expect(await dueEffects(ledger, 'connection', 10)).toEqual([]);
    await noteEffect(ledger, (await the()).id, { due_at: 0 });
    expect(await dueEffects(ledger, 'connection', 10)).toHaveLength(1);
    await noteEffect(ledger, (await the()).id, { told_at: 1 });
    expect(await connectionsWithDueEffects(ledger, ['connection'])).toEqual(new Set());
  });

  test('a cursor never goes back', async () => {
    expect(await readCursor(ledger, 'environment', 'canceled-invoices')).toBeNull();
    for (const at of [1_795_392_000_000, 5, 1_795_392_000_001]) await moveCursor(ledger, 'environment', 'canceled-invoices', at);
    expect(await readCursor(ledger, 'environment', 'canceled-invoices')).toBe(1_795_392_000_001);
  });
});
