import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { saveMember } from '../../../relay-service/src/store/members.ts';
import { homes } from '../store/homes.ts';
import { PASSWORD, kim, linkIn, logIn, member } from './accounts/people.ts';
import type { OpenPortal } from './open-portal.ts';
import { giveConnection } from './connection/given-connections.ts';
import { openPortalIn } from './open-portal.ts';
import type { Visitor } from './visitor.ts';
import { hiddenFields, visitorOf } from './visitor.ts';

const ash = { name: 'Ash Okafor', company: 'Other', email: 'ash@other.example' };
const LEE = 'lee@coralbay.example';

describe.each(await homes())('members of a connection, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let owner: Visitor;
  let members: string;
  let connectionId: string;
  beforeEach(async () => {
    portal = await openPortalIn(open);
    owner = await member(portal);
    const { id } = await portal.ledger.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow();
    ({ id: connectionId } = await giveConnection(portal.ledger, 'Coral Bay'));
    await saveMember(portal.ledger, connectionId, id, 'owner');
    members = `/connections/${connectionId}/members`;
  });
  afterEach(() => portal.close());

  const invite = async (email: string, role = 'manager'): Promise<string> => {
    const known = portal.mails.filter(({ to }) => to === email).length;
    expect((await owner.fillIn(members, members, { email, role })).headers.location).toBe(members);
    return linkIn(await portal.mailTo(email, known), portal.config);
  };
  const roles = async () =>
    (await portal.ledger.db.selectFrom('connection_members').select('role').orderBy('added_at').execute()).map(({ role }) => role);

  test('a colleague without an account joins by the link, once, with a name and a password', async () => {
    const link = await invite(LEE);
    const lee = visitorOf(portal.app);
    const refused = await lee.fillIn(link, link, { name: '', password: 'short' });
    for (const id of ['name-error', 'password-error', 'terms-error']) expect(refused.body).toContain(`id="${id}"`);
    const joined = await lee.send(refused, link, { name: 'Lee', password: PASSWORD, terms: 'yes' });
    expect(joined.headers.location).toBe('/connections');
    expect(await roles()).toEqual(['owner', 'manager']);
    const page = await lee.get(members);
    expect([page.statusCode, page.body.includes('Invite a colleague')]).toEqual([200, false]);
    expect((await visitorOf(portal.app).get(link)).statusCode).toBe(410);
    expect((await logIn(visitorOf(portal.app), LEE)).headers.location).toBe('/');
  });

  test('a colleague with an account logs in first; somebody else’s account cannot take the link', async () => {
    const other = await member(portal, ash);
    const link = await invite(ash.email, 'viewer');
    expect((await visitorOf(portal.app).get(link)).headers.location).toBe(`/login?next=${encodeURIComponent(link)}`);
    expect((await owner.get(link)).body).toContain('You are logged in as');
    const form = await owner.get('/account');
    const taken = await owner.post(link, hiddenFields(form.body, '/account'), { 'sec-fetch-site': 'same-origin' });
    expect([taken.statusCode, await roles()]).toEqual([409, ['owner']]);
    expect((await other.fillIn(link, link)).headers.location).toBe('/connections');
    expect(await roles()).toEqual(['owner', 'viewer']);
  });

  test('an invitation that was withdrawn, replaced or is a week old is not open', async () => {
    const first = await invite(LEE);
    const second = await invite(LEE);
    expect((await visitorOf(portal.app).get(first)).statusCode).toBe(410);
    await portal.ledger.db
      .updateTable('invitations')
      .set({ expires_at: portal.ledger.now() - 1 })
      .execute();
    expect((await visitorOf(portal.app).get(second)).statusCode).toBe(410);
    const third = await invite(LEE);
    await owner.fillIn(members, `${members}/withdraw`);
    expect((await visitorOf(portal.app).get(third)).statusCode).toBe(410);
  });

  test('the last owner can neither leave nor become less; with a second owner both go', async () => {
    const stay = await owner.fillIn(members, `${members}/role`, { role: 'none' });
    expect([stay.headers.location, await roles()]).toEqual([members, ['owner']]);
    expect((await owner.get(members)).body).toContain('has no other owner');
    expect((await owner.get('/account/delete')).body).toContain('<strong>Coral Bay</strong>');
    await (
      await member(portal, ash)
    ).fillIn(await invite(ash.email, 'owner'), (portal.mails.at(-1)?.action?.url ?? '').slice(portal.config.RELAY_PUBLIC_URL.length));
    expect(await roles()).toEqual(['owner', 'owner']);
    expect((await owner.fillIn(members, `${members}/role`, { role: 'none' })).headers.location).toBeDefined();
    expect(await roles()).toEqual(['owner']);
  });

  test('a viewer changes nobody, and to a stranger the connection does not exist', async () => {
    const viewer = await member(portal, ash);
    const ashId = (await portal.ledger.db.selectFrom('accounts').select('id').where('email', '=', ash.email).executeTakeFirstOrThrow()).id;
    const token = async () => hiddenFields((await viewer.get('/account')).body, '/account');
    const attempts = async () => {
      const sent = { 'sec-fetch-site': 'same-origin' };
      return [
        await viewer.post(members, { ...(await token()), email: LEE, role: 'owner' }, sent),
        await viewer.post(`${members}/role`, { ...(await token()), account: ashId, role: 'owner' }, sent),
        await viewer.post(`${members}/withdraw`, { ...(await token()), invitation: 'x' }, sent),
      ].map(({ statusCode }) => statusCode);
    };
    expect([(await viewer.get(members)).statusCode, ...(await attempts())]).toEqual([404, 404, 404, 404]);
    await saveMember(portal.ledger, connectionId, ashId, 'viewer');
    expect([(await viewer.get(members)).statusCode, ...(await attempts())]).toEqual([200, 404, 404, 404]);
    expect(await roles()).toEqual(['owner', 'viewer']);
  });

  test('whoever is invited sees the name of the inviting person as text', async () => {
    await owner.fillIn('/account', '/account', { name: '<b>Kim</b>', company: '' });
    const page = await visitorOf(portal.app).get(await invite(LEE));
    expect([page.body.includes('<b>Kim</b>'), page.body.includes('&lt;b&gt;Kim&lt;/b&gt;')]).toEqual([false, true]);
    expect(kim.name).not.toContain('<');
  });
});
