/** Changing how a connection works in Dynamics, from its options; and what is forgotten when an account is deleted. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addressRule, environmentClient } from '../../../../relay-service/src/dataverse/environment-client.ts';
import { beginDraft, changeDraft, findDraft } from '../../../../relay-service/src/store/drafts.ts';
import { readGrant, saveGrant } from '../../../../relay-service/src/store/grants.ts';
import { saveMember } from '../../../../relay-service/src/store/members.ts';
import type { Stage } from '../../jobs/wizard/stage.ts';
import { ORGANISATION, setStage } from '../../jobs/wizard/stage.ts';
import { PASSWORD, kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { accountIdOf } from './given-connections.ts';

let stage: Stage;
let portal: OpenPortal;
let visitor: Visitor;
beforeEach(async () => {
  stage = await setStage();
  const { tokens } = stage.services;
  portal = await openPortal(stage.ledger, stage.config, {
    tokens,
    dataverse: ({ origin, grant_id }) =>
      environmentClient(addressRule(stage.config), { origin, accessToken: () => tokens.dataverse(grant_id) }),
  });
  visitor = await member(portal, kim);
});
afterEach(async () => {
  await portal.close();
  await stage.close();
});

/** A connection that works as the person who connected. @returns its options */
const connected = async (): Promise<string> => {
  const id = await stage.begin();
  await stage.atXero(id, ORGANISATION);
  await stage.atMicrosoft(id);
  await stage.choose(id);
  await stage.options(id);
  await changeDraft(stage.ledger, id, { answers: { runAs: 'person' } });
  await stage.create(id);
  const connectionId = (await stage.draft(id)).connection_id!;
  await saveMember(stage.ledger, connectionId, await accountIdOf(stage.ledger, kim.email), 'owner');
  return `/connections/${connectionId}`;
};
const grant = async () => {
  const { grant_id } = await stage.ledger.db.selectFrom('environments').select('grant_id').executeTakeFirstOrThrow();
  return readGrant(stage.ledger, grant_id);
};

describe('from the options', () => {
  test('to an application user, by the sign-in of the administrator who connected', async () => {
    const path = await connected();
    expect((await visitor.get(`${path}/options`)).body).toContain('A person’s sign-in');
    const answer = await visitor.fillIn(`${path}/options`, `${path}/run-as-application`);
    expect(answer.headers.location).toBe(`${path}/options`);
    const page = await visitor.get(`${path}/options`);
    expect(page.body).toContain('It works as an application user now.');
    expect(page.body).toContain('As an application user of its own');
    expect(await grant()).toMatchObject({ kind: 'application', state: 'alive' });
    expect((await visitor.get(path)).body).toContain('not needed: it works as an application user');
    expect((await visitor.get(`${path}/audit`)).body).toContain('made it work as an application user');
  });

  test('not by somebody who may not make users: said so, and everything stays', async () => {
    const path = await connected();
    stage.dataverse.control.environment.withheld.add('prvcreateuser');
    await visitor.fillIn(`${path}/options`, `${path}/run-as-application`);
    expect((await visitor.get(`${path}/options`)).body).toContain('did not let the user who connected make an application user');
    expect(await grant()).toMatchObject({ kind: 'consent', state: 'alive' });
  });

  test.each(['prvcreateuser', 'prvassignrole'])('nor without %s where the user and its role are there already', async (privilege) => {
    const path = await connected();
    await visitor.fillIn(`${path}/options`, `${path}/run-as-application`);
    expect(await grant()).toMatchObject({ kind: 'application' });
    stage.dataverse.control.environment.withheld.add(privilege);
    const id = await stage.begin();
    await stage.atXero(id, 'Harbour Lights Ltd');
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    expect(await stage.create(id)).toEqual({ problem: 'applicationUserForbidden' });
  });

  test('back to a person: the wizard begins again, bound to this connection', async () => {
    const path = await connected();
    await visitor.fillIn(`${path}/options`, `${path}/run-as-application`);
    const answer = await visitor.fillIn(`${path}/options`, `${path}/run-as-person`);
    const id = /^\/connections\/new\/(.+)$/.exec(String(answer.headers.location))?.[1] ?? '';
    const draft = await findDraft(stage.ledger, id, await accountIdOf(stage.ledger, kim.email));
    expect(draft).toMatchObject({ reconnects: path.split('/')[2], answers: { runAs: 'person' } });
    expect(await grant()).toMatchObject({ kind: 'application' });
  });
});

test('deleting an account forgets its set-ups with their tokens, and who signed in', async () => {
  const accountId = await accountIdOf(stage.ledger, kim.email);
  const id = await beginDraft(stage.ledger, accountId);
  const tokens = { refreshToken: 'refresh', accessToken: 'access', accessExpiresAt: Date.now() + 3_600_000 };
  for (const grantId of ['environment', 'discovery'])
    await saveGrant(stage.ledger, { id: grantId, system: 'entra', subject: stage.dataverse.origin, tenant: 't', ...tokens });
  await changeDraft(stage.ledger, id, { entra_grant_id: 'environment', answers: { discoveryGrantId: 'discovery', person: 'Kim Larsen' } });
  const gone = await visitor.fillIn('/account/delete', '/account/delete', { password: PASSWORD });
  expect(gone.headers.location).toBe('/login');
  expect(await stage.ledger.db.selectFrom('connection_drafts').select('id').execute()).toEqual([]);
  for (const grantId of ['environment', 'discovery'])
    expect(await readGrant(stage.ledger, grantId)).toMatchObject({ refreshToken: '', accessToken: null, state: 'reconnect' });
});
