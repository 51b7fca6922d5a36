import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { auditRows } from './connection/audit-rows.ts';
import { sendUnshown } from './visitor.ts';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

test('who had set a connection up, and tried to, stood nowhere in its audit', async () => {
  const tenant = tenantOf(world, 'Coral Bay Supplies Pty Ltd');
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const { visitor } = walker;
  const path = await walker.begin();
  await visitor.fillIn(path, `${path}/create`);
  const [, state = ''] = /adminconsent[^"]*?state=([\w-]+)/.exec((await visitor.get(`${path}/approval`)).body) ?? [];
  await visitor.get(`/oauth/entra/admin-consent?error=access_denied&state=${state}`);
  await walker.toXero(path, tenant);
  await walker.toDynamics(path);
  const id = await walker.create(path);
  await sendUnshown(visitor, await visitor.get(path), `${path}/confirm`);
  const again = await walker.begin(id);
  await visitor.fillIn(again, `${again}/create`);
  await walker.toXero(again, tenant);
  expect((await auditRows(visitor, id)).toReversed()).toEqual([
    ['Ada Minchin', 'tried to create the connection', 'stepsMissing'],
    ['somebody with the link for administrators', 'answered whether the company approves the app', 'refused'],
    ['Ada Minchin', 'connected to Xero', ''],
    ['Ada Minchin', 'signed in at Microsoft for Dynamics', ''],
    ['Ada Minchin', 'created the connection', ''],
    ['Ada Minchin', 'confirmed the mappings', ''],
    ['Ada Minchin', 'confirmed the mappings', ''],
    ['Ada Minchin', 'tried to connect again', 'stepsMissing'],
    ['Ada Minchin', 'connected to Xero', ''],
  ]);
});
