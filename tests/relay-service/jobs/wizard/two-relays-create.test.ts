/** Two relays on one PostgreSQL are asked at the same moment to make a connection of the same two sides: one comes of it, whole. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createConnection } from '../../../../relay-service/src/jobs/wizard/create-connection.ts';
import { discardSetUp } from '../../../../relay-service/src/jobs/wizard/discard-set-up.ts';
import type { WizardServices } from '../../../../relay-service/src/jobs/wizard/services.ts';
import { changeDraft } from '../../../../relay-service/src/store/drafts.ts';
import { saveRefreshed } from '../../../../relay-service/src/store/grants.ts';
import { holding, isHeld } from '../../../../relay-service/src/store/holds.ts';
import type { Ledger } from '../../../../relay-service/src/store/ledger.ts';
import { relayTokens } from '../../../../relay-service/src/tokens/relay-tokens.ts';
import type { OpenHome } from '../../store/homes.ts';
import { homes } from '../../store/homes.ts';
import type { Stage } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

const shared = (await homes()).filter(({ name }) => name === 'PostgreSQL');
const everybody = { mayChange: () => Promise.resolve(true), created: () => Promise.resolve() };

(shared.length === 0 ? describe.skip : describe)('two relays on one ledger', () => {
  let home: OpenHome;
  let stage: Stage;
  let second: Ledger;
  let secondRelay: WizardServices;
  beforeEach(async () => {
    home = await shared[0]!.open();
    stage = await setStage({ home });
    second = await home.beside();
    const tokens = relayTokens(stage.config, second, { save: saveRefreshed, atRenewed: () => undefined });
    secondRelay = { ...stage.services, ledger: second, tokens };
  });
  afterEach(async () => {
    await stage.close();
    await second.close();
    await home.close();
  });

  const ready = async (): Promise<string> => {
    const id = await stage.begin();
    await stage.atXero(id, ORGANISATION);
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    return id;
  };
  const held = async () => ({
    environments: await home.ledger.db.selectFrom('environments').select('id').execute(),
    connections: await home.ledger.db.selectFrom('connections').select('id').execute(),
    webhooks: stage.dataverse.control.rows('serviceendpoint').length,
  });

  test('that create the same set-up make one connection, and both say so', async () => {
    const id = await ready();
    const draft = await stage.draft(id);
    const ends = await Promise.all([stage.create(id), createConnection(secondRelay, draft, everybody)]);
    const ids = ends.map((end) => ('connection' in end ? end.connection.connectionId : end.problem));
    const { connections, ...rest } = await held();
    expect(connections).toHaveLength(1);
    expect(ids).toEqual([connections[0]!.id, connections[0]!.id]);
    expect(rest).toEqual({ environments: [expect.anything()], webhooks: 1 });
    expect(stage.xero.control.state().connections).toHaveLength(1);
  });

  test('that create two set-ups of the same two sides make one connection, too', async () => {
    const [one, other] = [await ready(), await stage.begin()];
    // One person signs in once at Xero for both.
    const { xero_grant_id, xero_connection_id, tenant_id, answers } = await stage.draft(one);
    await changeDraft(home.ledger, other, {
      xero_grant_id,
      xero_connection_id,
      tenant_id,
      answers: { organisation: answers.organisation },
    });
    await stage.atMicrosoft(other);
    await stage.choose(other);
    await stage.options(other);
    await Promise.all([stage.create(one), createConnection(secondRelay, await stage.draft(other), everybody)]);
    const { connections, environments, webhooks } = await held();
    expect([connections.length, environments.length, webhooks]).toEqual([1, 1, 1]);
    expect((await stage.draft(one)).connection_id).toBe(connections[0]!.id);
    expect((await stage.draft(other)).connection_id).toBe(connections[0]!.id);
  });

  test('of which one creates: the other one discards nothing of it', async () => {
    const id = await ready();
    const draft = await stage.draft(id);
    const created = stage.create(id);
    while (!(await isHeld(second, `set-up ${id}`))) await new Promise((resolve) => setImmediate(resolve));
    await discardSetUp(secondRelay, draft);
    expect(await created).toHaveProperty('connection');
    expect((await stage.draft(id)).connection_id).not.toBeNull();
  });

  test('a hold is given up for dead after a minute, and not before', async () => {
    const later = (ms: number): Ledger => ({ ...second, now: () => second.now() + ms });
    let free = (): void => undefined;
    const dead = holding(home.ledger, 'something', 0, () => new Promise<void>((resolve) => (free = resolve)));
    while (!(await isHeld(second, 'something'))) await new Promise((resolve) => setImmediate(resolve));
    const act = () => Promise.resolve('done');
    expect(await holding(later(50_000), 'something', 0, act)).toBeNull();
    expect(await holding(later(61_000), 'something', 0, act)).toEqual({ result: 'done' });
    free();
    await dead;
    expect(await isHeld(second, 'something')).toBe(false);
  });
});
