/** Connecting again gives the consents anew and overwrites no choice; what nobody has chosen is asked for. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checklistOf } from '../../../../relay-service/src/core/checklist.ts';
import { findOut } from '../../../../relay-service/src/jobs/wizard/find-out.ts';
import { beginDraft } from '../../../../relay-service/src/store/drafts.ts';
import { saveMember } from '../../../../relay-service/src/store/members.ts';
import { changeSubscription, findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { kim, member } from '../../portal/accounts/people.ts';
import { accountIdOf } from '../../portal/connection/given-connections.ts';
import { openPortal } from '../../portal/open-portal.ts';
import { tableNamed } from '../../../sandbox/dataverse/model.ts';
import { people } from '../../../sandbox/company/people.ts';
import { updateRow } from '../../../sandbox/dataverse/write-row.ts';
import type { Stage } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

const SETTINGS = 'stl3_stellariseconnectorsettings';
let stage: Stage;
let connection: string;
let tenant: string;
let actor: string;
beforeEach(async () => {
  stage = await setStage();
  const portal = await openPortal(stage.ledger, stage.config);
  await member(portal, kim);
  await portal.close();
  actor = await accountIdOf(stage.ledger, kim.email);
  stage.actAs(actor);
  const first = await signIn(await stage.begin());
  await stage.options(first);
  expect(await stage.create(first)).toHaveProperty('connection');
  const { connection_id, tenant_id } = await stage.draft(first);
  [connection, tenant] = [connection_id!, tenant_id!];
  await saveMember(stage.ledger, connection, actor, 'owner');
});
afterEach(() => stage.close());

const signIn = async (id: string): Promise<string> => {
  await stage.atXero(id, ORGANISATION);
  await stage.atMicrosoft(id);
  await stage.choose(id);
  return id;
};
const again = async (): Promise<string> => signIn(await beginDraft(stage.ledger, actor, connection));
/** Somebody changes the settings in Dynamics. */
const choose = (timeZone: string | null): void => {
  const { control } = stage.dataverse;
  const writer = { environment: control.environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed(SETTINGS), control.rows(SETTINGS)[0]!.id, { stl3_timezone: timeZone });
};
const choosePlan = (plan: string | null) => changeSubscription(stage.ledger, tenant, (now) => ({ ...now, plan }));
const chosen = async () => ({
  zone: stage.dataverse.control.rows(SETTINGS).map(({ values }) => values['stl3_timezone'] ?? null),
  plan: (await findSubscription(stage.ledger, tenant))?.plan,
});
const shown = async (id: string) => {
  const facts = await findOut(stage.services, await stage.draft(id));
  const steps = checklistOf(facts).filter(({ key }) => key === 'plan' || key === 'timeZone');
  return { asks: facts.asks, steps: steps.map(({ title, state }) => `${state} ${title}`) };
};

test('overwrites neither time zone nor unpaid plan, asks for neither, and shows what stands', async () => {
  choose('Pacific/Auckland');
  await choosePlan('group');
  const begun = await beginDraft(stage.ledger, actor, connection);
  expect(await shown(begun)).toEqual({
    asks: { plan: false, timeZone: false },
    steps: ['done Subscription: Group', 'waiting Time zone'],
  });
  const id = await signIn(begun);
  const stands = { asks: { plan: false, timeZone: false }, steps: ['done Subscription: Group', 'done Time zone: Pacific/Auckland'] };
  expect(await shown(id)).toEqual(stands);
  expect(await stage.create(id)).toHaveProperty('connection');
  expect(await chosen()).toEqual({ zone: ['Pacific/Auckland'], plan: 'group' });
  expect(await shown(id)).toEqual(stands);
  // A page of the relay of before still sends both.
  await stage.options(id);
  await stage.create(id);
  expect(await chosen()).toEqual({ zone: ['Pacific/Auckland'], plan: 'group' });
  expect((await stage.draft(id)).connection_id).toBe(connection);
});

test('asks for what nobody has chosen, and writes it', async () => {
  choose(null);
  await choosePlan(null);
  const id = await again();
  expect(await shown(id)).toEqual({
    asks: { plan: true, timeZone: true },
    steps: ['todo Subscription', 'done Time zone: Australia/Sydney'],
  });
  expect(await stage.create(id)).toEqual({ problem: 'stepsMissing' });
  await stage.options(id);
  expect(await stage.create(id)).toHaveProperty('connection');
  expect(await chosen()).toEqual({ zone: ['Australia/Sydney'], plan: 'business' });
});

test('a set-up of its own for the same two sides asks, and writes what it was told', async () => {
  choose('Pacific/Auckland');
  const id = await signIn(await stage.begin());
  expect((await shown(id)).asks).toEqual({ plan: true, timeZone: true });
  await stage.options(id);
  await stage.create(id);
  expect(await chosen()).toEqual({ zone: ['Australia/Sydney'], plan: 'business' });
});
