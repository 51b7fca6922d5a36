/** Handing a connection over: offered by its owner, done when the other one accepts, and written down. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { acceptInvitation, invitationBy, openInvitations, withdrawInvitation } from '../../../relay-service/src/store/invitations.ts';
import { membersOf, saveMember } from '../../../relay-service/src/store/members.ts';
import { homes } from '../store/homes.ts';
import { ann, kim, linkIn, member } from './accounts/people.ts';
import type { GivenConnection } from './connection/given-connections.ts';
import { accountIdOf, giveConnection, giveRole } from './connection/given-connections.ts';
import type { OpenPortal } from './open-portal.ts';
import { openPortalIn } from './open-portal.ts';
import type { Visitor } from './visitor.ts';

describe.each(await homes())('handing over, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let owner: Visitor;
  let other: Visitor;
  let connection: GivenConnection;
  beforeEach(async () => {
    portal = await openPortalIn(open);
    [owner, other] = [await member(portal, kim), await member(portal, ann)];
    connection = await giveConnection(portal.ledger, 'Coral Bay');
    await giveRole(portal.ledger, connection, kim.email, 'owner');
  });
  afterEach(() => portal.close());

  const offer = async (email: string = ann.email): Promise<string> => {
    const path = `/connections/${connection.id}`;
    const known = portal.mails.filter(({ to }) => to === email).length;
    const sent = await owner.fillIn(`${path}/options`, `${path}/transfer`, { email });
    expect(sent.headers.location).toBe(`${path}/members`);
    return linkIn(await portal.mailTo(email, known), portal.config);
  };
  const roles = async () => Object.fromEntries((await membersOf(portal.ledger, connection.id)).map(({ email, role }) => [email, role]));

  test('nothing changes before it is accepted; then the other one is owner, and the former one manager', async () => {
    const link = await offer();
    expect(await roles()).toEqual({ [kim.email]: 'owner' });
    expect((await owner.get(`/connections/${connection.id}/members`)).body).toContain('Asked to take it over');
    expect((await other.get(link)).body).toContain('Take a connection over');
    expect((await other.fillIn(link, link)).statusCode).toBe(303);
    expect(await roles()).toEqual({ [kim.email]: 'manager', [ann.email]: 'owner' });
    const log = (await other.get(`/connections/${connection.id}/audit`)).body;
    for (const line of ['handed the connection over', 'offered the connection to somebody else', 'joined']) expect(log).toContain(line);
    expect((await other.get(link)).statusCode).toBe(410);
  });

  test('to a colleague who is a member already', async () => {
    await giveRole(portal.ledger, connection, ann.email, 'viewer');
    const link = await offer();
    await other.fillIn(link, link);
    expect(await roles()).toEqual({ [kim.email]: 'manager', [ann.email]: 'owner' });
  });

  test('only by an owner, to another one, and only as long as it is still theirs to give', async () => {
    const path = `/connections/${connection.id}`;
    for (const email of ['nonsense', kim.email]) {
      const answer = await owner.fillIn(`${path}/options`, `${path}/transfer`, { email });
      expect(answer.headers.location).toBe(`${path}/options`);
    }
    const link = await offer();
    await saveMember(portal.ledger, connection.id, await accountIdOf(portal.ledger, kim.email), 'manager');
    expect((await other.fillIn(link, link)).statusCode).toBe(410);
    expect(await roles()).toEqual({ [kim.email]: 'manager' });
    expect((await owner.get(`${path}/options`)).body).not.toContain('/transfer');
  });

  test('two offers that are accepted at once make one owner', async () => {
    const eve = { name: 'Eve Marsh', company: 'Elsewhere', email: 'eve@elsewhere.example' } as const;
    await member(portal, eve);
    const tokens = [await offer(), await offer(eve.email)].map((link) => link.split('/').at(-1)!);
    const invitations = await Promise.all(tokens.map((token) => invitationBy(portal.ledger, token)));
    const accepted = await Promise.all(
      [ann.email, eve.email].map(async (email, index) =>
        acceptInvitation(portal.ledger, invitations[index]!, await accountIdOf(portal.ledger, email)),
      ),
    );
    expect(accepted.filter(Boolean)).toHaveLength(1);
    expect(Object.values(await roles()).sort()).toEqual(['manager', 'owner']);
    // The other offer is not spent: it is there should the connection come back.
    expect(await openInvitations(portal.ledger, connection.id)).toHaveLength(1);
  });

  test('an offer that was withdrawn meanwhile takes nothing from its owner', async () => {
    const token = (await offer()).split('/').at(-1)!;
    const invitation = (await invitationBy(portal.ledger, token))!;
    await withdrawInvitation(portal.ledger, connection.id, invitation.id);
    expect(await acceptInvitation(portal.ledger, invitation, await accountIdOf(portal.ledger, ann.email))).toBe(false);
    expect(await roles()).toEqual({ [kim.email]: 'owner' });
  });

  test('a link in the wrong hands opens nothing', async () => {
    const link = await offer('somebody@elsewhere.example');
    expect((await other.get(link)).body).toContain('You are logged in as ann@elsewhere.example');
    expect(await roles()).toEqual({ [kim.email]: 'owner' });
  });
});
