import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { rememberConsent } from '../../../relay-service/src/store/consents-begun.ts';
import { beginDraft, changeDraft } from '../../../relay-service/src/store/drafts.ts';
import { invite, openInvitations } from '../../../relay-service/src/store/invitations.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { routesOf } from '../../sandbox/routes-of.ts';
import { homes } from '../store/homes.ts';
import { kim, member } from './accounts/people.ts';
import { accountIdOf, giveActivity, giveConnection, giveRole } from './connection/given-connections.ts';
import type { OpenPortal } from './open-portal.ts';
import { openPortalIn, portalConfig } from './open-portal.ts';
import type { Ids } from './other-tenant.ts';
import { attemptsOf } from './other-tenant.ts';
import type { Visitor } from './visitor.ts';
import { sendUnshown } from './visitor.ts';

const sam = { name: 'Sam Stranger', company: 'Elsewhere', email: 'sam@elsewhere.example' };

const give = async (portal: OpenPortal): Promise<Ids> => {
  const { ledger } = portal;
  const account = await accountIdOf(ledger, kim.email);
  const theirs = await giveConnection(ledger, 'Coral Bay');
  const own = await giveConnection(ledger, 'Elsewhere');
  await giveRole(ledger, theirs, kim.email, 'owner');
  await giveRole(ledger, own, sam.email, 'owner');
  const [request = ''] = await giveActivity(ledger, theirs, ['NO_ROLE']);
  const draft = await beginDraft(ledger, account);
  const createdDraft = await beginDraft(ledger, account);
  await changeDraft(ledger, createdDraft, { connection_id: theirs.id });
  const invitationToken = await invite(ledger, { connectionId: theirs.id, email: 'new@coralbay.example', role: 'owner', by: account });
  const state = randomUUID();
  await rememberConsent(ledger, {
    draftId: draft,
    ownerId: account,
    kind: 'xero',
    secrets: { state, codeVerifier: 'verifier', nonce: null },
  });
  const session = await ledger.db.selectFrom('sessions').select('id').where('account_id', '=', account).executeTakeFirstOrThrow();
  return {
    connection: theirs.id,
    environment: theirs.environmentId,
    draft,
    createdDraft,
    invitation: (await openInvitations(ledger, theirs.id))[0]?.id ?? '',
    invitationToken,
    account,
    session: session.id,
    request,
    state,
    own: own.id,
  };
};

const watched = [
  'accounts',
  'sessions',
  'sign_ins',
  'connections',
  'left_to_do',
  'closings_at_xero',
  'environments',
  'connection_members',
  'connection_drafts',
  'consents_begun',
  'invitations',
  'subscriptions',
  'requests',
  'postings',
  'audit',
] as const;

/** Everything that names one of these, in every table that a page changes. */
const belongings = async ({ db }: Ledger, ids: readonly string[]): Promise<string> => {
  const rows = await Promise.all(
    watched.map(async (table) =>
      (await db.selectFrom(table).selectAll().execute())
        .map((row) => `${table} ${JSON.stringify(row)}`)
        .filter((row) => ids.some((id) => row.includes(id)))
        .sort(),
    ),
  );
  return rows.flat().join('\n');
};

describe.each(await homes())('two tenants, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let stranger: Visitor;
  let ids: Ids;
  beforeEach(async () => {
    portal = await openPortalIn(
      open,
      portalConfig({ BILLING: 'stripe', STRIPE_SECRET_KEY: 'sk_test_nothing', STRIPE_WEBHOOK_SECRET: 'whsec_nothing' }),
    );
    await member(portal, kim);
    stranger = await member(portal, sam);
    ids = await give(portal);
  });
  afterEach(() => portal.close());

  test('every route of the app is in the table, and the table names no other', () => {
    const routes = routesOf(portal.app).map(({ method, path }) => `${method} ${path}`);
    const listed = attemptsOf(ids);
    expect(routes.filter((route) => !listed.has(route))).toEqual([]);
    expect([...listed.keys()].filter((route) => !routes.includes(route))).toEqual([]);
    // What has a parameter takes an id.
    expect([...listed].filter(([route, attempts]) => route.includes(':') && attempts.length === 0)).toEqual([]);
  });

  test('the other tenant’s ids lead nowhere, and nothing of it changes', async () => {
    const theirs = [ids.connection, ids.environment, ids.draft, ids.invitation, ids.account, ids.session, ids.request];
    const before = await belongings(portal.ledger, theirs);
    expect(before.split('\n').length).toBeGreaterThan(10);
    const page = await stranger.get('/connections');
    const wrong: string[] = [];
    let tried = 0;
    for (const [route, attempts] of attemptsOf(ids))
      for (const { url, fields, answers } of attempts) {
        const answer = route.startsWith('GET') ? await stranger.get(url) : await sendUnshown(stranger, page, url, fields);
        tried++;
        const expected = [answers?.status ?? 404, answers?.location];
        const got = [answer.statusCode, answer.headers.location];
        if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push(`${route} ${url}: ${got.join(' ')}, not ${expected.join(' ')}`);
        if (/Coral Bay|kim@|Kim Larsen/.test(answer.body) && !route.includes('/invitations/'))
          wrong.push(`${route} tells of the other tenant`);
      }
    expect(wrong).toEqual([]);
    expect(await belongings(portal.ledger, theirs)).toBe(before);
    process.stdout.write(`ids of another tenant tried: ${String(tried)}\n`);
  });
});
