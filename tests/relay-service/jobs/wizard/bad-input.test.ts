/** Whatever comes back from the sign-ins: a named problem, nothing leaked, and the wizard still standing. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { completeXero } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { adminAnswered, adminApproval, beginEntra, completeEntra } from '../../../../relay-service/src/jobs/wizard/connect-dynamics.ts';
import { closeDialog } from '../../../../relay-service/src/jobs/wizard/create-connection.ts';
import { findOut } from '../../../../relay-service/src/jobs/wizard/find-out.ts';
import { checklistOf } from '../../../../relay-service/src/core/checklist.ts';
import { nothing } from '../../../../relay-service/src/portal/html.ts';
import { allSet } from '../../../../relay-service/src/portal/wizard/all-set.ts';
import { stepOptions } from '../../../../relay-service/src/portal/wizard/step-options.ts';
import { problemTexts } from '../../../../relay-service/src/portal/wizard/problem-texts.ts';
import { beginDraft } from '../../../../relay-service/src/store/drafts.ts';
import { saveMember } from '../../../../relay-service/src/store/members.ts';
import { findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { kim, member } from '../../portal/accounts/people.ts';
import { accountIdOf } from '../../portal/connection/given-connections.ts';
import { openPortal } from '../../portal/open-portal.ts';
import type { Stage } from './stage.ts';
import { ADA, ORGANISATION, setStage } from './stage.ts';

let stage: Stage;
let id: string;
beforeEach(async () => {
  stage = await setStage();
  id = await stage.begin();
});
afterEach(() => stage.close());

/** After every trouble the same draft goes through. */
const goesOn = async (): Promise<void> => {
  expect((await stage.atXero(id, ORGANISATION)).end).toEqual({ draftId: id, problem: null });
  expect((await stage.atMicrosoft(id)).end).toEqual({ draftId: id, problem: null });
  expect(await stage.choose(id)).toBeNull();
  await stage.options(id);
  expect(await stage.create(id)).toHaveProperty('connection');
  expect((await stage.draft(id)).problem).toBeNull();
};

/** The authority answers an error in place of a code. */
const answering =
  (error: string) =>
  (query: URLSearchParams): void => {
    query.delete('code');
    query.set('error', error);
  };

describe('a sign-in at Xero', () => {
  test.each<[string, (query: URLSearchParams) => void, string, boolean]>([
    ['refused', answering('access_denied'), 'declined', true],
    ['with a code that Xero does not know', (query) => query.set('code', 'made-up'), 'codeSpent', true],
    ['without a code', (query) => query.delete('code'), 'other', true],
    ['with a forged state', (query) => query.set('state', 'forged'), 'stateUnknown', false],
    ['without a state', (query) => query.delete('state'), 'stateUnknown', false],
    ['with an error that nobody knows', answering('<script>alert(1)</script>'), 'other', true],
  ])('%s', async (_how, change, problem, ours) => {
    expect((await stage.atXero(id, ORGANISATION, change)).end).toEqual({ draftId: ours ? id : null, problem });
    expect((await stage.draft(id)).problem).toBe(ours ? problem : null);
    await goesOn();
  });

  test('used twice is redeemed once', async () => {
    const { query } = await stage.atXero(id, ORGANISATION);
    expect(await completeXero(stage.services, query, ADA)).toEqual({ draftId: id, problem: 'codeSpent' });
    expect((await stage.draft(id)).answers.organisation?.name).toBe(ORGANISATION);
    await goesOn();
  });

  test("of somebody else's is not theirs to finish", async () => {
    const before = stage.xero.control.state().connections.length;
    const answered = await stage.atXero(id, ORGANISATION, (query) => query.set('state', query.get('state')!));
    expect(await completeXero(stage.services, answered.query, 'account-of-eve')).toEqual({ draftId: null, problem: 'stateUnknown' });
    expect(stage.xero.control.state().connections.length).toBe(before + 1);
  });

  test('that comes back after an hour', async () => {
    const answered = await stage.atXero(id, ORGANISATION, () => stage.later(61 * 60_000));
    expect(answered.end).toEqual({ draftId: id, problem: 'tooLate' });
    await goesOn();
  });

  test('for a practice, and the way on', async () => {
    expect((await stage.atXero(id, 'Ledger & Sons Accountants')).end.problem).toBe('wrongOrganisationType');
    expect((await stage.draft(id)).tenant_id).toBeNull();
    await goesOn();
  });

  /** Somebody else, who may give the finished connection its consent anew. */
  const kimReconnects = async (): Promise<string> => {
    await goesOn();
    const { connection_id: connectionId } = await stage.draft(id);
    const portal = await openPortal(stage.ledger, stage.config);
    await member(portal);
    await portal.close();
    const kimId = await accountIdOf(stage.ledger, kim.email);
    await saveMember(stage.ledger, connectionId!, kimId, 'manager');
    stage.actAs(kimId);
    return beginDraft(stage.ledger, kimId, connectionId);
  };

  test('of another organisation than the one that a connection belongs to: refused with both names, and closed again at Xero', async () => {
    const again = await kimReconnects();
    expect((await stage.atXero(again, 'Harbour Lights Ltd')).end.problem).toBe('otherOrganisation');
    expect((await stage.draft(again)).answers.refusedOrganisation).toBe('Harbour Lights Ltd');
    expect(stage.xero.control.state().connections).toHaveLength(1);
    expect((await stage.atXero(again, ORGANISATION)).end.problem).toBeNull();
  });

  test('of another organisation was closed at Xero although another set-up held it', async () => {
    const again = await kimReconnects();
    const held = await stage.begin();
    expect((await stage.atXero(held, 'Harbour Lights Ltd')).end.problem).toBeNull();
    expect((await stage.atXero(again, 'Harbour Lights Ltd')).end.problem).toBe('otherOrganisation');
    expect(stage.xero.control.state().connections.map(({ tenantId }) => tenantId)).toContain((await stage.draft(held)).tenant_id);
  });
});

