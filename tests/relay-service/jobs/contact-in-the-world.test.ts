import { expect, test } from '@jest/globals';
import { until } from '../../journeys/demo-world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

/** Days become minutes and hours seconds. */
const SCALE = 400;

test("within the hour after something was sent the connector row says when, and how many of Xero's calls are left today", async () => {
  const world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: SCALE } });
  try {
    const { ask, answered, plain } = asking(() => world);
    const connector = () => world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]!.values;
    const connectedOn = Date.parse(connector()['stl3_lastcontacton'] as string);
    expect(connector()['stl3_callslefttoday'] ?? null).toBeNull();
    await answered(await ask(plain().id));
    await until('the hourly notice', () => typeof connector()['stl3_callslefttoday'] === 'number');
    expect(connector()['stl3_callslefttoday']).toBeGreaterThan(4_000);
    expect(Date.parse(connector()['stl3_lastcontacton'] as string)).toBeGreaterThan(connectedOn);
  } finally {
    await world.close();
  }
});
