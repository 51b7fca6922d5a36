/** An environment of Dynamics has, or has had, more than one connection: what is asked there stays in the lists of the one that answers. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DataverseClient } from '../../../../relay-service/src/dataverse/client.ts';
import { endConnection } from '../../../../relay-service/src/store/connections.ts';
import { dueRequests, endRequest, recordRequests } from '../../../../relay-service/src/store/requests.ts';
import { homes } from '../../store/homes.ts';
import { kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn, portalConfig } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveConnection, giveRole } from './given-connections.ts';
import { mailsSent } from './mails-sent.ts';

describe.each(await homes())('another connection in the environment, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let demo: GivenConnection;
  let books: GivenConnection;
  const refuse = async (cause: string, connectionId?: string): Promise<string> => {
    const id = randomUUID();
    await recordRequests(portal.ledger, demo.environmentId, [id], 'webhook');
    const end = { state: 'refused' as const, cause };
    await endRequest(portal.ledger, demo.environmentId, id, connectionId === undefined ? end : { ...end, connectionId });
    return id;
  };
  beforeEach(async () => {
    const client: Partial<DataverseClient> = {
      batch: (parts) => Promise.resolve(parts.map(() => ({ status: 204, body: null, text: '' }))),
    };
    portal = await openPortalIn(open, portalConfig(), { dataverse: () => client as DataverseClient });
    visitor = await member(portal);
    demo = await giveConnection(portal.ledger, 'Demo Company', true);
    await giveRole(portal.ledger, demo, kim.email, 'owner');
    await refuse('CUSTOMER_MISSING');
    // All of it long before the second connection is made.
    await portal.ledger.db.updateTable('connections').set({ created_at: 1_000 }).execute();
    await portal.ledger.db.updateTable('requests').set({ received_at: 2_000, ended_at: 3_000 }).execute();
    books = await giveConnection(portal.ledger, 'Coral Bay Trading', false, demo);
    await giveRole(portal.ledger, books, kim.email, 'owner');
    // What is refused in the very millisecond in which somebody becomes a member is not news to them.
    await portal.ledger.db.updateTable('connection_members').set({ added_at: 4_000 }).execute();
  });
  afterEach(() => portal.close());

  const causesOn = async ({ id }: GivenConnection): Promise<string[]> =>
    [...(await visitor.get(`/connections/${id}/activity.csv?state=refused`)).body.matchAll(/"refused","","(\w+)"/g)].map(
      ([, cause = '']) => cause,
    );

  test('refusals of the only one that is on were in no list, no mail and not to be sent again once another had ended', async () => {
    await endConnection(portal.ledger, demo.id);
    const id = await refuse('NO_ROLE');
    await recordRequests(portal.ledger, demo.environmentId, [randomUUID()], 'webhook');
    const overview = (await visitor.get(`/connections/${books.id}`)).body;
    expect(overview).not.toContain('Nothing was refused');
    expect(overview).toMatch(/Waiting<\/dt>\s*<dd>1, the oldest/);
    // What the one before refused is not told of this one.
    expect(await causesOn(books)).toEqual(['NO_ROLE']);
    expect(await mailsSent(portal)).toMatchObject([{ to: kim.email, paragraphs: [expect.stringMatching(/^one invoice refused: /)] }]);
    const page = await visitor.get(`/connections/${books.id}/activity?state=refused`);
    await visitor.send(page, `/connections/${books.id}/send-again`, { cause: 'NO_ROLE' });
    expect((await dueRequests(portal.ledger, demo.environmentId, 'clicks', 10)).map((due) => due.id)).toContain(id);
  });

  test('an invoice that says for none of two organisations was refused in no list at all', async () => {
    await refuse('CONNECTOR_NOT_CHOSEN');
    expect(await causesOn(books)).toEqual(['CONNECTOR_NOT_CHOSEN']);
    expect(await causesOn(demo)).toEqual(['CONNECTOR_NOT_CHOSEN', 'CUSTOMER_MISSING']);
  });

  test('what one of two has refused is in its list alone, and stays there when it has ended', async () => {
    await refuse('NO_ROLE', demo.id);
    await endConnection(portal.ledger, demo.id);
    expect(await causesOn(books)).toEqual([]);
    expect(await causesOn(demo)).toEqual(['NO_ROLE']);
  });
});
