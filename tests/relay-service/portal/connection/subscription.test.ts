import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { monthStartOf } from '../../../../relay-service/src/core/plan-usage.ts';
import { startedTrial } from '../../../../relay-service/src/core/subscription.ts';
import { changeConnection } from '../../../../relay-service/src/store/connections.ts';
import { preparePosting } from '../../../../relay-service/src/store/postings.ts';
import { changeSubscription, findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { homes } from '../../store/homes.ts';
import { ann, kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveConnection, giveRole } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';

const DAY = 86_400_000;

describe.each(await homes())('the plan of a connection, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  beforeEach(async () => {
    ({ portal, visitor, ours } = await openOwned(open));
  });
  afterEach(() => portal.close());
  const path = (rest = ''): string => `/connections/${ours.id}${rest}`;

  test('a plan runs at once where nobody charges, and an unknown plan is not there', async () => {
    await changeSubscription(portal.ledger, ours.tenantId, (now) => startedTrial(now, portal.ledger.now() - 31 * DAY));
    expect((await visitor.get(path())).body).toContain('Trial over');
    const page = await visitor.get(path('/subscription'));
    expect(page.body).toContain('Sending has stopped');
    expect((await visitor.send(page, path('/subscription'), { plan: 'gold' })).statusCode).toBe(404);
    await visitor.send(page, path('/subscription'), { plan: 'business' });
    expect(await findSubscription(portal.ledger, ours.tenantId)).toMatchObject({ plan: 'business', paid: 'yes' });
    expect((await visitor.get(path())).body).toContain('Working');
  });

  test('the plan page of a demo company says that it costs nothing', async () => {
    const demo = await giveConnection(portal.ledger, 'Demo Company (AU)', true);
    await giveRole(portal.ledger, demo, kim.email, 'owner');
    const { body } = await visitor.get(`/connections/${demo.id}/subscription`);
    expect(body).toContain('demo company costs nothing');
    expect(body).not.toContain('The free trial starts');
  });

  test('the plan page of a connection that was removed says that a plan alone does not bring it back, and leads to connecting again', async () => {
    await changeSubscription(portal.ledger, ours.tenantId, (now) => startedTrial(now, portal.ledger.now() - 60 * DAY));
    await changeConnection(portal.ledger, ours.id, { state: 'disconnected' });
    const page = await visitor.get(path('/subscription'));
    expect(page.body).toContain('Choosing a plan does not connect it again');
    expect(page.body).not.toMatch(/brings it back|is removed at Xero/);
    await visitor.send(page, path('/subscription'), { plan: 'business' });
    const paid = await visitor.get(path('/subscription'));
    expect(paid.body).toMatch(/runs from now on\. Connect again[\s\S]*A plan does not connect it again/);
    expect((await visitor.send(paid, path('/reconnect'))).headers.location).toMatch(/^\/connections\/new\//);
    const viewer = await member(portal, ann);
    await giveRole(portal.ledger, ours, ann.email, 'viewer');
    const seen = (await viewer.get(path('/subscription'))).body;
    expect(seen).toContain('An owner or manager connects it again');
    expect(seen).not.toContain('Connect again</button>');
  });

  test('the plan page shows what the month has used, and warns before the limit; another month and another organisation do not count', async () => {
    await changeSubscription(portal.ledger, ours.tenantId, (now) => ({ ...now, plan: 'starter', paid: 'yes' }));
    const other = await giveConnection(portal.ledger, 'Elsewhere');
    const send = async (connection: GivenConnection, count: number, at: number): Promise<void> => {
      const key = { tenantId: connection.tenantId, organizationId: 'organization', documentKind: 'ACCREC' as const };
      for (let index = 0; index < count; index++) {
        const posting = await preparePosting(
          portal.ledger,
          { ...key, invoiceId: randomUUID() },
          { connectionId: connection.id, requestId: randomUUID() },
        );
        await portal.ledger.db.updateTable('postings').set({ state: 'told', created_at: at }).where('id', '=', posting.id).execute();
      }
    };
    const month = monthStartOf(portal.ledger.now());
    await send(ours, 159, month);
    await send(ours, 50, month - 1);
    await send(other, 50, month);
    const page = (await visitor.get(path('/subscription'))).body;
    expect(page).toContain('159 documents sent this month, of 200 that the plan Starter is for.');
    expect(page).not.toContain('limit of the plan');
    await send(ours, 1, month);
    expect((await visitor.get(path('/subscription'))).body).toContain('The limit of the plan is near: 160 documents');
    expect((await visitor.get(path())).body).toContain('The limit of the plan is near: 160 documents');
    await send(ours, 41, month);
    expect((await visitor.get(path())).body).toContain('More than the plan is for: 201 documents');
    // Nothing stops: the connection works as before.
    expect((await visitor.get(path())).body).toContain('Working');
  });
});
