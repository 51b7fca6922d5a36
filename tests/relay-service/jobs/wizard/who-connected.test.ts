import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { consentedBy, forgetTokens } from '../../../../relay-service/src/store/grants.ts';
import { completeXero } from '../../../../relay-service/src/jobs/wizard/connect-xero.ts';
import { rememberConsent } from '../../../../relay-service/src/store/consents-begun.ts';
import { wordsOf, xeroConsentScope } from '../../../../relay-service/src/tokens/xero-sign-in.ts';
import type { Stage } from './stage.ts';
import { ADA, ORGANISATION, setStage } from './stage.ts';

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
