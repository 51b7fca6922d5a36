/** A demo company that Xero has reset: the same name, another id, and a connection that takes the place of the old one. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { replaceDemo } from '../../../../relay-service/src/jobs/wizard/replace-demo.ts';
import { beginDraft } from '../../../../relay-service/src/store/drafts.ts';
import { ann, kim, logIn, member } from '../../portal/accounts/people.ts';
import { openPortal } from '../../portal/open-portal.ts';
import { accountIdOf, giveConnection } from '../../portal/connection/given-connections.ts';
import { changeConnection } from '../../../../relay-service/src/store/connections.ts';
import { membersOf, removeMember, saveMember, setNotify } from '../../../../relay-service/src/store/members.ts';
import { visitorOf } from '../../portal/visitor.ts';
import { disconnecting } from './disconnecting.ts';
import type { Stage } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

const DEMO = 'Demo Company (AU)';
let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const finish = async (id: string): Promise<string> => {
  await stage.atMicrosoft(id);
  await stage.choose(id);
  await stage.options(id);
  expect(await stage.create(id)).toHaveProperty('connection');
  return (await stage.draft(id)).connection_id!;
};
/** What Xero does every 28 days. */
const reset = (): void => {
  const { organisations } = stage.xero.control.state();
  for (const { tenantId, IsDemoCompany } of organisations) if (IsDemoCompany) stage.xero.control.disconnect(tenantId);
  stage.xero.control.seed(organisations.map((each) => (each.IsDemoCompany ? { ...each, tenantId: randomUUID() } : each)));
};
const states = async () =>
  Object.fromEntries(
    (await stage.ledger.db.selectFrom('connections').select(['id', 'state']).execute()).map(({ id, state }) => [id, state]),
  );

/** The old connection with its owner Kim, and her set-up that connected it again to the demo company of the next month, up to taking its place. */
const relink = async (meanwhile: (old: string, actor: string) => Promise<void> = () => Promise.resolve()) => {
  const portal = await openPortal(stage.ledger, stage.config);
  await member(portal, kim);
  await member(portal, ann);
  await portal.close();
  const actor = await accountIdOf(stage.ledger, kim.email);
  stage.actAs(actor);
  const first = await stage.begin();
  await stage.atXero(first, DEMO);
  const old = await finish(first);
  await saveMember(stage.ledger, old, actor, 'owner');
  await saveMember(stage.ledger, old, await accountIdOf(stage.ledger, ann.email), 'viewer');
  await stage.ledger.db.updateTable('connections').set({ name: 'For trying out' }).where('id', '=', old).execute();
  await meanwhile(old, actor);
  reset();
  const again = await beginDraft(stage.ledger, actor, old);
  expect((await stage.atXero(again, DEMO)).end.problem).toBeNull();
  expect((await stage.draft(again)).answers).toMatchObject({ replacedDemo: old, organisation: { name: DEMO } });
  const fresh = await finish(again);
  expect(fresh).not.toBe(old);
  return { actor, old, fresh, again, replace: () => replaceDemo(disconnecting(stage), old, fresh, actor) };
};

test('connecting again relinks it, and the new one takes over people and name', async () => {
  const { old, fresh, replace } = await relink();
  await replace();
  expect(await states()).toEqual({ [old]: 'disconnected', [fresh]: 'connected' });
  expect((await membersOf(stage.ledger, fresh)).map(({ email, role }) => [email, role])).toEqual([[ann.email, 'viewer']]);
  expect(await stage.ledger.db.selectFrom('connections').select('name').where('id', '=', fresh).executeTakeFirst()).toEqual({
    name: 'For trying out',
  });
  // The webhook of the environment goes on: the new connection needs it.
  expect(stage.dataverse.control.rows('serviceendpoint')).toHaveLength(1);
  await replace();
});

