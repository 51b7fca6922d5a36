/** A relay of one's own with a custom connection: one organisation, no sign-in, no refresh token, no tenant in the requests. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../../relay-service/src/config.ts';
import { connectOwnOrganisation } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { discardSetUp } from '../../../../relay-service/src/jobs/wizard/discard-set-up.ts';
import { trySettings } from '../../../../relay-service/src/jobs/setup/try-settings.ts';
import { readGrant } from '../../../../relay-service/src/store/grants.ts';
import { xeroClient } from '../../../../relay-service/src/xero/client.ts';
import { readOrganisation } from '../../../../relay-service/src/xero/read-organisation.ts';
import { kim, member } from '../../portal/accounts/people.ts';
import { accountIdOf, giveConnection, giveRole } from '../../portal/connection/given-connections.ts';
import { openPortal } from '../../portal/open-portal.ts';
import { visitorOf } from '../../portal/visitor.ts';
import type { Stage, StageOptions } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

const HOUR_MS = 3_600_000;
const settings = { XERO_CUSTOM_CONNECTION: 'yes', RELAY_SINGLE_TENANT: 'yes' };
let stage: Stage;
afterEach(() => stage.close());
const begin = async (options: StageOptions = { settings, customConnection: true }): Promise<string> => {
  stage = await setStage(options);
  return stage.begin();
};
const xeroGrant = async (id: string) => (await readGrant(stage.ledger, (await stage.draft(id)).xero_grant_id!))!;

describe('a custom connection', () => {
  test('connects its one organisation without a sign-in, up to a whole connection; requests name no tenant', async () => {
    const id = await begin();
    expect(await connectOwnOrganisation(stage.services, await stage.draft(id))).toBeNull();
    expect((await stage.draft(id)).answers.organisation?.name).toBe(ORGANISATION);
    expect(await xeroGrant(id)).toMatchObject({ kind: 'application', refreshToken: '', system: 'xero' });
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    expect(await stage.create(id)).toHaveProperty('connection');
    const [books] = stage.xero.control.state().organisations;
    expect(await stage.ledger.db.selectFrom('connections').select('tenant_id').execute()).toEqual([{ tenant_id: books!.tenantId }]);
    const asked = stage.xero.control.requests();
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter(({ tenantId, status }) => tenantId !== '' || status !== 200)).toEqual([]);
  });

  test('its token is renewed by asking again, and ends by name when the organisation takes it back', async () => {
    const id = await begin();
    await connectOwnOrganisation(stage.services, await stage.draft(id));
    const before = await xeroGrant(id);
    stage.later(2 * HOUR_MS);
    const client = () =>
      xeroClient({
        apiUrl: stage.config.XERO_API_URL,
        tenantId: before.subject,
        ownOrganisation: true,
        accessToken: () => stage.services.tokens.xero(before.id),
      });
    expect((await readOrganisation(client())).organisation.Name).toBe(ORGANISATION);
    const after = await xeroGrant(id);
    expect([after.generation, after.refreshToken, after.accessToken === before.accessToken]).toEqual([before.generation + 1, '', false]);
    stage.later(2 * HOUR_MS);
    stage.xero.control.endCustomConnection();
    await expect(readOrganisation(client())).rejects.toMatchObject({ code: 'RECONNECT' });
  });

  test('an app that is none is named, and the set-up stands', async () => {
    const id = await begin({ settings });
    expect(await connectOwnOrganisation(stage.services, await stage.draft(id))).toBe('relayNotRegistered');
    expect(await stage.draft(id)).toMatchObject({ problem: 'relayNotRegistered', xero_grant_id: null });
  });

  test('discarding a set-up leaves it in Xero, where alone it can be made', async () => {
    const id = await begin();
    await connectOwnOrganisation(stage.services, await stage.draft(id));
    const { xero_grant_id: grantId } = await stage.draft(id);
    await discardSetUp(stage.services, await stage.draft(id));
    expect(stage.xero.control.state().connections).toHaveLength(1);
    expect(await readGrant(stage.ledger, grantId!)).toMatchObject({ accessToken: null });
    const again = await stage.begin();
    expect(await connectOwnOrganisation(stage.services, await stage.draft(again))).toBeNull();
  });

  test('in the portal: nobody is asked to sign in with Xero, and the button connects at once', async () => {
    await begin();
    const portal = await openPortal(stage.ledger, stage.config, { tokens: stage.services.tokens });
    const visitor = await member(portal);
    const stranger = visitorOf(portal.app);
    const logIn = await stranger.get('/login');
    expect(logIn.body).not.toContain('with Xero');
    expect((await stranger.post('/oauth/xero/sign-in', { purpose: 'logIn' })).statusCode).toBe(403);
    expect((await visitor.get('/account/xero')).statusCode).toBe(404);
    expect((await visitor.get('/account')).body).not.toContain('with Xero');
    const begun = await visitor.fillIn('/connections/new', '/connections/new');
    const path = String(begun.headers.location);
    expect((await visitor.get(path)).body).toContain('This relay has a custom connection');
    expect((await visitor.fillIn(path, `${path}/xero`)).headers.location).toBe(`${path}#solution`);
    expect((await visitor.get(path)).body).toContain(ORGANISATION);
    await portal.close();
  });

  test('is only for whoever manages a connection of the organisation, once there is one, also an ended one', async () => {
    await begin();
    const portal = await openPortal(stage.ledger, stage.config, { tokens: stage.services.tokens });
    await member(portal);
    const kimId = await accountIdOf(stage.ledger, kim.email);
    stage.actAs(kimId);
    const ready = async (): Promise<string> => {
      const id = await stage.begin();
      expect(await connectOwnOrganisation(stage.services, await stage.draft(id))).toBeNull();
      await stage.atMicrosoft(id);
      await stage.choose(id);
      await stage.options(id);
      return id;
    };
    // Begun before anybody had connected: creating looks again.
    const early = await ready();
    const [books] = stage.xero.control.state().organisations;
    const connection = await giveConnection(stage.ledger, ORGANISATION);
    await stage.ledger.db.updateTable('connections').set({ tenant_id: books!.tenantId }).where('id', '=', connection.id).execute();
    for (const state of ['connected', 'disconnected']) {
      await stage.ledger.db.updateTable('connections').set({ state }).where('id', '=', connection.id).execute();
      await giveRole(stage.ledger, connection, kim.email, 'viewer');
      const id = await stage.begin();
      expect(await connectOwnOrganisation(stage.services, await stage.draft(id))).toBe('belongsToAnother');
      expect(await stage.draft(id)).toMatchObject({ tenant_id: null, xero_grant_id: null, problem: 'belongsToAnother' });
      expect(await stage.create(early)).toEqual({ problem: 'belongsToAnother' });
      await giveRole(stage.ledger, connection, kim.email, 'manager');
      expect(await connectOwnOrganisation(stage.services, await stage.draft(id))).toBeNull();
    }
    expect(await stage.create(early)).toHaveProperty('connection');
    await portal.close();
  });

  test.each([
    ['works', true, 'works', new RegExp(`it reaches ${ORGANISATION}`)],
    ['is none', false, 'wrong', /no custom connection/],
  ] as const)('npm run setup tries it live: it %s', async (_how, customConnection, result, says) => {
    await begin({ settings, customConnection });
    const tried = await trySettings(stage.config, null);
    expect(tried.find(({ what }) => what.startsWith('Custom'))).toMatchObject({ result, says: expect.stringMatching(says) });
  });

  test('is for a relay of one company alone', async () => {
    await begin();
    expect(() => readConfig({ XERO_CUSTOM_CONNECTION: 'yes' })).toThrow(/XERO_CUSTOM_CONNECTION needs RELAY_SINGLE_TENANT/);
  });
});