describe('a sign-in at Microsoft', () => {
  test.each<[string, string, string]>([
    ['AADSTS65001', 'consent_required', 'needsAdminApproval'],
    ['AADSTS90094', 'access_denied', 'needsAdminApproval'],
    ['AADSTS900941', 'access_denied', 'unverifiedPublisher'],
    ['AADSTS53003', 'interaction_required', 'conditionalAccess'],
  ])('%s', async (number, error, problem) => {
    const change = (query: URLSearchParams): void => {
      query.delete('code');
      query.set('error', error);
      query.set('error_description', `${number}: said by Microsoft.`);
    };
    expect((await stage.atMicrosoft(id, change)).end).toEqual({ draftId: id, problem });
    await goesOn();
  });

  test('with a forged state, and one whose state was meant for Xero', async () => {
    expect((await stage.atMicrosoft(id, (query) => query.set('state', 'forged'))).end.problem).toBe('stateUnknown');
    const { query } = await stage.atXero(id, ORGANISATION);
    expect((await completeEntra(stage.services, query, ADA)).problem).toBe('stateUnknown');
    await goesOn();
  });

  test('needs an administrator: the link is the same until it is answered, and then the wizard goes on', async () => {
    stage.identity.control.needAdminApproval = true;
    expect((await stage.atMicrosoft(id)).end.problem).toBe('needsAdminApproval');
    const { link, answer: before } = await adminApproval(stage.services, await stage.draft(id));
    expect([before, (await adminApproval(stage.services, await stage.draft(id))).link]).toEqual([null, link]);
    const answer = await fetch(link, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location')!);
    expect(`${back.origin}${back.pathname}`).toBe('http://localhost:8080/oauth/entra/admin-consent');
    expect(await adminAnswered(stage.services, back.searchParams)).toEqual({ draftId: id, ownerId: ADA, granted: true });
    expect((await adminApproval(stage.services, await stage.draft(id))).answer).toBe('granted');
    expect(await adminAnswered(stage.services, new URLSearchParams('state=forged&admin_consent=True'))).toBeNull();
    await goesOn();
  });

  test('an environment outside of the allowed hosts is not offered, and none can be typed', async () => {
    stage.dataverse.control.environment.neighbours.push({
      ...stage.dataverse.control.environment,
      origin: 'https://dynamics.com.elsewhere.example',
    });
    await stage.atMicrosoft(id);
    expect((await stage.draft(id)).answers.environments.map(({ origin }) => origin)).toEqual([stage.dataverse.origin]);
    for (const origin of [
      'https://dynamics.com.elsewhere.example',
      'http://169.254.169.254',
      'https://other.crm.dynamics.com',
      '"><script>',
    ])
      expect(await stage.choose(id, origin)).toBe('environmentNotListed');
    expect((await stage.draft(id)).entra_grant_id).toBeNull();
    await goesOn();
  });

  test('whoever may open no environment is told so', async () => {
    stage.identity.control.addUser({ upn: 'nobody@coralbay.example', name: 'Nobody', objectId: '00000000-0000-4000-8000-000000000001' });
    const url = await beginEntra(stage.services, await stage.draft(id));
    const { followSignIn } = await import('../../../sandbox/identity/follow-sign-in.ts');
    const back = await followSignIn(`${url}&login_hint=nobody@coralbay.example`, 'http://localhost:8080/oauth/entra/callback');
    expect((await completeEntra(stage.services, new URL(back).searchParams, ADA)).problem).toBe('noEnvironment');
    await goesOn();
  });
});

describe('creating', () => {
  test('before all steps are done', async () => {
    expect(await stage.create(id)).toEqual({ problem: 'stepsMissing' });
    await goesOn();
  });

  test('in two tabs at once makes one connection, and again renews it without overwriting a choice', async () => {
    await stage.atXero(id, ORGANISATION);
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    const [one, other] = await Promise.all([stage.create(id), stage.create(id)]);
    const idOf = (end: typeof one) => ('connection' in end ? end.connection.connectionId : end.problem);
    expect(idOf(one)).toBe(idOf(other));
    expect(stage.dataverse.control.rows('stl3_dynamicsxeroconnector')).toHaveLength(1);
    expect(stage.dataverse.control.rows('stl3_stellariseconnectorsettings')).toHaveLength(1);
    await goesOn();
    expect(await stage.ledger.db.selectFrom('connections').selectAll().execute()).toHaveLength(1);
  });

  test('a half read of reference data changes nothing in Dynamics, and creating again goes through', async () => {
    await stage.atXero(id, ORGANISATION);
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    stage.xero.control.addFault({ name: 'cut', path: 'TaxRates' });
    expect(await stage.create(id)).toEqual({ problem: 'xeroUnreachable' });
    expect(stage.dataverse.control.rows('stl3_chartofaccounts')).toEqual([]);
    expect(stage.dataverse.control.rows('stl3_dynamicsxeroconnector')).toEqual([]);
    await goesOn();
  });

  test('what another account has connected is not taken over', async () => {
    await goesOn();
    expect(await stage.create(id, false)).toEqual({ problem: 'belongsToAnother' });
  });

  test('a permission that is missing is named by the checklist, and nothing else is', async () => {
    await stage.atXero(id, ORGANISATION);
    await stage.atMicrosoft(id);
    await stage.choose(id);
    await stage.options(id);
    stage.dataverse.control.withhold(['prvCreatestl3_ChartOfAccounts']);
    expect(await stage.create(id)).toEqual({ problem: expect.stringMatching(/^dynamics/) });
    const { permissions } = await findOut(stage.services, await stage.draft(id));
    expect(permissions?.filter(({ missing }) => missing.length > 0)).toEqual([
      { guideLine: 9, title: 'Stl3_chartofaccounts entity: read-write', missing: ['prvCreatestl3_ChartOfAccounts'], narrow: [] },
    ]);
    stage.dataverse.control.withhold([]);
    await goesOn();
  });

  test('closing the dialog starts the one trial of the organisation, once', async () => {
    await goesOn();
    const tenant = (await stage.draft(id)).tenant_id!;
    expect((await findSubscription(stage.ledger, tenant))?.trialEndsAt).toBeNull();
    await closeDialog(stage.services, await stage.draft(id), ADA);
    const first = await findSubscription(stage.ledger, tenant);
    expect(first).toMatchObject({ plan: 'business', trialEndsAt: expect.any(Number) });
    stage.later(86_400_000);
    await closeDialog(stage.services, await stage.draft(id), ADA);
    expect(await findSubscription(stage.ledger, tenant)).toEqual(first);
  });
});

test('closing the dialog of a demo company starts no trial, and nothing promised one', async () => {
  const demo = await stage.begin();
  await stage.atXero(demo, 'Demo Company (AU)');
  await stage.atMicrosoft(demo);
  await stage.choose(demo);
  await stage.options(demo);
  expect(await stage.create(demo)).toHaveProperty('connection');
  const draft = await stage.draft(demo);
  await closeDialog(stage.services, draft, ADA);
  expect((await stage.draft(demo)).finished_at).not.toBeNull();
  expect(await findSubscription(stage.ledger, draft.tenant_id!)).toMatchObject({ plan: 'business', trialEndsAt: null });
  const facts = await findOut(stage.services, draft);
  const view = { draft, facts, steps: checklistOf(facts), formToken: nothing, search: '', connectedElsewhere: 0, settingsUrl: null };
  for (const part of [stepOptions, allSet]) {
    const said = (await part({ ...view, customConnection: false, belongsTo: null, paused: false })).toString();
    expect(said).toContain('demo company costs nothing');
    expect(said).not.toContain('days are free');
    expect(said).not.toContain('starts when you close');
  }
});

test('no code, token or verifier stands in log or ledger in the clear', async () => {
  const { query: xero } = await stage.atXero(id, ORGANISATION);
  const { query: microsoft } = await stage.atMicrosoft(id);
  await stage.atXero(id, ORGANISATION, (query) => query.set('code', 'made-up'));
  const tables = ['connection_drafts', 'consents_begun', 'grants', 'audit'] as const;
  const rows = await Promise.all(tables.map((table) => stage.ledger.db.selectFrom(table).selectAll().execute()));
  const written = JSON.stringify(rows) + stage.lines.join('\n');
  for (const secret of [
    xero.get('code')!,
    xero.get('state')!,
    microsoft.get('code')!,
    microsoft.get('state')!,
    ORGANISATION,
    'Ada Minchin',
  ])
    expect(written).not.toContain(secret);
});

test('every problem has a text that says what to do', () => {
  for (const { text } of Object.values(problemTexts)) expect(text.length).toBeGreaterThan(40);
});
