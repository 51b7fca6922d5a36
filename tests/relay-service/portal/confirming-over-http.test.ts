import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { sendUnshown } from './visitor.ts';

jest.setTimeout(120_000);

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

test('whoever confirmed the mappings in the portal, which opens real books, stood nowhere', async () => {
  const tenant = tenantOf(world, 'Coral Bay Supplies Pty Ltd');
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const path = await walker.begin();
  await walker.toXero(path, tenant);
  await walker.toDynamics(path);
  const id = await walker.create(path);
  await sendUnshown(walker.visitor, await walker.visitor.get(path), `${path}/confirm`);
  expect((await walker.visitor.get(`/connections/${id}/audit`)).body).toContain('confirmed the mappings');
});
