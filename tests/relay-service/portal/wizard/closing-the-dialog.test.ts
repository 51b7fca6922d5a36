import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { beginDraft, changeDraft } from '../../../../relay-service/src/store/drafts.ts';
import { findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { homes } from '../../store/homes.ts';
import { kim, member } from '../accounts/people.ts';
import { auditRows } from '../connection/audit-rows.ts';
import type { GivenConnection } from '../connection/given-connections.ts';
import { accountIdOf, giveConnection, giveRole } from '../connection/given-connections.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { sendUnshown } from '../visitor.ts';

describe.each(await homes())('ways out of the finished dialog, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let owner: Visitor;
  let connection: GivenConnection;
  let path: string;
  beforeEach(async () => {
    portal = await openPortalIn(open);
    owner = await member(portal);
    connection = await giveConnection(portal.ledger, 'Coral Bay');
    await giveRole(portal.ledger, connection, kim.email, 'owner');
    const draft = await beginDraft(portal.ledger, await accountIdOf(portal.ledger, kim.email));
    await changeDraft(portal.ledger, draft, {
      connection_id: connection.id,
      tenant_id: connection.tenantId,
      environment_origin: 'https://coralbay.crm6.dynamics.com',
    });
    path = `/connections/new/${draft}`;
  });
  afterEach(() => portal.close());

  const trialEnds = async () => (await findSubscription(portal.ledger, connection.tenantId))?.trialEndsAt ?? null;
  const leave = async (way: string) => sendUnshown(owner, await owner.get('/connections'), `${path}${way}`);
  const started = async () => (await auditRows(owner, connection.id)).length;

  test('a link that was only followed, as a browser that looks ahead does, started the trial', async () => {
    // The dialog of the version before has these links; they lead back to this one's, and not to "not found".
    for (const way of ['/settings', '/plan']) expect((await owner.get(`${path}${way}`)).headers.location).toBe(path);
    expect(await trialEnds()).toBeNull();
    expect((await owner.get('/connections')).body).toContain('created, some steps are open');
  });

  test('nothing said who had started the trial', async () => {
    await leave('/close');
    expect(await trialEnds()).not.toBeNull();
    expect(await auditRows(owner, connection.id)).toEqual([['Kim Larsen', 'started the free trial', '']]);
    for (const way of ['/close', '/plan', '/settings']) await leave(way);
    expect(await started()).toBe(1);
  });

  test.each([
    ['/plan', 303],
    ['/settings', 200],
  ])('%s closes it as well, and leads on', async (way, status) => {
    const answer = await leave(way);
    expect(answer.statusCode).toBe(status);
    expect(`${String(answer.headers.location)} ${String(answer.headers.refresh)}`).toContain(
      way === '/plan' ? `/connections/${connection.id}/subscription` : '0;url=https://coralbay.crm6.dynamics.com/main.aspx?',
    );
    expect(await trialEnds()).not.toBeNull();
    expect(await started()).toBe(1);
  });
});
