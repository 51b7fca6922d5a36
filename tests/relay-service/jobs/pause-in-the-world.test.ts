import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestState, settings } from '@stl3/solution';
import { changeConnection, findConnectionById, liveConnections } from '../../../relay-service/src/store/connections.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { bringForward } from '../../../relay-service/src/store/requests.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { until } from '../../prove/until.ts';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

describe('a connection that a person stopped, and one that somebody removed in Xero', () => {
  let world: World;
  const { ask, asked, plain, organisation } = asking(() => world);
  beforeEach(async () => {
    world = await startWorld({ webhookDelayMs: () => 20 });
  });
  afterEach(() => world.close());

  /** Changes the ledger while the relay is closed, for one process at a time has it. */
  const inLedger = async (change: (ledger: Ledger) => Promise<unknown>): Promise<void> =>
    world.restartRelay(async () => {
      const ledger = await openLedger({
        dataDirectory: world.config.RELAY_DATA_DIR,
        databaseUrl: null,
        seal: createSeal(world.config.RELAY_SECRET_KEYS),
      });
      await change(ledger);
      await ledger.close();
    });
  const rowOf = (id: string) => world.dataverse.control.rows('stl3_xerorequest').find((row) => row.id === id)?.values;
  const sent = () =>
    world.xero.control.journal().filter(({ documentType, kind }) => documentType === 'invoice' && kind === 'create').length;

  test('paused: requests wait and say so; resumed: they are sent', async () => {
    const { connectionId, environmentId } = world.connected;
    await inLedger((ledger) => changeConnection(ledger, connectionId, { state: 'paused' }));
    const id = await ask(plain().id);
    expect(await until(() => JSON.stringify(rowOf(id) ?? {}).includes('paused sending'), 20_000)).toBe(true);
    expect(sent()).toBe(0);
    await inLedger(async (ledger) => {
      await changeConnection(ledger, connectionId, { state: 'connected' });
      await bringForward(ledger, environmentId);
    });
    expect(await until(() => rowOf(id)?.['stl3_state'] === requestState.values.done.value, 20_000)).toBe(true);
    expect(sent()).toBe(1);
  });

  test('paused, an invoice that is in Xero showed as waiting once it was asked for again', async () => {
    const { connectionId, environmentId } = world.connected;
    const details = () =>
      world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === plain().id)?.values;
    expect(await asked(plain().id)).toMatchObject(done);
    const asSent = { ...details() };
    await inLedger((ledger) => changeConnection(ledger, connectionId, { state: 'paused' }));
    const id = await ask(plain().id);
    expect(await until(() => JSON.stringify(rowOf(id) ?? {}).includes('paused sending'), 20_000)).toBe(true);
    expect(details()).toEqual(asSent);
    const { systemuserroles } = world.dataverse.control.environment.pairs;
    systemuserroles.splice(0, Infinity, ...systemuserroles.filter((pair) => !pair.includes(people.clerk.userId)));
    await inLedger(async (ledger) => {
      await changeConnection(ledger, connectionId, { state: 'connected' });
      await bringForward(ledger, environmentId);
    });
    expect(await until(() => rowOf(id)?.['stl3_state'] === requestState.values.refused.value, 20_000)).toBe(true);
    expect(details()).toEqual(asSent);
  });

  test('paused, where the solution is too old as well: requests were refused although they need not hurry', async () => {
    const column = settings.columns.stl3_creditallocation as { since: string };
    const { since } = column;
    try {
      column.since = '1.2.0.0';
      world.dataverse.control.installVersion('1.0.3.0');
      await inLedger((ledger) => changeConnection(ledger, world.connected.connectionId, { state: 'paused' }));
      const id = await ask(plain().id);
      expect(await until(() => JSON.stringify(rowOf(id) ?? {}).includes('paused sending'), 20_000)).toBe(true);
      expect(rowOf(id)?.['stl3_state']).toBe(requestState.values.taken.value);
    } finally {
      column.since = since;
      world.dataverse.control.installVersion(null);
    }
  });

  test('removed in Xero: it shows at once on the connector, and nothing is tried for ever', async () => {
    world.xero.control.disconnect(organisation().tenantId);
    await ask(plain().id);
    expect(
      await until(
        () => JSON.stringify(world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]).includes('disconnected in Xero'),
        20_000,
      ),
    ).toBe(true);
    let trouble: string | null | undefined;
    await inLedger(async (ledger) => {
      trouble = (await findConnectionById(ledger, world.connected.connectionId))?.trouble;
      expect(await liveConnections(ledger)).toHaveLength(1);
    });
    expect(trouble).toBe('REMOVED_AT_XERO');
  });
});
