import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { limits } from '../../../../relay-service/src/portal/accounts/limits.ts';
import { countAttempt } from '../../../../relay-service/src/store/attempts.ts';
import { oneTimeCode } from '../../../sandbox/one-time-code.ts';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortal, openPortalIn, portalConfig } from '../open-portal.ts';
import { hiddenFields, visitorOf } from '../visitor.ts';
import { PASSWORD, kim, logIn, member, register, switchOn } from './people.ts';

describe.each(await homes())('logging in, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await openPortalIn(open);
  });
  afterEach(() => portal.close());

  test('after logging in the browser is where it wanted to go, and never elsewhere', async () => {
    const visitor = await register(portal);
    for (const [next, goes] of [
      ['/account?x=1', '/account?x=1'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['https://evil.example', '/'],
      ['javascript:alert(1)', '/'],
      ['/logout', '/'],
    ] as const) {
      const page = await visitor.get(`/login?next=${encodeURIComponent(next)}`);
      const answer = await visitor.send(page, '/login', { email: kim.email, password: PASSWORD });
      expect([next, answer.headers.location]).toEqual([next, goes]);
      await visitor.fillIn('/account', '/logout');
    }
  });

  test('a wrong password, an unknown address and an account without a password are answered the same', async () => {
    await register(portal);
    await visitorOf(portal.app).fillIn('/register', '/register', { ...kim, email: 'later@coralbay.example', terms: 'yes' });
    await portal.mailTo('later@coralbay.example');
    const bodies = new Set<string>();
    for (const email of [kim.email, 'nobody@coralbay.example', 'later@coralbay.example']) {
      const answer = await logIn(visitorOf(portal.app), email, 'not the right one');
      expect(answer.statusCode).toBe(401);
      bodies.add(answer.body.replaceAll(email, '').replaceAll(/name="form_token" value="[^"]+"/g, ''));
    }
    expect(bodies.size).toBe(1);
  });

  test('guessing is limited by account, from however many addresses; a new password ends the wait', async () => {
    await register(portal);
    const answers: number[] = [];
    for (let count = 0; count < 14; count++)
      answers.push((await logIn(visitorOf(portal.app, `198.51.100.${String(count)}`), kim.email, 'guess')).statusCode);
    expect([...new Set(answers.slice(0, 10)), ...new Set(answers.slice(10))]).toEqual([401, 429]);
    const right = await logIn(visitorOf(portal.app), kim.email);
    expect([right.statusCode, right.headers['retry-after'] !== undefined]).toEqual([429, true]);
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/forgot-password', '/forgot-password', { email: kim.email });
    const link = (await portal.mailTo(kim.email, 2)).action!.url.slice(portal.config.RELAY_PUBLIC_URL.length);
    await visitor.fillIn(link, link, { password: 'other words entirely 9' });
    expect((await logIn(visitor, kim.email, 'other words entirely 9')).headers.location).toBe('/');
  });

  test('a forged X-Forwarded-For is not believed: one machine that tries many accounts is limited', async () => {
    for (let count = 0; count < 59; count++) await countAttempt(portal.ledger, limits.logInByAddress, '203.0.113.9');
    const answers: number[] = [];
    for (let count = 0; count < 3; count++) {
      const visitor = visitorOf(portal.app, '203.0.113.9', { 'x-forwarded-for': `198.51.100.${String(count)}` });
      answers.push((await logIn(visitor, `person${String(count)}@example.com`, 'guess')).statusCode);
    }
    expect(answers).toEqual([401, 429, 429]);
    expect((await logIn(visitorOf(portal.app, '203.0.113.10'), 'person9@example.com', 'guess')).statusCode).toBe(401);
  });

  test('the second step: a code beside the password, good once; recovery codes once each', async () => {
    const visitor = await member(portal);
    const { key, codes } = await switchOn(visitor);
    expect(codes).toHaveLength(10);
    await visitor.fillIn('/account', '/logout');
    expect((await logIn(visitor, kim.email)).headers.location).toBe('/login/code');
    expect((await visitor.get('/connections')).statusCode).toBe(303);
    expect((await visitor.fillIn('/login/code', '/login/code', { code: '000000' })).statusCode).toBe(401);
    const code = oneTimeCode(key, Date.now() + 30_000);
    expect((await visitor.fillIn('/login/code', '/login/code', { code })).headers.location).toBe('/');
    const other = visitorOf(portal.app);
    await logIn(other, kim.email);
    expect((await other.fillIn('/login/code', '/login/code', { code })).statusCode).toBe(401);
    expect((await other.fillIn('/login/code?recovery=yes', '/login/code', { code: codes[3]! })).headers.location).toBe('/');
    const third = visitorOf(portal.app);
    await logIn(third, kim.email);
    expect((await third.fillIn('/login/code?recovery=yes', '/login/code', { code: codes[3]! })).statusCode).toBe(401);
  });

  test('a code without the password before it opens nothing', async () => {
    const { key } = await switchOn(await member(portal));
    const answer = await visitorOf(portal.app).fillIn('/login/code', '/login/code', { code: oneTimeCode(key) });
    expect(answer.headers.location).toBe('/login');
  });

  test('a form from another site, without its token, or with a stranger’s token is refused and changes nothing', async () => {
    const visitor = await member(portal);
    const page = await visitor.get('/account');
    const fields = { ...hiddenFields(page.body, '/account'), name: 'Changed', company: '' };
    const stranger = hiddenFields((await visitorOf(portal.app).get('/login')).body, '/login');
    const answers = [
      await visitor.post('/account', fields, { 'sec-fetch-site': 'cross-site' }),
      await visitor.post('/account', fields, { 'sec-fetch-site': 'same-site' }),
      await visitor.post('/account', fields, { origin: 'https://evil.example' }),
      await visitor.post('/account', { name: 'Changed', company: '' }, { 'sec-fetch-site': 'same-origin' }),
      await visitor.post('/account', { ...fields, ...stranger }, { 'sec-fetch-site': 'same-origin' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
    expect((await visitor.get('/account')).body).toContain('Kim Larsen');
    expect((await visitor.post('/account', fields, { origin: portal.config.RELAY_PUBLIC_URL })).statusCode).toBe(303);
  });

  test('two tabs: whoever is logged in in the one meanwhile is simply let in by the other', async () => {
    const visitor = await register(portal);
    const other = await visitor.get('/login');
    await logIn(visitor, kim.email);
    const late = await visitor.send(other, '/login', { email: kim.email, password: PASSWORD });
    expect([late.statusCode, late.headers.location]).toEqual([303, '/']);
  });

  test('sessions are seen and ended; another person’s is out of reach', async () => {
    const one = await member(portal);
    const two = visitorOf(portal.app, '198.51.100.44', {
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/149.0 Safari/537.36 Edg/149.0',
    });
    await logIn(two, kim.email);
    const stranger = await member(portal, { name: 'Ash', company: 'Other', email: 'ash@other.example' });
    const page = await one.get('/account/sessions');
    expect(page.body).toContain('Edge on Windows');
    expect(page.body).toContain('198.51.100.44');
    const { id } = hiddenFields(page.body, '/account/sessions/end');
    await stranger.send(await stranger.get('/account'), '/account', { name: 'Ash', company: '' });
    const own = await stranger.get('/account/password');
    await stranger.post(
      '/account/sessions/end',
      { ...hiddenFields(own.body, '/account/password'), id: id! },
      { 'sec-fetch-site': 'same-origin' },
    );
    expect((await two.get('/account')).statusCode).toBe(200);
    await one.send(page, '/account/sessions/end');
    expect((await two.get('/account')).statusCode).toBe(303);
    expect((await one.get('/account')).statusCode).toBe(200);
  });

  test('changing the password needs the one so far and logs all other browsers out', async () => {
    const one = await member(portal);
    const two = visitorOf(portal.app);
    await logIn(two, kim.email);
    const change = (current: string) =>
      one.fillIn('/account/password', '/account/password', { current, password: 'other words entirely 9' });
    expect((await change('not the right one')).statusCode).toBe(422);
    expect((await change(PASSWORD)).headers.location).toBe('/account');
    expect([(await one.get('/account')).statusCode, (await two.get('/account')).statusCode]).toEqual([200, 303]);
    expect((await logIn(two, kim.email)).statusCode).toBe(401);
  });

  test('deleting the account needs the password and leaves nothing of the person', async () => {
    const visitor = await member(portal);
    await switchOn(visitor);
    expect((await visitor.fillIn('/account/delete', '/account/delete', { password: 'not the right one' })).statusCode).toBe(422);
    expect((await visitor.fillIn('/account/delete', '/account/delete', { password: PASSWORD })).headers.location).toBe('/login');
    for (const table of ['accounts', 'sessions', 'sign_ins', 'second_factors'] as const)
      expect([table, await portal.ledger.db.selectFrom(table).selectAll().execute()]).toEqual([table, []]);
    expect((await logIn(visitor, kim.email)).statusCode).toBe(401);
  });

  test('keys may be changed: nobody is logged out, and codes go on working', async () => {
    const visitor = await member(portal);
    const { key } = await switchOn(visitor);
    const old = portal.config.RELAY_SECRET_KEYS[0]!;
    const fresh = portalConfig().RELAY_SECRET_KEYS[0]!;
    const keys = `2:${fresh.key.toString('base64')},1:${old.key.toString('base64')}`;
    const rotated = await openPortal(portal.ledger, portalConfig({ RELAY_SECRET_KEYS: keys }));
    const same = visitorOf(rotated.app);
    for (const [name, value] of visitor.cookies) same.cookies.set(name, value);
    expect((await same.get('/account')).statusCode).toBe(200);
    const again = visitorOf(rotated.app);
    await logIn(again, kim.email);
    expect((await again.fillIn('/login/code', '/login/code', { code: oneTimeCode(key) })).headers.location).toBe('/');
    await rotated.close();
  });
});
