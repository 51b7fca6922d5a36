import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn, portalConfig } from '../open-portal.ts';
import { visitorOf } from '../visitor.ts';
import { PASSWORD, kim, linkIn, logIn, member, register } from './people.ts';

describe.each(await homes())('registering, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await openPortalIn(open);
  });
  afterEach(() => portal.close());

  test('register, link by mail, password, log in: then the pages are there, and after logging out they are not', async () => {
    const visitor = await member(portal);
    const page = await visitor.get('/connections');
    expect([page.statusCode, page.body.includes('No connection yet')]).toEqual([200, true]);
    expect((await visitor.get('/account')).body).toContain('kim@coralbay.example');
    await visitor.fillIn('/account', '/logout');
    expect((await visitor.get('/connections')).headers.location).toBe('/login?next=%2Fconnections');
    expect(await portal.ledger.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  test('the page says the same to an address that has an account; its owner learns of it by mail', async () => {
    await register(portal);
    const known = await visitorOf(portal.app).fillIn('/register', '/register', { ...kim, email: kim.email.toUpperCase(), terms: 'yes' });
    const unknown = await visitorOf(portal.app).fillIn('/register', '/register', { ...kim, email: 'new@coralbay.example', terms: 'yes' });
    expect([known.statusCode, known.headers.location, known.body]).toEqual([unknown.statusCode, unknown.headers.location, unknown.body]);
    expect((await portal.mailTo(kim.email, 2)).subject).toBe('You already have an account');
    expect((await logIn(visitorOf(portal.app), kim.email)).headers.location).toBe('/');
  });

  test('a forgotten password says the same to an unknown address, and sends no mail there', async () => {
    await register(portal);
    const ask = (email: string) => visitorOf(portal.app).fillIn('/forgot-password', '/forgot-password', { email });
    const [known, unknown] = [await ask(kim.email), await ask('nobody@coralbay.example')];
    expect([known.headers.location, known.body]).toEqual([unknown.headers.location, unknown.body]);
    const link = linkIn(await portal.mailTo(kim.email, 2), portal.config);
    const visitor = visitorOf(portal.app);
    expect((await visitor.fillIn(link, link, { password: 'other words entirely 9' })).headers.location).toBe('/login');
    expect((await logIn(visitor, kim.email)).statusCode).toBe(401);
    expect((await logIn(visitor, kim.email, 'other words entirely 9')).headers.location).toBe('/');
    expect(portal.mails.filter(({ to }) => to === 'nobody@coralbay.example')).toEqual([]);
  });

  test('a link works once; a spent and a made-up one say so and change nothing', async () => {
    const visitor = await register(portal);
    const link = linkIn(await portal.mailTo(kim.email), portal.config);
    for (const path of [link, '/set-password/aaaaaaaaaaaaaaaaaaaaaaaa', '/set-password/x']) {
      const page = await visitor.get(path);
      expect([page.statusCode, page.body.includes('no longer good')]).toEqual([410, true]);
    }
    expect((await logIn(visitor, kim.email)).headers.location).toBe('/');
  });

  test('the same link in two tabs: the second one hears that it is spent', async () => {
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/register', '/register', { ...kim, terms: 'yes' });
    const link = linkIn(await portal.mailTo(kim.email), portal.config);
    const [one, other] = [await visitor.get(link), await visitor.get(link)];
    expect((await visitor.send(one, link, { password: PASSWORD })).statusCode).toBe(303);
    expect((await visitor.send(other, link, { password: 'a quite different one' })).statusCode).toBe(410);
    expect((await logIn(visitor, kim.email)).headers.location).toBe('/');
  });

  test('a link older than 24 hours is refused', async () => {
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/register', '/register', { ...kim, terms: 'yes' });
    const link = linkIn(await portal.mailTo(kim.email), portal.config);
    const past = new Date(Date.now() - 1000);
    await portal.ledger.db
      .updateTable('verifications' as 'attempts')
      .set({ expires_at: portal.ledger.home === 'SQLite' ? past.toISOString() : past } as object)
      .execute();
    expect((await visitor.get(link)).statusCode).toBe(410);
  });

  test.each([
    ['too short', 'a b c d e f', 'at least 12 characters'],
    ['mostly the name', 'KimLarsen2026!', 'first that somebody would guess'],
    ['mostly a guessed word', 'Password123456', 'first that somebody would guess'],
    ['one letter', 'aaaaaaaaaaaaaaaa', 'first that somebody would guess'],
    ['too long', 'long '.repeat(30), 'at most 128'],
  ])('a password that is %s is refused in words and may be tried again', async (_what, password, words) => {
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/register', '/register', { ...kim, terms: 'yes' });
    const link = linkIn(await portal.mailTo(kim.email), portal.config);
    const refused = await visitor.fillIn(link, link, { password });
    expect([refused.statusCode, refused.body.includes(words), refused.body.includes(password)]).toEqual([422, true, false]);
    expect((await visitor.send(refused, link, { password: PASSWORD })).headers.location).toBe('/login');
  });

  test('what is missing or wrong is said beside each field, and what was entered stays, escaped', async () => {
    const answer = await visitorOf(portal.app).fillIn('/register', '/register', {
      name: '<script>alert(1)</script>"',
      company: '',
      email: 'a@b',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="&lt;script&gt;alert(1)&lt;/script&gt;&quot;"');
    expect(answer.body).not.toContain('<script>alert');
    for (const id of ['company-error', 'email-error', 'terms-error']) expect(answer.body).toContain(`id="${id}"`);
    expect(portal.mails).toEqual([]);
  });

  test('an unfinished registration is begun again: the newest link works', async () => {
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/register', '/register', { ...kim, name: 'Somebody Else', terms: 'yes' });
    await portal.mailTo(kim.email);
    await visitor.fillIn('/register', '/register', { ...kim, terms: 'yes' });
    const mail = await portal.mailTo(kim.email, 1);
    expect([mail.subject, mail.name]).toEqual(['Complete your registration', 'Kim Larsen']);
  });

  test('links are limited for each address that they go to', async () => {
    const answers: number[] = [];
    for (let count = 0; count < 7; count++) {
      const visitor = visitorOf(portal.app, `198.51.100.${String(count)}`);
      answers.push((await visitor.fillIn('/forgot-password', '/forgot-password', { email: kim.email })).statusCode);
    }
    expect(answers).toEqual([303, 303, 303, 303, 303, 429, 429]);
  });
});

describe.each(await homes())('a relay of one company, with the ledger on $name', ({ open }) => {
  test('the first account that is completed closes the registration; a mistyped first try does not', async () => {
    const portal = await openPortalIn(open, portalConfig({ RELAY_SINGLE_TENANT: '1' }));
    const visitor = visitorOf(portal.app);
    await visitor.fillIn('/register', '/register', { ...kim, email: 'mistyped@coralbay.example', terms: 'yes' });
    const lost = linkIn(await portal.mailTo('mistyped@coralbay.example'), portal.config);
    await member(portal);
    expect((await visitor.get('/register')).statusCode).toBe(404);
    expect((await visitor.post('/register', { ...kim, terms: 'yes' })).statusCode).toBe(403);
    expect((await visitor.get(lost)).statusCode).toBe(410);
    expect((await visitor.get('/')).body).not.toContain('/register');
    await portal.close();
  });
});
