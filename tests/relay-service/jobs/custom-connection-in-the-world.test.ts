/** A custom connection through a whole running relay: connected over its pages, invoices sent, the token had anew when it has run out. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { asking, done } from './asking.ts';

let world: SetUpWorld;
/** How far the relay's clock is ahead. */
let ahead = 0;
beforeAll(async () => {
  world = await startSetUpWorld({
    customConnection: true,
    askOnPages: false,
    settings: { XERO_CUSTOM_CONNECTION: 'yes', RELAY_SINGLE_TENANT: 'yes' },
    relay: { clock: () => Date.now() + ahead },
  });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

const { asked, plain, organisation } = asking(() => world);
/** Access tokens that Xero has given out. */
const tokens = (): number => world.xero.control.tokensGiven();

test('it is connected without a sign-in at Xero, sends its first invoice, and asks for a new token when the first has run out', async () => {
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const path = await walker.begin();
  await walker.toXero(path);
  await walker.toDynamics(path);
  const id = await walker.create(path);
  expect((await walker.visitor.get(`/connections/${id}`)).body).toContain('Working');

  expect(await asked(plain(0).id)).toMatchObject(done);
  expect(organisation().invoices.map(({ InvoiceNumber }) => InvoiceNumber)).toEqual([plain(0).number]);

  const before = tokens();
  // At Xero the former token has run out, too.
  ahead = 2 * 3_600_000;
  world.xero.control.advance(ahead);
  expect(await asked(plain(1).id)).toMatchObject(done);
  expect(organisation().invoices).toHaveLength(2);
  expect(tokens()).toBeGreaterThan(before);
  // Such a connection has no refresh token, and its calls name no organisation.
  expect(world.xero.control.refreshes()).toBe(0);
  expect(world.xero.control.requests().filter(({ tenantId }) => tenantId !== '')).toEqual([]);
});
