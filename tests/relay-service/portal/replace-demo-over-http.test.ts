/** Xero has reset its demo company: the person connects again over the pages of a running relay, which says so, and one takes the other's place. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';

const DEMO = 'Demo Company (AU)';
let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

const demoTenant = (): string => tenantOf(world, DEMO);
/** What Xero does every 28 days. */
const reset = (): void => {
  const { control } = world.xero;
  control.disconnect(demoTenant());
  control.seed(control.state().organisations.map((each) => (each.Name === DEMO ? { ...each, tenantId: randomUUID() } : each)));
};

test('the band says what has happened, and the new connection takes over name and place', async () => {
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const { visitor } = walker;
  const first = await walker.begin();
  await walker.toXero(first, demoTenant());
  await walker.toDynamics(first);
  const old = await walker.create(first);
  const page = (await visitor.get(`/connections/${old}`)).body;
  expect(page).toContain('This is Xero’s demo company: what is sent is for trying, and Xero empties it every 28 days.');
  await visitor.fillIn(`/connections/${old}/options`, `/connections/${old}/rename`, { name: 'For trying out' });

  reset();
  const again = await walker.begin(old);
  await walker.toXero(again, demoTenant());
  expect((await visitor.get(again)).body).toContain('Xero has reset its demo company since: this is the new one');
  await walker.toDynamics(again);
  const fresh = await walker.create(again);

  expect((await visitor.get(again)).body).not.toContain('Xero has reset its demo company since');
  const now = (await visitor.get(`/connections/${fresh}`)).body;
  expect(now).toContain('<h1>For trying out</h1>');
  expect(now).toContain('This is Xero’s demo company');
  expect((await visitor.get(`/connections/${old}`)).body).toMatch(/Disconnected/);
  // In Dynamics the former connector says what became of it; the webhook goes on for the new one.
  const connectors = world.dataverse.control.rows('stl3_dynamicsxeroconnector').map(({ values }) => values);
  expect(connectors.map(({ stl3_xerotenantid: tenant }) => tenant)).toContain(demoTenant());
  expect(connectors.find(({ stl3_xerotenantid: tenant }) => tenant !== demoTenant())?.['stl3_problem']).toContain(
    'has reset this demo company',
  );
  expect(world.dataverse.control.rows('serviceendpoint')).toHaveLength(1);
});

test('whoever manages nothing of that environment connects no second time, and replaces nothing', async () => {
  const walker = await walkWizard(world, 'bea@elsewhere.example');
  const first = await walker.begin();
  await walker.toXero(first, demoTenant());
  // Somebody else manages what is connected in this environment.
  await walker.toDynamics(first);
  await expect(walker.create(first)).rejects.toThrow(/No connection was created/);
  expect(await walker.connections()).toEqual([]);
});
