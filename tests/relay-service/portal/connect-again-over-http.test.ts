/** A paused connection that is connected again over the pages of a running relay: what lay waits on, until somebody resumes. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { until } from '../../prove/until.ts';
import { asking, done } from '../jobs/asking.ts';

jest.setTimeout(120_000);

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

const posted = (): number =>
  world.xero.control.journal().filter(({ documentType, kind }) => documentType === 'invoice' && kind === 'create').length;

test('a request that lay paused is not posted by connecting again alone', async () => {
  const { ask, answered, plain, valuesOf } = asking(() => world);
  const tenant = tenantOf(world, 'Coral Bay Supplies Pty Ltd');
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const { visitor } = walker;
  const path = await walker.begin();
  await walker.toXero(path, tenant);
  await walker.toDynamics(path);
  const id = await walker.create(path);
  const waits = async (request: string): Promise<void> => {
    expect(await until(() => JSON.stringify(valuesOf('stl3_xerorequest', request)).includes('paused sending'), 30_000)).toBe(true);
  };

  await visitor.fillIn(`/connections/${id}/options`, `/connections/${id}/pause`);
  const before = await ask(plain(0).id);
  await waits(before);

  const again = await walker.again(id, tenant);
  const page = (await visitor.get(again)).body;
  expect(page).toContain('Connecting again leaves this as it was');
  expect(page).not.toContain('name="timeZone"');
  expect(page).not.toContain('name="plan"');
  expect((await visitor.get(`/connections/${id}`)).body).toContain('<strong>Paused.</strong>');
  // Served after it was connected again, and told to wait as well.
  const after = await ask(plain(1).id);
  await waits(after);
  expect(posted()).toBe(0);

  await visitor.fillIn(`/connections/${id}/options`, `/connections/${id}/resume`);
  expect(await Promise.all([answered(before), answered(after)])).toEqual([expect.objectContaining(done), expect.objectContaining(done)]);
  expect(posted()).toBe(2);
});
