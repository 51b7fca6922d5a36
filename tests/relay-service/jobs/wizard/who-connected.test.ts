import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checklistOf } from '../../../../relay-service/src/core/checklist.ts';
import { asSetUp, findOut } from '../../../../relay-service/src/jobs/wizard/find-out.ts';
import { findConnectionById } from '../../../../relay-service/src/store/connections.ts';
import { changeDraft } from '../../../../relay-service/src/store/drafts.ts';
import { consentedBy, forgetTokens } from '../../../../relay-service/src/store/grants.ts';
import { completeXero } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { rememberConsent } from '../../../../relay-service/src/store/consents-begun.ts';
import { wordsOf, xeroConsentScope } from '../../../../relay-service/src/tokens/xero-sign-in.ts';
import type { Stage } from './stage.ts';
import { ADA, HARBOUR, ORGANISATION, setStage } from './stage.ts';

let stage: Stage;
let id: string;
beforeEach(async () => {
  stage = await setStage();
  id = await stage.begin();
});
afterEach(() => stage.close());

const grantId = async (): Promise<string> => (await stage.draft(id)).xero_grant_id ?? '';

describe('who connected Xero', () => {
  test("is known by the id token's name and address, sealed, and forgotten with the tokens", async () => {
    expect((await stage.atXero(id, ORGANISATION)).end.problem).toBeNull();
    expect(await consentedBy(stage.ledger, await grantId())).toBe('Ada Minchin (ada@coralbay.example)');
    const rows = JSON.stringify(await stage.ledger.db.selectFrom('grants').selectAll().execute());
    expect(rows).not.toMatch(/Minchin|coralbay\.example/);
    expect(stage.lines.join()).not.toMatch(/Minchin/);
    await forgetTokens(stage.ledger, await grantId());
    expect(await consentedBy(stage.ledger, await grantId())).toBeNull();
  });

  test('nobody, where the id token names nobody; the organisation is connected all the same', async () => {
    stage.xero.control.signInAs({ sub: 'somebody', given_name: '', family_name: '', email: '' });
    expect((await stage.atXero(id, ORGANISATION)).end.problem).toBeNull();
    expect(await consentedBy(stage.ledger, await grantId())).toBeNull();
  });

  test('a consent that the version before began, without a nonce, is completed', async () => {
    const { query } = await stage.atXero(id, ORGANISATION);
    expect(query.get('code')).not.toBeNull();
    const url = new URL(`${stage.xero.origin}/identity/connect/authorize`);
    const asked = {
      client_id: stage.config.XERO_CLIENT_ID,
      redirect_uri: `${stage.config.RELAY_PUBLIC_URL}/oauth/xero/callback`,
      scope: xeroConsentScope.replace('openid profile email ', ''),
      state: 'of-before',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    const answer = await fetch(url, { redirect: 'manual' });
    const again = await stage.begin();
    const secrets = { state: 'of-before', codeVerifier: 'verifier-of-before-verifier-of-before-verifier', nonce: null };
    await rememberConsent(stage.ledger, { draftId: again, ownerId: ADA, kind: 'xero', secrets });
    const back = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(await completeXero(stage.services, back, ADA)).toEqual({ draftId: again, problem: null });
    expect(await consentedBy(stage.ledger, (await stage.draft(again)).xero_grant_id ?? '')).toBeNull();
  });

  test.each([
    ['Ada Minchin', 'ada@coralbay.example', 'Ada Minchin (ada@coralbay.example)'],
    ['', 'ada@coralbay.example', 'ada@coralbay.example'],
    ['Ada Minchin', '', 'Ada Minchin'],
    ['ada@coralbay.example', 'ada@coralbay.example', 'ada@coralbay.example'],
    ['', '', ''],
  ])('%j, %j: %j', (name, email, words) => {
    expect(wordsOf({ name, email })).toBe(words);
  });
});

describe('who connected Dynamics, on the checklist of a connection', () => {
  /** Sets up a connection that works as this person. @returns its id */
  const connectAs = async (person: string, organisation: string): Promise<string> => {
    stage.actAs(`account-of-${person}`);
    const draft = await stage.begin();
    await stage.atXero(draft, organisation);
    await stage.atMicrosoft(draft);
    await stage.choose(draft);
    await stage.options(draft);
    await changeDraft(stage.ledger, draft, { answers: { runAs: 'person', person } });
    expect(await stage.create(draft)).toHaveProperty('connection');
    return (await stage.draft(draft)).connection_id ?? '';
  };
  const worksAs = async (connectionId: string) => {
    const connection = await findConnectionById(stage.ledger, connectionId);
    const facts = await findOut(stage.services, await asSetUp(stage.services, connection!));
    return checklistOf(facts).find(({ key }) => key === 'runsAs')?.title;
  };

  test('another person who connected a second organisation to the environment was not it: the first one was named still', async () => {
    const first = await connectAs('Alice', ORGANISATION);
    expect(await worksAs(first)).toContain('Works in Dynamics as Alice,');
    const second = await connectAs('Bob', HARBOUR);
    expect(await worksAs(second)).toContain('Works in Dynamics as Bob,');
    expect(await worksAs(first)).toContain('Works in Dynamics as the user who connected,');
  });
});
