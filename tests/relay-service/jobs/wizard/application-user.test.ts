/** Working in Dynamics as an application user: made by an administrator's sign-in, and from then on nobody's password matters. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { roles } from '@stl3/solution';
import { checklistOf } from '../../../../relay-service/src/core/checklist.ts';
import { addressRule, environmentClient } from '../../../../relay-service/src/dataverse/environment-client.ts';
import { whoAmI } from '../../../../relay-service/src/dataverse/who-am-i.ts';
import { isBeingCreated } from '../../../../relay-service/src/jobs/wizard/create-connection.ts';
import { discardSetUp } from '../../../../relay-service/src/jobs/wizard/discard-set-up.ts';
import { findOut } from '../../../../relay-service/src/jobs/wizard/find-out.ts';
import { changeDraft } from '../../../../relay-service/src/store/drafts.ts';
import { readGrant } from '../../../../relay-service/src/store/grants.ts';
import { forgetUnusedGrants } from '../../../../relay-service/src/store/unused-grants.ts';
import { people } from '../../../sandbox/company/people.ts';
import { rowsOf } from '../../../sandbox/dataverse/state.ts';
import { RELAY_APPLICATION } from '../../../sandbox/stand-in-settings.ts';
import type { Stage } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

const HOUR_MS = 3_600_000;
let stage: Stage;
let id: string;
beforeEach(async () => {
  stage = await setStage();
  id = await stage.begin();
});
afterEach(() => stage.close());

const getReady = async (): Promise<void> => {
  await stage.atXero(id, ORGANISATION);
  await stage.atMicrosoft(id);
  expect(await stage.choose(id)).toBeNull();
  await stage.options(id);
};
const applicationUsers = () =>
  stage.dataverse.control.rows('systemuser').filter(({ values }) => values['applicationid'] === RELAY_APPLICATION);
const rolesOf = (userId: string) =>
  stage.dataverse.control.environment.pairs.systemuserroles.flatMap(([user, role]) => (user === userId ? [role] : []));
const grantOfEnvironment = async () => {
  const { grant_id: grantId } = await stage.ledger.db.selectFrom('environments').select('grant_id').executeTakeFirstOrThrow();
  return (await readGrant(stage.ledger, grantId))!;
};
const asRelay = async () => {
  const { id: grantId, subject } = await grantOfEnvironment();
  return environmentClient(addressRule(stage.config), { origin: subject, accessToken: () => stage.services.tokens.dataverse(grantId) });
};
const works = async () => checklistOf(await findOut(stage.services, await stage.draft(id))).find(({ key }) => key === 'runsAs');

test('a set-up that is made a connection in another tab is not discarded', async () => {
  await getReady();
  const draft = await stage.draft(id);
  const created = stage.create(id);
  while (!(await isBeingCreated(stage.ledger, id))) await new Promise((resolve) => setImmediate(resolve));
  await discardSetUp(stage.services, draft);
  expect(await created).toHaveProperty('connection');
  expect(stage.xero.control.state().connections).toHaveLength(1);
  expect((await stage.draft(id)).connection_id).not.toBeNull();
  expect(await isBeingCreated(stage.ledger, id)).toBe(false);
});

describe('as an application user', () => {
  test('made with the shipped role when an administrator connects, and the relay gets in as it', async () => {
    await getReady();
    expect(await stage.create(id)).toHaveProperty('connection');
    const [user] = applicationUsers();
    expect(user?.values).toMatchObject({ accessmode: 4, isdisabled: false });
    expect(rolesOf(user!.id)).toEqual([roles.applicationUser.id]);
    expect(await grantOfEnvironment()).toMatchObject({ kind: 'application', refreshToken: '', subject: stage.dataverse.origin });
    expect((await whoAmI(await asRelay())).userId).toBe(user!.id);
    expect(await works()).toMatchObject({ state: 'done', title: 'Works in Dynamics as its own application user' });
    // The role alone covers every permission of the checklist.
    const steps = checklistOf(await findOut(stage.services, await stage.draft(id)));
    expect(steps.filter(({ key, state }) => key.startsWith('permission') && state !== 'done')).toEqual([]);
  });

  test('no password change ends it: the token is renewed by asking again, also hours later', async () => {
    await getReady();
    await stage.create(id);
    stage.identity.control.revoke(people.administrator.upn);
    const before = await grantOfEnvironment();
    stage.later(2 * HOUR_MS);
    await whoAmI(await asRelay());
    const after = await grantOfEnvironment();
    expect([after.generation, after.refreshToken, after.state]).toEqual([before.generation + 1, '', 'alive']);
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(await works()).toMatchObject({ state: 'done' });
  });

  test('an administrator who takes the app out of the company ends it by name', async () => {
    await getReady();
    await stage.create(id);
    stage.identity.control.applicationRemoved = true;
    stage.later(2 * HOUR_MS);
    await expect(asRelay().then(whoAmI)).rejects.toMatchObject({ code: 'RECONNECT' });
    expect((await findOut(stage.services, await stage.draft(id))).dynamics).toBe('reconnect');
  });

  test('made once: connecting again finds it, and a role that was taken is given back', async () => {
    await getReady();
    await stage.create(id);
    const [user] = applicationUsers();
    const { pairs } = stage.dataverse.control.environment;
    pairs.systemuserroles.splice(0, Infinity, ...pairs.systemuserroles.filter(([of]) => of !== user!.id));
    await stage.atMicrosoft(id);
    await stage.choose(id);
    expect(await stage.create(id)).toHaveProperty('connection');
    expect(applicationUsers()).toHaveLength(1);
    expect(rolesOf(user!.id)).toEqual([roles.applicationUser.id]);
  });

  test.each<[string, () => void, string]>([
    ['whoever may not make users', () => stage.dataverse.control.environment.withheld.add('prvcreateuser'), 'applicationUserForbidden'],
    ['whoever may not give roles', () => stage.dataverse.control.environment.withheld.add('prvassignrole'), 'applicationUserForbidden'],
    [
      'an environment without the role',
      () => stage.dataverse.control.environment.tables.get('role')!.delete(roles.applicationUser.id),
      'applicationRoleMissing',
    ],
    [
      'a company that gives the relay no token of its own',
      () => (stage.identity.control.applicationRemoved = true),
      'applicationTokenRefused',
    ],
  ])('%s is told so by name, and the other way is open', async (_who, spoil, problem) => {
    await getReady();
    spoil();
    expect(await stage.create(id)).toEqual({ problem });
    expect((await stage.draft(id)).problem).toBe(problem);
    expect(await stage.ledger.db.selectFrom('connections').select('id').execute()).toEqual([]);
    await changeDraft(stage.ledger, id, { answers: { runAs: 'person' } });
    expect(await stage.create(id)).toHaveProperty('connection');
    expect(await grantOfEnvironment()).toMatchObject({ kind: 'consent' });
  });

  test('without the solution nothing is made, and the solution is what is named', async () => {
    await getReady();
    const solutions = rowsOf(stage.dataverse.control.environment, 'solution');
    for (const { id: solutionId } of [...solutions.values()]) solutions.delete(solutionId);
    expect(await stage.create(id)).toEqual({ problem: 'solutionMissing' });
    expect(applicationUsers()).toEqual([]);
  });

  test('one that somebody disabled is named', async () => {
    await getReady();
    await stage.create(id);
    const [user] = applicationUsers();
    rowsOf(stage.dataverse.control.environment, 'systemuser').set(user!.id, { ...user!, values: { ...user!.values, isdisabled: true } });
    await stage.atMicrosoft(id);
    await stage.choose(id);
    expect(await stage.create(id)).toEqual({ problem: 'applicationUserDisabled' });
  });
});

describe('as the person who connected', () => {
  test('where that was chosen: no user is made, and a new password asks for a new sign-in', async () => {
    await getReady();
    await changeDraft(stage.ledger, id, { answers: { runAs: 'person' } });
    await stage.create(id);
    expect(applicationUsers()).toEqual([]);
    expect(await works()).toMatchObject({ title: 'Works in Dynamics as Ada Minchin, until the next sign-in is asked for' });
    stage.identity.control.revoke(people.administrator.upn);
    stage.later(2 * HOUR_MS);
    expect((await findOut(stage.services, await stage.draft(id))).dynamics).toBe('reconnect');
  });
});

describe('tokens that nothing needs', () => {
  const holding = async () => {
    const rows = await stage.ledger.db.selectFrom('grants').select('id').execute();
    const grants = await Promise.all(rows.map(async ({ id: grantId }) => (await readGrant(stage.ledger, grantId))!));
    return grants
      .filter(({ refreshToken, accessToken }) => refreshToken !== '' || accessToken !== null)
      .map(({ system, kind }) => `${system} ${kind}`);
  };

  test('are forgotten once the connection is there: of the sign-in, of the list of environments', async () => {
    await getReady();
    expect(await holding()).toEqual(expect.arrayContaining(['xero consent', 'entra consent', 'entra consent']));
    await stage.create(id);
    expect((await holding()).sort()).toEqual(['entra application', 'xero consent']);
  });

  test('with a discarded set-up, and what it opened at Xero is closed; one that works is not touched', async () => {
    await getReady();
    await discardSetUp(stage.services, await stage.draft(id));
    expect(await holding()).toEqual([]);
    expect(stage.xero.control.state().connections).toEqual([]);

    id = await stage.begin();
    await getReady();
    await stage.create(id);
    const again = await stage.begin();
    await stage.atMicrosoft(again);
    await discardSetUp(stage.services, await stage.draft(again));
    await discardSetUp(stage.services, await stage.draft(id));
    expect((await holding()).sort()).toEqual(['entra application', 'xero consent']);
    expect(stage.xero.control.state().connections).toHaveLength(1);
  });

  test('with a sign-in or organisation that was replaced, and by the sweep where a relay stopped in between', async () => {
    await getReady();
    await stage.atMicrosoft(id);
    await stage.atXero(id, 'Harbour Lights Ltd');
    expect(await holding()).toHaveLength(2);
    await stage.ledger.db.deleteFrom('connection_drafts').execute();
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect(await holding()).toHaveLength(2);
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect(await holding()).toEqual([]);
  });

  test('the sweep leaves alone what a connection or an open set-up needs', async () => {
    await getReady();
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect(await holding()).toHaveLength(3);
    await stage.create(id);
    stage.later(2 * HOUR_MS);
    await forgetUnusedGrants(stage.ledger, HOUR_MS);
    expect((await holding()).sort()).toEqual(['entra application', 'xero consent']);
  });
});
