/** Account and connection in one step, and every way in which that goes wrong; over HTTP with the stand-in for Xero. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { openDrafts } from '../../../../relay-service/src/store/drafts.ts';
import { saveRefreshed } from '../../../../relay-service/src/store/grants.ts';
import { relayTokens } from '../../../../relay-service/src/tokens/relay-tokens.ts';
import { followSignIn } from '../../../sandbox/identity/follow-sign-in.ts';
import { xeroSettings } from '../../../sandbox/stand-in-settings.ts';
import { adaAtXero } from '../../../sandbox/xero/people.ts';
import type { XeroStandIn } from '../../../sandbox/xero/start.ts';
import { startXero } from '../../../sandbox/xero/start.ts';
import type { OpenHome } from '../../store/homes.ts';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortal, portalConfig } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { visitorOf } from '../visitor.ts';
import { PASSWORD, kim, linkIn, logIn, member, register } from './people.ts';

const ada = { name: 'Ada Minchin', company: 'Coral Bay', email: adaAtXero.email } as const;

describe.each(await homes())('with Xero, the ledger on $name', ({ open }) => {
  let home: OpenHome;
  let xero: XeroStandIn;
  let portal: OpenPortal;

  let logged = '';
  const log = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });

  const start = async (given: Readonly<Record<string, string>> = {}): Promise<OpenPortal> => {
    const config = portalConfig({
      ...xeroSettings(xero.origin),
      LOG_LEVEL: 'info',
      ...given,
    });
    const tokens = relayTokens(config, home.ledger, { save: saveRefreshed, atRenewed: () => undefined });
    return openPortal(home.ledger, config, { tokens }, log);
  };
  beforeEach(async () => {
    home = await open();
    xero = await startXero({ limits: false });
    portal = await start();
  });
  afterEach(async () => {
    await portal.close();
    await xero.close();
    await home.close();
  });

  /** Clicks the button and comes back from Xero. @returns the address that Xero sent the browser to */
  const leave = async (visitor: Visitor, page: '/register' | '/login' | '/account/xero'): Promise<string> => {
    const sent = await visitor.fillIn(page, '/oauth/xero/sign-in', page === '/account/xero' ? { password: PASSWORD } : {});
    expect(sent.statusCode).toBe(303);
    const back = new URL(await followSignIn(sent.headers.location ?? '', `${portal.config.RELAY_PUBLIC_URL}/oauth/xero/callback`));
    return back.pathname + back.search;
  };
  const signUp = async (visitor: Visitor) => visitor.get(await leave(visitor, '/register'));
  const accounts = () => home.ledger.db.selectFrom('accounts').selectAll().execute();
  /** What the page says that the browser is sent to. */
  const words = async (visitor: Visitor, answer: { readonly headers: Record<string, unknown> }) =>
    (await visitor.get(String(answer.headers['location']))).body.replaceAll(/\s+/g, ' ');

  test('account and connection come in one step, by redirect only, and Xero alone is the way in afterwards', async () => {
    const visitor = visitorOf(portal.app);
    const answer = await signUp(visitor);
    expect([answer.statusCode, answer.body]).toEqual([303, '']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [account] = await accounts();
    expect(account).toMatchObject({ name: 'Ada Minchin', email: ada.email });
    const [draft] = await openDrafts(home.ledger, account!.id);
    expect(answer.headers.location).toBe(`/connections/new/${draft!.id}#solution`);
    expect(draft).toMatchObject({ problem: null, tenant_id: xero.control.state().organisations[0]!.tenantId });
    expect(draft!.answers.organisation?.name).toBe('Demo Company (AU)');

    await visitor.fillIn('/account', '/logout');
    const back = await visitor.get(await leave(visitor, '/login'));
    expect(back.headers.location).toBe('/');
    expect((await visitor.get('/account')).body).toContain('Ada Minchin');
    expect(await accounts()).toHaveLength(1);
    // Logging in says who somebody is and opens nothing.
    expect(await home.ledger.db.selectFrom('grants').select('id').execute()).toHaveLength(1);
    expect(xero.control.state().connections).toHaveLength(1);
    expect(logged).not.toMatch(/code=|state=|eyJ|"level":[45]0/);
  });

  test("Xero's own id tells who somebody is, not the address", async () => {
    const visitor = visitorOf(portal.app);
    await signUp(visitor);
    xero.control.signInAs({ ...adaAtXero, email: 'ada.minchin@elsewhere.example' });
    const later = visitorOf(portal.app);
    await later.get(await leave(later, '/login'));
    expect((await later.get('/account')).body).toContain(ada.email);
    xero.control.signInAs({ ...adaAtXero, sub: 'somebody-else' });
    const other = visitorOf(portal.app);
    const answer = await other.get(await leave(other, '/login'));
    expect(answer.headers.location).toContain('/login?next=');
    expect((await other.get('/account')).statusCode).toBe(303);
  });

  test('an address that is an account is not taken over: log in once, join, and then Xero is enough', async () => {
    await register(portal, ada);
    const visitor = visitorOf(portal.app);
    const answer = await signUp(visitor);
    expect(answer.headers.location).toBe('/login?next=%2Faccount%2Fxero');
    expect(await words(visitor, answer)).toContain('is not joined with Xero. Log in with its password once and join the two');
    expect((await visitor.get('/account')).statusCode).toBe(303);
    // Nothing is left behind: no set-up, no tokens, and what was opened at Xero is closed again.
    await portal.close();
    expect(xero.control.state().connections).toEqual([]);
    expect(await home.ledger.db.selectFrom('grants').select('id').execute()).toEqual([]);
    portal = await start({ RELAY_SECRET_KEYS: `1:${portal.config.RELAY_SECRET_KEYS[0]!.key.toString('base64')}` });

    const person = visitorOf(portal.app);
    await logIn(person, ada.email);
    const joined = await person.get(await leave(person, '/account/xero'));
    expect(await words(person, joined)).toContain('Joined: from now on');
    expect((await portal.mailTo(ada.email)).subject).toContain('opened with Xero');
    await person.fillIn('/account', '/logout');
    await person.get(await leave(person, '/login'));
    expect((await person.get('/account')).body).toContain(ada.name);
    expect(await accounts()).toHaveLength(1);
    // And it can be taken back, because there is a password.
    await person.fillIn('/account/xero', '/account/xero/leave');
    await person.fillIn('/account', '/logout');
    expect((await person.get(await leave(person, '/login'))).headers.location).toContain('/login?next=');
  });

  test('an address that somebody entered and nobody proved belongs to whom Xero proves it for', async () => {
    const stranger = visitorOf(portal.app);
    await stranger.fillIn('/register', '/register', { ...ada, name: 'Mallory', terms: 'yes' });
    await portal.mailTo(ada.email);
    const visitor = visitorOf(portal.app);
    expect((await signUp(visitor)).headers.location).toContain('/connections/new/');
    expect(await accounts()).toMatchObject([{ email: ada.email, name: 'Ada Minchin' }]);
  });

  test('a browser that was left open joins nothing: the password is asked for, and not for ever', async () => {
    const visitor = await member(portal, kim);
    const signIns = () => home.ledger.db.selectFrom('sign_ins').select('provider').execute();
    for (let tries = 0; tries < 10; tries++) {
      const answer = await visitor.fillIn('/account/xero', '/oauth/xero/sign-in', tries === 0 ? {} : { password: 'not it' });
      expect([answer.statusCode, answer.body.includes('This is not your password.')]).toEqual([422, true]);
    }
    expect((await visitor.fillIn('/account/xero', '/oauth/xero/sign-in', { password: PASSWORD })).statusCode).toBe(429);
    expect(await signIns()).toEqual([{ provider: 'credential' }]);
  });

  test('an account that one person of Xero opens is not opened by a second one', async () => {
    const visitor = await member(portal, kim);
    // Both sign-ins are begun before either is joined.
    const first = await leave(visitor, '/account/xero');
    const second = await leave(visitor, '/account/xero');
    expect(await words(visitor, await visitor.get(first))).toContain('Joined: from now on');
    xero.control.signInAs({ ...adaAtXero, sub: 'somebody-else' });
    expect(await words(visitor, await visitor.get(second))).toContain('Nothing was joined');
    expect(await home.ledger.db.selectFrom('sign_ins').select('subject').where('provider', '=', 'xero').execute()).toEqual([
      { subject: adaAtXero.sub },
    ]);
  });

  test('a person of Xero who is joined to one account cannot be joined to another', async () => {
    await signUp(visitorOf(portal.app));
    const visitor = await member(portal, kim);
    const answer = await visitor.get(await leave(visitor, '/account/xero'));
    expect(await words(visitor, answer)).toContain('this person of Xero opens another account already');
    // Nor is anybody's account opened by a Xero log-in that came back into another one's session.
    const both = visitorOf(portal.app);
    const back = await leave(both, '/login');
    await logIn(both, kim.email);
    expect(await words(both, await both.get(back))).not.toContain('Ada Minchin');
    expect((await both.get('/account')).body).toContain(kim.name);
  });

  test.each<[string, (back: URL) => void, RegExp]>([
    [
      'refused consent',
      (back) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', 'access_denied');
      },
      /Access was not allowed/,
    ],
    ['a code that Xero does not know', (back) => back.searchParams.set('code', 'made-up'), /used already/],
    ['no code', (back) => back.searchParams.delete('code'), /could not be used/],
    [
      'HTML for an error',
      (back) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', '<script>alert(1)</script>');
      },
      /could not be used/,
    ],
  ])('%s: said plainly, no account, and the next try goes through', async (_what, change, says) => {
    const visitor = visitorOf(portal.app);
    const back = new URL(await leave(visitor, '/register'), portal.config.RELAY_PUBLIC_URL);
    change(back);
    const answer = await visitor.get(back.pathname + back.search);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/register']);
    expect(await words(visitor, answer)).toMatch(says);
    expect(await accounts()).toEqual([]);
    expect((await signUp(visitor)).headers.location).toContain('/connections/new/');
  });

  test('a forged state, one of another browser, and one that was used: nobody is logged in by them', async () => {
    const visitor = visitorOf(portal.app);
    const back = await leave(visitor, '/register');
    const forged = await visitor.get(back.replace(/state=[^&]+/, 'state=forged'));
    expect(forged.headers.location).toBe('/login?next=%2Fconnections%2Fnew');
    const victim = visitorOf(portal.app);
    await victim.get('/login');
    expect((await victim.get(back)).headers.location).toBe('/register');
    expect((await victim.get('/account')).statusCode).toBe(303);
    expect(await accounts()).toEqual([]);
    expect((await visitor.get(back)).headers.location).toContain('/connections/new/');
    await visitor.fillIn('/account', '/logout');
    const twice = await visitor.get(back);
    expect(await words(visitor, twice)).toContain('used already');
    expect((await visitor.get('/account')).statusCode).toBe(303);
  });

  test('an hour later it is too late', async () => {
    const visitor = visitorOf(portal.app);
    const back = await leave(visitor, '/register');
    await home.ledger.db
      .updateTable('consents_begun')
      .set((row) => ({ begun_at: row('begun_at', '-', 61 * 60_000) }))
      .execute();
    expect(await words(visitor, await visitor.get(back))).toContain('longer than an hour');
    expect(await accounts()).toEqual([]);
  });

  test('two tabs at once make one account and one set-up', async () => {
    const visitor = visitorOf(portal.app);
    const [one, other] = [await leave(visitor, '/register'), await leave(visitor, '/register')];
    const first = await visitor.get(one);
    const second = await visitor.get(other);
    expect(second.headers.location).toBe(first.headers.location);
    expect(await accounts()).toHaveLength(1);
    const [account] = await accounts();
    expect(await openDrafts(home.ledger, account!.id)).toHaveLength(1);
  });

  test('an id token that somebody else signed, or for another sign-in, is refused', async () => {
    const visitor = visitorOf(portal.app);
    const spoil = async (change: (claims: Record<string, unknown>) => void, resign: boolean): Promise<string> => {
      const back = await leave(visitor, '/register');
      const real = globalThis.fetch;
      globalThis.fetch = async (...asked) => {
        const answer = await real(...asked);
        if (!(typeof asked[0] === 'string' && asked[0].endsWith('/connect/token'))) return answer;
        const body = (await answer.json()) as { id_token: string };
        const [head = '', payload = '', signature = ''] = body.id_token.split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
        change(claims);
        const changed = resign ? Buffer.from(JSON.stringify(claims)).toString('base64url') : payload;
        const broken = resign ? signature : signature.replace(/^.{4}/, 'AAAA');
        return new Response(JSON.stringify({ ...body, id_token: `${head}.${changed}.${broken}` }), {
          status: 200,
          headers: { 'content-type': 'application/json' },
        });
      };
      try {
        return await words(visitor, await visitor.get(back));
      } finally {
        globalThis.fetch = real;
      }
    };
    expect(await spoil(() => undefined, false)).toContain('could not be used');
    expect(await spoil((claims) => (claims['nonce'] = 'of another sign-in'), true)).toContain('could not be used');
    expect(await spoil((claims) => (claims['sub'] = 'mallory'), true)).toContain('could not be used');
    expect(await accounts()).toEqual([]);
  });

  test('no organisation with books: the account is there, and its set-up says what to do', async () => {
    const [organisation] = xero.control.state().organisations;
    xero.control.seed([{ ...organisation!, tenantType: 'PRACTICE' }]);
    const visitor = visitorOf(portal.app);
    expect(await words(visitor, await signUp(visitor))).toContain('is a practice, not an organisation with books');
  });

  test('who logs in with Xero and has no account is led to sign up', async () => {
    const visitor = visitorOf(portal.app);
    const answer = await visitor.get(await leave(visitor, '/login'));
    expect(answer.headers.location).toBe('/register');
    expect(await words(visitor, answer)).toContain('Sign up below');
    expect(await accounts()).toEqual([]);
  });

  test('on a relay of one company the first one is let in, and after that nobody', async () => {
    await portal.close();
    portal = await start({ RELAY_SINGLE_TENANT: '1' });
    const late = visitorOf(portal.app);
    const back = await leave(late, '/register');
    const mistyped = visitorOf(portal.app);
    await mistyped.fillIn('/register', '/register', { ...kim, terms: 'yes' });
    const link = linkIn(await portal.mailTo(kim.email), portal.config);
    const owner = visitorOf(portal.app);
    expect((await signUp(owner)).headers.location).toContain('/connections/new/');
    // The link of a registration that was begun before opens no second door.
    expect((await visitorOf(portal.app).get(link)).statusCode).toBe(410);
    xero.control.signInAs({ ...adaAtXero, sub: 'mallory', email: 'mallory@elsewhere.example' });
    const refused = await late.get(back);
    expect(refused.headers.location).toBe('/login');
    expect(await words(late, refused)).toContain('serves one company');
    expect(await accounts()).toHaveLength(1);
    expect((await late.get('/register')).statusCode).toBe(404);
    const page = await late.get('/login');
    expect((await late.send(page, '/oauth/xero/sign-in', { purpose: 'register' })).statusCode).toBe(404);
  });
});
