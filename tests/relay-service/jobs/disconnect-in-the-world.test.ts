import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectionState, registrationIds, subscriptionState } from '@stl3/solution';
import { startedTrial } from '../../../relay-service/src/core/subscription.ts';
import type { DisconnectServices } from '../../../relay-service/src/jobs/disconnect.ts';
import { disconnect } from '../../../relay-service/src/jobs/disconnect.ts';
import { keepSubscriptions } from '../../../relay-service/src/jobs/keep-subscriptions.ts';
import { readAudit } from '../../../relay-service/src/store/audit.ts';
import type { StoredConnection } from '../../../relay-service/src/store/connections.ts';
import { liveConnections } from '../../../relay-service/src/store/connections.ts';
import { readGrant } from '../../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { leftToDoOf } from '../../../relay-service/src/store/left-to-do.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { changeSubscription } from '../../../relay-service/src/store/subscriptions.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { disconnectServices } from './disconnect-services.ts';

const DAY = 86_400_000;

describe('a connection that ends', () => {
  let world: World;
  let ledger: Ledger;
  let connection: StoredConnection;
  let services: DisconnectServices;
  let aheadMs = 0;

  beforeEach(async () => {
    aheadMs = 0;
    world = await startWorld();
    await world.relay.close();
    ledger = await openLedger({
      dataDirectory: world.config.RELAY_DATA_DIR,
      databaseUrl: null,
      seal: createSeal(world.config.RELAY_SECRET_KEYS),
      clock: () => Date.now() + aheadMs,
    });
    connection = (await liveConnections(ledger))[0]!;
    services = disconnectServices(world.config, ledger);
  });
  afterEach(async () => {
    await ledger.close();
    world.relay = { origin: '', close: () => Promise.resolve() };
    await world.close();
  });

  const connectorRow = () => world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]?.values;
  const webhookIsThere = () => world.dataverse.control.rows('serviceendpoint').some(({ id }) => id === registrationIds.serviceEndpoint);

  test('is removed at Xero and in Dynamics, its tokens are forgotten, and it is written down', async () => {
    expect(webhookIsThere()).toBe(true);
    expect(await disconnect(services, { connection, actor: 'account-1', problem: 'Disconnected by Ann.' })).toEqual([]);
    expect(world.xero.control.state().connections).toEqual([]);
    expect(connectorRow()).toMatchObject({
      stl3_connectionstate: connectionState.values.disconnected.value,
      stl3_problem: 'Disconnected by Ann.',
    });
    expect(webhookIsThere()).toBe(false);
    expect(await liveConnections(ledger)).toEqual([]);
    for (const id of [connection.xero_grant_id, connection.environment.grant_id])
      expect(await readGrant(ledger, id)).toMatchObject({ refreshToken: '', accessToken: null, state: 'reconnect' });
    expect(await readAudit(ledger, [connection.id], 10)).toEqual([
      expect.objectContaining({ actor: 'account-1', action: 'connection.disconnected' }),
    ]);
  });

  test('leaves a list where Dynamics is gone, and sends nothing more all the same', async () => {
    await world.dataverse.close();
    const left = ['MARK_CONNECTOR', 'REMOVE_WEBHOOK'];
    expect(await disconnect(services, { connection, actor: 'account-1', problem: '' })).toEqual(left);
    expect(world.xero.control.state().connections).toEqual([]);
    expect(await liveConnections(ledger)).toEqual([]);
    // Once more, as it was read before: nothing is claimed that was not done.
    expect(await disconnect(services, { connection, actor: 'account-1', problem: '' })).toEqual(left);
    expect(await leftToDoOf(ledger, connection.id)).toEqual(left);
    expect(await readAudit(ledger, [connection.id], 10)).toHaveLength(1);
  });

  test('whose removal at Xero fails leaves that to a person, for its tokens are forgotten', async () => {
    const xeroToken = () => Promise.reject(new Error('planned'));
    expect(await disconnect({ ...services, xeroToken }, { connection, actor: 'account-1', problem: '' })).toEqual(['REMOVE_AT_XERO']);
    expect(await readGrant(ledger, connection.xero_grant_id)).toMatchObject({ refreshToken: '' });
    expect(await leftToDoOf(ledger, connection.id)).toEqual(['REMOVE_AT_XERO']);
  });

  test('by a relay that dies in the middle: what was not done yet is on the list', async () => {
    const atXero = Promise.withResolvers<undefined>();
    const dies = Promise.withResolvers<string>();
    const xeroToken = () => {
      atXero.resolve(undefined);
      return dies.promise;
    };
    const running = disconnect(
      { ...services, xeroToken, revoke: () => Promise.resolve() },
      { connection, actor: 'account-1', problem: '' },
    );
    await atXero.promise;
    expect(await leftToDoOf(ledger, connection.id)).toEqual(['REMOVE_AT_XERO', 'MARK_CONNECTOR', 'REMOVE_WEBHOOK']);
    // A second relay that is asked meanwhile claims nothing either.
    expect(await disconnect(services, { connection, actor: 'account-1', problem: '' })).toHaveLength(3);
    // Whatever asks for a token from here on is refused, however many ask and however long after.
    dies.reject(new Error('planned'));
    expect(await running).toEqual(['REMOVE_AT_XERO']);
  });

  test('that another relay has taken over leaves it rows, webhook and consent, and forgets its own tokens', async () => {
    const before = connectorRow()?.['stl3_connectionstate'];
    expect(await disconnect(services, { connection: { ...connection, state: 'takenOver' }, actor: 'Ada', problem: 'Ended.' })).toEqual([]);
    expect(connectorRow()?.['stl3_connectionstate']).toBe(before);
    expect(webhookIsThere()).toBe(true);
    expect(world.xero.control.state().connections).toHaveLength(1);
    expect(await readGrant(ledger, connection.xero_grant_id)).toMatchObject({ refreshToken: '' });
    expect(await liveConnections(ledger)).toEqual([]);
  });

  test('after the trial sending stops by name, and 14 days later the connection is removed', async () => {
    await changeSubscription(ledger, connection.tenant_id, (subscription) => startedTrial(subscription, ledger.now()));
    await keepSubscriptions(services);
    expect(connectorRow()).toMatchObject({ stl3_subscriptionstate: subscriptionState.values.trial.value });
    aheadMs = 31 * DAY;
    await keepSubscriptions(services);
    expect(connectorRow()).toMatchObject({
      stl3_subscriptionstate: subscriptionState.values.trialOver.value,
      stl3_connectionstate: connectionState.values.connected.value,
    });
    expect(world.xero.control.state().connections).toHaveLength(1);
    aheadMs = 45 * DAY;
    await keepSubscriptions(services);
    expect(world.xero.control.state().connections).toEqual([]);
    expect(connectorRow()).toMatchObject({ stl3_connectionstate: connectionState.values.disconnected.value });
    expect(webhookIsThere()).toBe(false);
  });
});
