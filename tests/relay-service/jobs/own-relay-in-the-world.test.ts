/** A relay that a company runs itself has no trial and no plan, whatever its ledger says: what was connected stays connected and sends. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { subscriptionState } from '@stl3/solution';
import { startedTrial } from '../../../relay-service/src/core/subscription.ts';
import { keepSubscriptions } from '../../../relay-service/src/jobs/keep-subscriptions.ts';
import { startRelay } from '../../../relay-service/src/start-relay.ts';
import { liveConnections } from '../../../relay-service/src/store/connections.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { allSubscriptions, changeSubscription } from '../../../relay-service/src/store/subscriptions.ts';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld } from '../../sandbox/set-up-world.ts';
import type { WizardWalker } from '../../sandbox/walk-wizard.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { asking, done } from './asking.ts';
import { disconnectServices } from './disconnect-services.ts';

const DAY = 86_400_000;

let world: SetUpWorld;
let walker: WizardWalker;
let ahead = 0;
const clock = (): number => Date.now() + ahead;
beforeAll(async () => {
  world = await startSetUpWorld({
    customConnection: true,
    askOnPages: false,
    settings: { XERO_CUSTOM_CONNECTION: 'yes', RELAY_SINGLE_TENANT: 'yes' },
    relay: { clock },
  });
  addSolution(world.dataverse.control.environment);
  walker = await walkWizard(world, 'ada@coralbay.example');
});
afterAll(() => world.close());

const { asked, plain, organisation } = asking(() => world);

/** Does something with the ledger while the relay is closed, then starts the relay again. */
const meanwhile = async (act: (ledger: Ledger) => Promise<void>): Promise<void> => {
  await world.relay.close();
  const { RELAY_DATA_DIR: dataDirectory, RELAY_SECRET_KEYS: keys } = world.config;
  const ledger = await openLedger({ dataDirectory, databaseUrl: null, seal: createSeal(keys), clock });
  try {
    await act(ledger);
  } finally {
    await ledger.close();
    world.relay = await startRelay(world.config, { clock });
  }
};
const keep = async (ledger: Ledger): Promise<void> => {
  await keepSubscriptions(disconnectServices(world.config, ledger));
  expect((await liveConnections(ledger)).map(({ state }) => state)).toEqual(['connected']);
};
const mainOf = async (path: string): Promise<string> => /<main[\s\S]*<\/main>/.exec((await walker.visitor.get(path)).body)?.[0] ?? '';
/** Words of trials and plans on the pages that were walked past. */
const words: string[] = [];
const readPast = async (...paths: string[]): Promise<void> => {
  for (const path of paths) words.push(...((await mainOf(path)).match(/\b(?:trial|plan|subscription)\b/gi) ?? []));
};

test('what was connected still sends 45 days after the dialog was closed', async () => {
  await readPast('/', '/register', '/terms');
  const path = await walker.begin();
  await walker.toXero(path);
  await walker.toDynamics(path);
  await readPast(path);
  const id = await walker.create(path);
  await readPast(path, `/connections/${id}`, `/connections/${id}/options`);
  await walker.visitor.fillIn(path, `${path}/close`);

  ahead = 45 * DAY;
  world.xero.control.advance(ahead);
  await meanwhile(keep);
  expect(await asked(plain(0).id)).toMatchObject(done);
  expect(organisation().invoices).toHaveLength(1);
});

test('its pages ask for no plan and speak of no trial', () => {
  expect(words).toEqual([]);
});

test('a trial that a former version has started and let run out ends nothing, and Dynamics is told so', async () => {
  await meanwhile(async (ledger) => {
    const [connection] = await liveConnections(ledger);
    await changeSubscription(ledger, connection!.tenant_id, (now) => startedTrial(now, ledger.now() - 45 * DAY));
    await keep(ledger);
    expect(await allSubscriptions(ledger)).toEqual([expect.objectContaining({ toldState: 'active' })]);
  });
  expect(world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]?.values).toMatchObject({
    stl3_subscriptionstate: subscriptionState.values.active.value,
    stl3_trialendson: null,
  });
  expect(await asked(plain(1).id)).toMatchObject(done);
});
