import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addSolution } from '../../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../../sandbox/set-up-world.ts';
import { walkWizard } from '../../../sandbox/walk-wizard.ts';
import { asking } from '../../jobs/asking.ts';
import { auditRows } from './audit-rows.ts';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

test('once the set-up was closed its checklist was reached by nothing, and stood still', async () => {
  const { visitor, ...walker } = await walkWizard(world, 'ada@coralbay.example');
  const path = await walker.begin();
  await walker.toXero(path, tenantOf(world, 'Coral Bay Supplies Pty Ltd'));
  await walker.toDynamics(path);
  const page = `/connections/${await walker.create(path)}`;
  expect((await visitor.get(page)).body).toContain(`href="${page}/checklist"`);

  const checklist = async () => (await visitor.get(`${page}/checklist/parts`)).body.replaceAll(/\s+/g, ' ');
  const shown = await visitor.get(`${page}/checklist`);
  for (const title of [
    'Connected to Xero: Coral Bay Supplies Pty Ltd',
    'Works in Dynamics as its own application user',
    'Time zone: Australia/Sydney',
    'Production with real books',
    'Mappings confirmed',
  ])
    expect(shown.body.match(/class="check-title">([^<]*)/g)?.join(' ')).toContain(title);

  world.dataverse.control.withhold(['prvCreatestl3_ChartOfAccounts']);
  expect(await checklist()).toContain('Missing: prvCreatestl3_ChartOfAccounts');
  world.dataverse.control.withhold([]);
  expect(await checklist()).not.toContain('Missing: ');

  asking(() => world).settings({ stl3_mappingsconfirmed: false });
  await visitor.fillIn(`${page}/checklist`, `${page}/checklist/confirm`);
  expect(await checklist()).not.toContain('Confirm mappings');
  asking(() => world).settings({ stl3_timezone: null });
  expect(await checklist()).toContain('Open the settings in Dynamics');
  // It led to connecting again, whose two sign-ins come before the question.
  expect(await checklist()).not.toContain('Go to Connect again');
  expect((await auditRows(visitor, page.slice('/connections/'.length)))[0]).toEqual(['Ada Minchin', 'confirmed the mappings', '']);
});
