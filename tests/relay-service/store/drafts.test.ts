import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  findConsent,
  newestAdminConsent,
  noteAdminAnswer,
  rememberConsent,
  takeConsent,
} from '../../../relay-service/src/store/consents-begun.ts';
import {
  beginDraft,
  changeDraft,
  discardDraft,
  draftsOnTheirWay,
  findDraft,
  finishDraft,
  openDrafts,
} from '../../../relay-service/src/store/drafts.ts';
import { forgetUnused } from '../../../relay-service/src/store/unused-grants.ts';
import { noteHeard, notePing, noteRegistered, webhookSigns } from '../../../relay-service/src/store/webhook-signs.ts';
import type { OpenHome } from './homes.ts';
import { giveConnection } from '../portal/connection/given-connections.ts';
import { homes } from './homes.ts';

const secrets = (state: string) => ({ state, codeVerifier: 'verifier-of-the-sign-in', nonce: 'nonce-of-the-sign-in' });

describe.each(await homes())('the wizard on $name', ({ open }) => {
  let home: OpenHome;
  beforeAll(async () => {
    home = await open();
  });
  afterAll(() => home.close());

  test('a draft keeps every answer, and what two tabs answer at once both stays', async () => {
    const { ledger } = home;
    const id = await beginDraft(ledger, 'ada');
    const organisation = { name: 'Coral Bay', country: 'AU', currency: 'AUD', demo: false, timeZone: 'Australia/Sydney' };
    await Promise.all([
      changeDraft(ledger, id, { tenant_id: 't', answers: { organisation } }),
      changeDraft(ledger, id, { environment_origin: 'https://x.crm.dynamics.com', answers: { person: 'Ada' } }),
    ]);
    expect(await findDraft(ledger, id, 'ada')).toMatchObject({
      tenant_id: 't',
      environment_origin: 'https://x.crm.dynamics.com',
      flashed: false,
      answers: { organisation, person: 'Ada', environments: [] },
    });
    const [row] = await ledger.db.selectFrom('connection_drafts').selectAll().execute();
    expect(JSON.stringify(row)).not.toContain('Coral Bay');
  });

  test('one set-up that no key opens any more stopped every connection from being disconnected', async () => {
    const { ledger } = home;
    const id = await beginDraft(ledger, 'ann');
    await changeDraft(ledger, id, { xero_grant_id: 'consent-of-ann', answers: { person: 'Ann' } });
    await ledger.db.updateTable('connection_drafts').set({ answers_sealed: 'of a lost key' }).where('id', '=', id).execute();
    expect(await draftsOnTheirWay(ledger, 'ann')).toMatchObject([{ id, xero_grant_id: 'consent-of-ann', answers: { person: null } }]);
    await forgetUnused(ledger, ['another-consent']);
    await discardDraft(ledger, id);
  });

  test("somebody else's draft is as good as none", async () => {
    const id = await beginDraft(home.ledger, 'ada');
    expect(await findDraft(home.ledger, id, 'eve')).toBeUndefined();
    expect(await openDrafts(home.ledger, 'eve')).toEqual([]);
  });

  test('a dialog is closed once, and a draft that became a connection is not thrown away', async () => {
    const { ledger } = home;
    const id = await beginDraft(ledger, 'ada');
    const made = await giveConnection(ledger, 'Coral Bay');
    await changeDraft(ledger, id, {
      connection_id: made.id,
      tenant_id: made.tenantId,
      environment_origin: 'https://coralbay.crm6.dynamics.com',
    });
    await discardDraft(ledger, id);
    expect([await finishDraft(ledger, id), await finishDraft(ledger, id)]).toEqual([true, false]);
    const other = await beginDraft(ledger, 'ada');
    await discardDraft(ledger, other);
    expect(await findDraft(ledger, other, 'ada')).toBeUndefined();
  });

  test('of two answers with one state one is taken; a foreign state or kind is unknown; nothing of it stands in the clear', async () => {
    const { ledger } = home;
    await rememberConsent(ledger, { draftId: 'd', ownerId: 'ada', kind: 'xero', secrets: secrets('state-of-the-sign-in') });
    expect(await findConsent(ledger, 'state-of-the-sign-in', 'xero')).toMatchObject({
      draftId: 'd',
      ended: false,
      secrets: secrets('state-of-the-sign-in'),
    });
    expect(await findConsent(ledger, 'state-of-the-sign-in', 'entra')).toBeUndefined();
    expect(await findConsent(ledger, 'forged', 'xero')).toBeUndefined();
    const taken = await Promise.all([1, 2, 3].map(() => takeConsent(ledger, 'state-of-the-sign-in')));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await findConsent(ledger, 'state-of-the-sign-in', 'xero')).toMatchObject({ ended: true });
    expect(JSON.stringify(await ledger.db.selectFrom('consents_begun').selectAll().execute())).not.toContain('of-the-sign-in');
  });

  test("an administrator's link is found again with what was answered", async () => {
    const { ledger } = home;
    await rememberConsent(ledger, { draftId: 'e', ownerId: 'ada', kind: 'adminConsent', secrets: secrets('link') });
    expect(await newestAdminConsent(ledger, 'e')).toMatchObject({ state: 'link', outcome: null });
    await noteAdminAnswer(ledger, 'link', 'granted');
    expect(await newestAdminConsent(ledger, 'e')).toMatchObject({ outcome: 'granted' });
  });

  test('a webhook that was registered anew has not been heard yet', async () => {
    const { ledger } = home;
    await noteRegistered(ledger, 'env');
    await notePing(ledger, 'env', 'ping');
    expect(await webhookSigns(ledger, 'env')).toMatchObject({ ping_id: 'ping', heard_at: null });
    await noteHeard(ledger, 'env');
    expect((await webhookSigns(ledger, 'env'))?.heard_at).toBeGreaterThan(0);
    await noteRegistered(ledger, 'env');
    expect(await webhookSigns(ledger, 'env')).toMatchObject({ pinged_at: null, heard_at: null });
  });
});
