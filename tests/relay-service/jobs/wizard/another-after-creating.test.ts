/** A set-up that had become a connection and chose anew showed green ticks for what it had chosen, which was connected to nothing. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checklistOf } from '../../../../relay-service/src/core/checklist.ts';
import { closeDialog } from '../../../../relay-service/src/jobs/wizard/create-connection.ts';
import { discardSetUp, discardSetUpsOf } from '../../../../relay-service/src/jobs/wizard/discard-set-up.ts';
import { findOut } from '../../../../relay-service/src/jobs/wizard/find-out.ts';
import { html } from '../../../../relay-service/src/portal/html.ts';
import { stepCreate } from '../../../../relay-service/src/portal/wizard/step-create.ts';
import { openSetUps } from '../../../../relay-service/src/portal/wizard/menu.ts';
import type { WizardView } from '../../../../relay-service/src/portal/wizard/view.ts';
import { changeDraft, findDraft, finishDraft, openDrafts } from '../../../../relay-service/src/store/drafts.ts';
import { readGrant, saveGrant } from '../../../../relay-service/src/store/grants.ts';
import { findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { forgetUnused } from '../../../../relay-service/src/store/unused-grants.ts';
import type { Stage } from './stage.ts';
import { ADA, HARBOUR, ORGANISATION, setStage } from './stage.ts';

let stage: Stage;
let id: string;
/** Books that were connected first. */
let first: string;
beforeEach(async () => {
  stage = await setStage();
  id = await stage.begin();
  await stage.atXero(id, ORGANISATION);
  await stage.atMicrosoft(id);
  await stage.choose(id);
  await stage.options(id);
  expect(await stage.create(id)).toHaveProperty('connection');
  first = (await stage.draft(id)).tenant_id!;
});
afterEach(() => stage.close());

const shown = async () => {
  const facts = await findOut(stage.services, await stage.draft(id));
  const stands = checklistOf(facts).filter(({ key }) => ['xero', 'created', 'webhook', 'mappings'].includes(key));
  const view = { draft: await stage.draft(id), facts, formToken: html``, settingsUrl: null };
  return {
    ticks: stands.map(({ key, state }) => `${key} ${state}`),
    creates: (stepCreate(view as unknown as WizardView) as string).slice(0).includes('>Create Connection<'),
  };
};
const notCreated = (xero: string) => ({ ticks: [`xero ${xero}`, 'created todo', 'webhook waiting', 'mappings waiting'], creates: true });
const open = (): readonly string[] => {
  const { connections, organisations } = stage.xero.control.state();
  return connections.map(({ tenantId }) => organisations.find((each) => each.tenantId === tenantId)!.Name).sort();
};
const listed = async (): Promise<string> => (openSetUps(await openDrafts(stage.ledger, ADA)) as string).slice(0);
const trialEnds = async (tenant: string) => (await findSubscription(stage.ledger, tenant))?.trialEndsAt ?? null;

test('another organisation is not created yet, and creating it makes a connection of its own', async () => {
  expect(await shown()).toMatchObject({ ticks: expect.arrayContaining(['created done', 'mappings todo']), creates: false });
  const made = (await stage.draft(id)).connection_id;
  await stage.atXero(id, HARBOUR);
  expect(await shown()).toEqual(notCreated('done'));
  expect(await listed()).toContain('not created yet');
  expect(await stage.create(id)).toHaveProperty('connection');
  expect(await listed()).toContain('created, some steps are open');
  expect((await stage.draft(id)).connection_id).not.toBe(made);
  expect(await shown()).toMatchObject({ ticks: expect.arrayContaining(['created done']), creates: false });
});

test('another environment is not created either, and the hourly sweep leaves its sign-in alone', async () => {
  const { environment } = (await stage.draft(id)).answers;
  const origin = 'https://coralbay-other.crm6.dynamics.com';
  const grant = randomUUID();
  await saveGrant(stage.ledger, {
    id: grant,
    system: 'entra',
    subject: origin,
    tenant: '',
    refreshToken: 'refresh',
    accessToken: 'access',
    accessExpiresAt: stage.ledger.now() + 1_800_000,
  });
  await changeDraft(stage.ledger, id, {
    entra_grant_id: grant,
    environment_origin: origin,
    answers: { environment: { ...environment!, origin } },
  });
  expect(await shown()).toEqual(notCreated('done'));
  await forgetUnused(stage.ledger, [grant]);
  expect((await readGrant(stage.ledger, grant))?.state).toBe('alive');
});

test('closing the dialog of before starts the trial of the books that are connected', async () => {
  await stage.atXero(id, HARBOUR);
  const chosen = await stage.draft(id);
  await closeDialog(stage.services, chosen, ADA);
  expect(await trialEnds(first)).not.toBeNull();
  expect(await trialEnds(chosen.tenant_id!)).toBeNull();
});

test.each<[string, () => Promise<void>]>([
  ['discarding the set-up', async () => discardSetUp(stage.services, await stage.draft(id))],
  ['deleting the account', () => discardSetUpsOf(stage.services, ADA)],
])('%s closes at Xero what was chosen since, and leaves the connection', async (_what, leave) => {
  await finishDraft(stage.ledger, id);
  await stage.atXero(id, HARBOUR);
  const { xero_grant_id: grant } = await stage.draft(id);
  expect(open()).toEqual([ORGANISATION, HARBOUR]);
  await leave();
  expect(open()).toEqual([ORGANISATION]);
  expect((await readGrant(stage.ledger, grant!))?.state).not.toBe('alive');
  expect(await findDraft(stage.ledger, id, ADA)).toBeUndefined();
});
