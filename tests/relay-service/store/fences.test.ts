import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectKind, EffectState } from '../../../relay-service/src/core/effect-states.ts';
import { mayFollow } from '../../../relay-service/src/core/effect-states.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { effectsOf, noteEffect, wantEffect } from '../../../relay-service/src/store/effects.ts';
import { lookFirst } from '../../../relay-service/src/store/fences.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const stored = { id: 'connection', tenant_id: 'tenant', environment: { organization_id: 'organization' } } as unknown as StoredConnection;

describe.each(await homes())('a ledger on $name that was restored', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());

  test.each<[EffectKind, EffectState, number | null, EffectState]>([
    ['email', 'wanted', null, 'unsure'],
    ['email', 'intended', null, 'unsure'],
    // Nobody was told, so that it would be asked once more by itself.
    ['email', 'refused', null, 'unsure'],
    ['note', 'refused', null, 'unsure'],
    ['email', 'refused', 1, 'refused'],
    ['email', 'done', null, 'done'],
    ['contact', 'refused', null, 'refused'],
    ['allocation', 'wanted', null, 'wanted'],
  ])('%s that was %s, told at %p, is %s', async (kind, from, told_at, to) => {
    const { ledger } = home;
    await wantEffect(ledger, stored, { kind, subjectId: 'subject', occasion: 'document', requestId: null });
    const the = async () => (await effectsOf(ledger, stored, kind, ['subject']))[0]!;
    await ledger.db.updateTable('effects').set({ state: from }).execute();
    await noteEffect(ledger, (await the()).id, { told_at });
    await lookFirst(ledger, { id: 'connection', look_first_since: null }, 0);
    expect(await the()).toMatchObject({ state: to, told_at });
    expect(from === to || mayFollow(kind, from, to)).toBe(true);
  });
});
