/** An organisation whose trial nobody paid for is connected once more: it stays connected, is refused by name, and sends once a plan runs. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { subscriptionState } from '@stl3/solution';
import { startedTrial } from '../../../relay-service/src/core/subscription.ts';
import { keepSubscriptions } from '../../../relay-service/src/jobs/keep-subscriptions.ts';
import { startRelay } from '../../../relay-service/src/start-relay.ts';
import { liveConnections } from '../../../relay-service/src/store/connections.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { changeSubscription } from '../../../relay-service/src/store/subscriptions.ts';
import { addSolution } from '../../sandbox/company/environment.ts';
import type { SetUpWorld } from '../../sandbox/set-up-world.ts';
import { startSetUpWorld, tenantOf } from '../../sandbox/set-up-world.ts';
import { walkWizard } from '../../sandbox/walk-wizard.ts';
import { asking, done, refused } from './asking.ts';
import { disconnectServices } from './disconnect-services.ts';

const DAY = 86_400_000;

let world: SetUpWorld;
let ahead = 0;
const clock = (): number => Date.now() + ahead;
beforeAll(async () => {
  world = await startSetUpWorld({ askOnPages: false, relay: { clock } });
  addSolution(world.dataverse.control.environment);
});
afterAll(() => world.close());

const { asked, plain } = asking(() => world);
const books = (): string => tenantOf(world, 'Coral Bay Supplies Pty Ltd');
const connectorRow = () => world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]?.values;

/** Does something with the ledger while the relay is closed, then starts the relay again. */
const meanwhile = async <Found>(act: (ledger: Ledger) => Promise<Found>): Promise<Found> => {
  await world.relay.close();
  const { RELAY_DATA_DIR: dataDirectory, RELAY_SECRET_KEYS: keys } = world.config;
  const ledger = await openLedger({ dataDirectory, databaseUrl: null, seal: createSeal(keys), clock });
  try {
    return await act(ledger);
  } finally {
    await ledger.close();
    world.relay = await startRelay(world.config, { clock });
  }
};
/** One hourly round. @returns states of the connections that are on after it */
const keep = async (ledger: Ledger): Promise<readonly string[]> => {
  await keepSubscriptions(disconnectServices(world.config, ledger));
  return (await liveConnections(ledger)).map(({ state }) => state);
};

test('a connection that is made after an unpaid trial is not removed an hour later; the set-up promises no second trial and leads to the plan', async () => {
  await meanwhile((ledger) => changeSubscription(ledger, books(), (now) => startedTrial(now, ledger.now() - 60 * DAY)));
  const walker = await walkWizard(world, 'ada@coralbay.example');
  const path = await walker.begin();
  await walker.toXero(path, books());
  await walker.toDynamics(path);
  const before = (await walker.visitor.get(path)).body;
  const id = await walker.create(path);
  let finished = '';
  // The test ping comes through Dynamics' queue.
  for (const end = Date.now() + 20_000; !finished.includes('<dialog') && Date.now() < end; await new Promise((go) => setTimeout(go, 100)))
    finished = (await walker.visitor.get(path)).body;
  const left = await walker.visitor.fillIn(path, `${path}/plan`);

  expect(await meanwhile(keep)).toEqual(['connected']);
  expect(connectorRow()).toMatchObject({ stl3_subscriptionstate: subscriptionState.values.trialOver.value });
  expect(await asked(plain(0).id)).toMatchObject(refused('TRIAL_OVER'));

  expect(before).toMatch(/The free trial of this organisation is used up/);
  expect(finished).toMatch(
    /<dialog[\s\S]*the free trial of this Xero organisation is used up[\s\S]*Choose a plan<\/button>[\s\S]*<\/dialog>/,
  );
  expect(before + finished).not.toMatch(/days are free|starts when you close/);
  expect(left.headers.location).toBe(`/connections/${id}/subscription`);

  await meanwhile((ledger) => changeSubscription(ledger, books(), (now) => ({ ...now, paid: 'yes' })));
  expect(await asked(plain(0).id)).toMatchObject(done);
});

test('without a plan it is removed 14 days after it was connected', async () => {
  await meanwhile((ledger) => changeSubscription(ledger, books(), (now) => ({ ...now, paid: 'no' })));
  ahead = 13 * DAY;
  world.xero.control.advance(ahead);
  expect(await meanwhile(keep)).toEqual(['connected']);
  ahead += 2 * DAY;
  world.xero.control.advance(2 * DAY);
  expect(await meanwhile(keep)).toEqual([]);
});