test('one that was paused stays paused from its first moment, whoever wanted no mails gets none, and its own zone is asked for', async () => {
  const { actor, old, fresh, again, replace } = await relink(async (was, owner) => {
    await changeConnection(stage.ledger, was, { state: 'paused' });
    for (const account of [owner, await accountIdOf(stage.ledger, ann.email)]) await setNotify(stage.ledger, was, account, false);
  });
  expect(await states()).toEqual({ [old]: 'paused', [fresh]: 'paused' });
  await saveMember(stage.ledger, fresh, actor, 'owner');
  await replace();
  expect(await states()).toEqual({ [old]: 'disconnected', [fresh]: 'paused' });
  const members = await stage.ledger.db.selectFrom('connection_members').select('notify').where('connection_id', '=', fresh).execute();
  expect(members).toEqual([{ notify: 0 }, { notify: 0 }]);
  // Its settings in Dynamics are new ones.
  const zones = stage.dataverse.control.rows('stl3_stellariseconnectorsettings').map(({ values }) => values['stl3_timezone']);
  expect(zones).toEqual(['Australia/Sydney', 'Australia/Sydney']);
  // Somebody resumes it; setting it up once more does not pause it again.
  await changeConnection(stage.ledger, fresh, { state: 'connected' });
  expect(await stage.create(again)).toHaveProperty('connection');
  expect((await states())[fresh]).toBe('connected');
});

test('whoever manages the old one no more ends nothing, and comes back from no sign-in', async () => {
  const { actor, old, fresh, again, replace } = await relink();
  await saveMember(stage.ledger, old, actor, 'viewer');
  await replace();
  expect(await states()).toEqual({ [old]: 'connected', [fresh]: 'connected' });
  expect((await stage.atXero(again, DEMO)).end).toEqual({ draftId: null, problem: 'stateUnknown' });
  expect((await stage.atMicrosoft(again)).end).toEqual({ draftId: null, problem: 'stateUnknown' });
  await removeMember(stage.ledger, old, actor);
  await replace();
  expect(await states()).toEqual({ [old]: 'connected', [fresh]: 'connected' });
});

test('a connection of another environment takes no place', async () => {
  const { actor, old, fresh, replace } = await relink();
  const elsewhere = await giveConnection(stage.ledger, 'Elsewhere', true);
  await stage.ledger.db.updateTable('connections').set({ environment_id: elsewhere.environmentId }).where('id', '=', fresh).execute();
  await replace();
  expect((await states())[old]).toBe('connected');
  expect(await membersOf(stage.ledger, fresh)).toEqual([]);
  // Both were added in one millisecond.
  const members = (await membersOf(stage.ledger, old)).map(({ accountId, email }) => (accountId === actor ? actor : email));
  expect(members.sort()).toEqual([actor, ann.email].sort());
});

test('the page of a set-up that connects again is its managers’ alone', async () => {
  const { actor, old } = await relink();
  const portal = await openPortal(stage.ledger, stage.config, { tokens: stage.services.tokens });
  const visitor = visitorOf(portal.app);
  await logIn(visitor, kim.email);
  const path = `/connections/new/${await beginDraft(stage.ledger, actor, old)}`;
  expect((await visitor.get(path)).statusCode).toBe(200);
  await saveMember(stage.ledger, old, actor, 'viewer');
  expect((await visitor.get(path)).statusCode).toBe(404);
  await portal.close();
});

test('real books are never relinked, nor is a demo company in their place', async () => {
  const portal = await openPortal(stage.ledger, stage.config);
  await member(portal, kim);
  await portal.close();
  const actor = await accountIdOf(stage.ledger, kim.email);
  stage.actAs(actor);
  const first = await stage.begin();
  await stage.atXero(first, ORGANISATION);
  const real = await finish(first);
  await saveMember(stage.ledger, real, actor, 'owner');
  const again = await beginDraft(stage.ledger, actor, real);
  expect((await stage.atXero(again, DEMO)).end.problem).toBe('otherOrganisation');
  const demo = await stage.begin();
  await stage.atXero(demo, DEMO);
  const old = await finish(demo);
  await saveMember(stage.ledger, old, actor, 'owner');
  const other = await beginDraft(stage.ledger, actor, old);
  expect((await stage.atXero(other, 'Harbour Lights Ltd')).end.problem).toBe('otherOrganisation');
});
