import { expect, test } from '@jest/globals';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sealSecondFactorsAgain } from '../../../relay-service/src/portal/accounts/seal-again.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { oneTimeCode } from '../../sandbox/one-time-code.ts';
import { beginDraft } from '../../../relay-service/src/store/drafts.ts';
import { rememberConsent } from '../../../relay-service/src/store/consents-begun.ts';
import { homes } from '../store/homes.ts';
import { PASSWORD, kim, linkIn, logIn, register } from './accounts/people.ts';
import { accountIdOf, giveConnection, giveRole } from './connection/given-connections.ts';
import { openPortal, portalConfig } from './open-portal.ts';
import { visitorOf } from './visitor.ts';

/** All that the ledger holds, as text: every row of every table, and on SQLite the very bytes of its files. */
const everythingIn = async ({ db }: Ledger, folder: string | undefined): Promise<string> => {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db
        .selectFrom(name as 'audit')
        .selectAll()
        .execute(),
    ),
  );
  const files = folder === undefined ? [] : globSync('**/*', { cwd: folder }).map((file) => join(folder, file));
  const bytes = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1'));
  return JSON.stringify(rows) + bytes.join('');
};

/** What is merely written in another way is in the clear as well. */
const writtenAs = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [
    ...new Set([secret, encodeURIComponent(secret), base64, base64.replaceAll('+', '-').replaceAll('/', '_'), bytes.toString('hex')]),
  ];
};

test.each(await homes())('passwords, links, sessions, codes and keys stand nowhere in the clear, on $name', async ({ open }) => {
  const home = await open();
  const lines: string[] = [];
  const log = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const config = portalConfig({
    LOG_LEVEL: 'trace',
    BILLING: 'stripe',
    STRIPE_SECRET_KEY: 'sk_test_stays_with_us',
    STRIPE_WEBHOOK_SECRET: 'whsec_stays_with_us',
  });
  const portal = await openPortal(home.ledger, config, {}, log);
  const visitor = await register(portal);
  const link = linkIn(await portal.mailTo(kim.email), config);
  await logIn(visitor, kim.email, 'a wrong password typed');
  await logIn(visitor, kim.email);
  const started = await visitor.fillIn('/account/two-factor', '/account/two-factor/start', { password: PASSWORD });
  const key = (/Enter this key in the app:\s*<span class="code">([^<]+)</.exec(started.body)?.[1] ?? '').replaceAll(/\s/g, '');
  const codes = [...started.body.matchAll(/<li class="code">([^<]+)</g)].map(([, code]) => code ?? '');
  await visitor.send(started, '/account/two-factor/confirm', { code: oneTimeCode(key) });
  const session = visitor.cookies.get('__Host-stl3_session') ?? '';
  const later = visitorOf(portal.app);
  await later.fillIn('/forgot-password', '/forgot-password', { email: kim.email });
  // Before it came: the first link, "a password was set", "the second step was switched on".
  await portal.mailTo(kim.email, 3);
  const forgotten = linkIn(
    portal.mails.findLast(({ action }) => action !== undefined),
    config,
  );
  await later.get(forgotten);
  // A connection with its tokens and its webhook's key, a colleague who is invited, and a sign-in at Xero that was begun.
  const connection = await giveConnection(home.ledger, 'Coral Bay');
  await giveRole(home.ledger, connection, kim.email, 'owner');
  const members = `/connections/${connection.id}/members`;
  await visitor.fillIn(members, members, { email: 'colleague@coralbay.example', role: 'viewer' });
  const invitation = linkIn(await portal.mailTo('colleague@coralbay.example'), config);
  await visitorOf(portal.app).get(invitation);
  const ownerId = await accountIdOf(home.ledger, kim.email);
  const draftId = await beginDraft(home.ledger, ownerId);
  const begun = { state: 'state-of-a-sign-in', codeVerifier: 'verifier-of-a-sign-in', nonce: 'nonce-of-a-sign-in' };
  await rememberConsent(home.ledger, { draftId, ownerId, kind: 'xero', secrets: begun });
  await visitor.get('/oauth/xero/callback?code=code-of-a-sign-in&state=state-of-nobody');
  await portal.app.inject({
    method: 'POST',
    url: `/hooks/dataverse/${connection.environmentId}`,
    headers: { 'x-stellarise-key': 'webhook-key-Coral Bay', 'content-type': 'application/json' },
    payload: 'no context',
  });
  await portal.app.inject({ method: 'POST', url: '/hooks/stripe', headers: { 'stripe-signature': 'whsec_stays_with_us' }, payload: '{}' });
  await later.get(`/login?code=${session}`);
  await later.get('/%00');
  const secrets = [
    PASSWORD,
    'a wrong password typed',
    session,
    key,
    ...codes,
    'refresh-Coral Bay',
    'access-Coral Bay',
    'webhook-key-Coral Bay',
    begun.codeVerifier,
    begun.nonce,
    'code-of-a-sign-in',
    'sk_test_stays_with_us',
    'whsec_stays_with_us',
    config.ENTRA_CLIENT_SECRET ?? '',
    ...[link, forgotten, invitation].map((path) => path.split('/').at(-1) ?? ''),
    ...config.RELAY_SECRET_KEYS.flatMap(({ key: bytes }) => [bytes.toString('base64'), bytes.toString('hex'), bytes.toString('latin1')]),
    config.XERO_CLIENT_SECRET,
  ];
  expect(secrets.every((secret) => secret.length >= 8)).toBe(true);
  expect(lines.length).toBeGreaterThan(10);
  const places = {
    log: lines.join(''),
    ledger: await everythingIn(home.ledger, home.folder),
    backup: (await home.backup()).toString('latin1'),
    page: (await Promise.all(['/account', members, '/connections/new'].map((path) => visitor.get(path)))).map(({ body }) => body).join(''),
  };
  for (const held of [places.ledger, places.backup]) expect([held.includes(kim.email), held.includes(connection.id)]).toEqual([true, true]);
  const shapes = secrets.flatMap((secret) => writtenAs(secret).map((written) => ({ secret, written })));
  for (const [place, text] of Object.entries(places)) {
    const found = shapes.filter(({ written }) => text.includes(written)).map(({ secret }) => secret);
    expect([place, found]).toEqual([place, []]);
  }

  // After a change of keys the second factor is sealed anew, and works in a relay that no longer has the old key.
  const old = config.RELAY_SECRET_KEYS[0];
  const both = portalConfig({ RELAY_SECRET_KEYS: `2:${Buffer.alloc(32, 7).toString('base64')},1:${old?.key.toString('base64') ?? ''}` });
  expect(await sealSecondFactorsAgain(both, home.ledger)).toEqual({ sealed: 2, unreadable: 0 });
  expect(await sealSecondFactorsAgain(both, home.ledger)).toEqual({ sealed: 0, unreadable: 0 });
  for (const settings of [both, portalConfig({ RELAY_SECRET_KEYS: `2:${Buffer.alloc(32, 7).toString('base64')}` })]) {
    const relay = await openPortal(home.ledger, settings);
    const again = visitorOf(relay.app);
    await logIn(again, kim.email);
    const answer = await again.fillIn('/login/code?recovery=yes', '/login/code', { code: codes[settings === both ? 0 : 1] ?? '' });
    expect(answer.headers.location).toBe('/');
    await relay.close();
  }
  await portal.close();
  await home.close();
});
