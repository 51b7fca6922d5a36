/** A paused connection that is connected again over the pages of a running relay: what lay waits on, until somebody resumes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import type { WizardWalker } from '../../sandbox/walk-wizard.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { until } from '../../prove/until.ts';
import { asking, done } from '../jobs/asking.ts';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

const posted = (): number =>
  world.xero.control.journal().filter(({ documentType, kind }) => documentType === 'invoice' && kind === 'create').length;

let walker: WizardWalker;
/** The page of a set-up, once its dialog is there: the ping of a new webhook takes a moment. */
const finished = async (path: string): Promise<string> => {
  const end = Date.now() + 30_000;
  let { body } = await walker.visitor.get(path);
  while (!body.includes('<dialog') && Date.now() < end) {
    await pause(200);
    ({ body } = await walker.visitor.get(path));
  }
  return body.replaceAll(/\s+/g, ' ').replace(/<\/dialog>.*/, '');
};

test('a request that lay paused is not posted by connecting again alone', async () => {
  const { ask, answered, plain, valuesOf } = asking(() => world);
  const tenant = tenantOf(world, 'Coral Bay Supplies Pty Ltd');
  walker = await walkWizard(world, 'ada@coralbay.example');
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
  expect(page).toContain('<h1>Connect again</h1>');
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
  expect(await finished(again)).toMatch(/<dialog.*You are all set.*your connection is working/);
});

test('the finished set-up of a paused connection said that it was working', async () => {
  const [id = ''] = await walker.connections();
  await walker.visitor.fillIn(`/connections/${id}/options`, `/connections/${id}/pause`);
  const again = await walker.again(id, tenantOf(world, 'Coral Bay Supplies Pty Ltd'));
  expect(await finished(again)).toMatch(/<dialog.*All is set, and paused.*this connection is paused: nothing is sent/);
});

test('of the organisation that was chosen by mistake and the one that was meant only the first was named', async () => {
  const [id = ''] = await walker.connections();
  const again = await walker.begin(id);
  await walker.toXero(again, tenantOf(world, 'Harbour Lights Ltd'));
  expect((await walker.visitor.get(again)).body).toContain(
    'Chosen was “Harbour Lights Ltd”, this connection belongs to “Coral Bay Supplies Pty Ltd”.',
  );
});
