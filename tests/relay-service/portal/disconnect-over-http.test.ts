/** Disconnecting over the pages of a running relay: what it does at both sides, and what only a person can do. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import type { WizardWalker } from '../../sandbox/walk-wizard.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';

let world: SetUpWorld;
let walker: WizardWalker;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false });
  addSolution(world.dataverse.control.environment);
  walker = await walkWizard(world, 'ada@coralbay.example');
});
afterAll(() => world.close());

const connect = async (organisation: string, runAs: 'application' | 'person'): Promise<string> => {
  const path = await walker.begin();
  await walker.toXero(path, tenantOf(world, organisation));
  await walker.toDynamics(path);
  await walker.visitor.fillIn(path, `${path}/run-as`, { runAs });
  return walker.create(path);
};
const disconnect = (id: string) => walker.visitor.fillIn(`/connections/${id}/disconnect`, `/connections/${id}/disconnect`);
const webhooks = (): number => world.dataverse.control.rows('serviceendpoint').length;
const LEFT = 'deactivate the user &quot;Stellarise Connector&quot;';

test('as the user who connected, nothing is left to do', async () => {
  const id = await connect('Demo Company (AU)', 'person');
  expect(webhooks()).toBe(1);
  const answer = await disconnect(id);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/connections']);
  expect((await walker.visitor.get('/connections')).body).toContain('is disconnected at both sides');
  expect([webhooks(), world.xero.control.state().connections]).toEqual([0, []]);
});

/** Ended, with something left. */
let id: string;
test('the application user that was made for it is on the list of what a person does, once nothing works as it any more', async () => {
  const first = await connect('Coral Bay Supplies Pty Ltd', 'application');
  id = await connect('Harbour Lights Ltd', 'application');
  // The other connection goes on working as it.
  expect((await disconnect(first)).headers.location).toBe('/connections');
  expect(webhooks()).toBe(1);
  const last = await disconnect(id);
  const path = `/connections/${id}/disconnect`;
  expect([last.statusCode, last.headers.location]).toEqual([303, path]);
  const { body } = await walker.visitor.get(path);
  expect(body).toContain(LEFT);
  // Its role reads and writes invoices; an administrator registered the webhook, and an administrator takes it away.
  expect(body).toContain('delete the service endpoint');
  expect([webhooks(), world.xero.control.state().connections]).toEqual([1, []]);
});

test('what is left stands on its page, whatever is loaded or sent again, until somebody says of each that it is done', async () => {
  const { visitor } = walker;
  const path = `/connections/${id}/disconnect`;
  await walker.again(id, tenantOf(world, 'Harbour Lights Ltd'));
  expect((await visitor.get(`/connections/${id}`)).body).not.toContain('Disconnecting has left');
  const asked = await visitor.get(path);
  await visitor.send(asked, path);
  // A second tab that still shows the question.
  expect((await visitor.send(asked, path)).headers.location).toBe(path);
  const page = await visitor.get(path);
  expect(page.body).not.toContain('at both sides');
  expect(page.body).toContain('nothing more was done now');
  for (const where of [path, path]) expect((await visitor.get(where)).body).toContain(LEFT);
  expect((await visitor.get(`/connections/${id}`)).body).toContain('Disconnecting has left 2 things for a person to do');
  expect((await visitor.get('/connections')).body).toContain(`href="${path}"`);

  const items = [...page.body.matchAll(/name="item" value="([A-Z_]+)"/g)].map(([, item = '']) => item);
  expect(items).toEqual(['REMOVE_WEBHOOK', 'REMOVE_APPLICATION_USER']);
  for (const item of [...items, items[0]!, 'NOTHING']) await visitor.send(page, `${path}/done`, { item });
  expect((await visitor.get(path)).headers.location).toBe(`/connections/${id}`);
  expect((await visitor.get(`/connections/${id}`)).body).not.toContain('Disconnecting has left');
  expect((await visitor.get('/connections')).body).not.toContain(`href="${path}"`);
  expect((await visitor.get(`/connections/${id}/audit`)).body.match(/did what disconnecting had left/g)).toHaveLength(2);
});
