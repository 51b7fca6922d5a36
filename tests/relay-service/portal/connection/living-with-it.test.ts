import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { changeConnection, findConnectionById } from '../../../../relay-service/src/store/connections.ts';
import { homes } from '../../store/homes.ts';
import { ann, kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { sendUnshown } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveActivity, giveConnection, giveRole } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';

describe.each(await homes())('living with a connection, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  beforeEach(async () => {
    ({ portal, visitor, ours } = await openOwned(open));
  });
  afterEach(() => portal.close());
  const path = (rest = ''): string => `/connections/${ours.id}${rest}`;

  test('the list shows each connection with how it stands, and a band for a demo company', async () => {
    const demo = await giveConnection(portal.ledger, 'Demo Company (AU)', true);
    await giveRole(portal.ledger, demo, kim.email, 'viewer');
    await giveConnection(portal.ledger, 'Of Somebody Else');
    const { body } = await visitor.get('/connections');
    expect(body).toContain('Coral Bay Trading');
    expect(body).toMatch(/Demo Company \(AU\)[\s\S]*Demo company</);
    expect(body).toContain('Working');
    expect(body).not.toContain('Of Somebody Else');
  });

  test('the overview says what waits, what was refused by cause, and how much went through', async () => {
    await giveActivity(portal.ledger, ours, ['TRIAL_OVER', 'TRIAL_OVER', 'NO_ROLE']);
    const { statusCode, body } = await visitor.get(path());
    expect(statusCode).toBe(200);
    expect(body).toMatch(/<strong>2<\/strong>\s*The free trial/);
    expect(body).toContain('Documents sent in 30 days: 1');
    expect(body).toMatch(/Checking with Xero<\/dt>\s*<dd>1;/);
  });

  test('renaming, pausing and resuming; HTML in a name stays text', async () => {
    await visitor.fillIn(path('/options'), path('/rename'), { name: '<script>alert(1)</script>' });
    const page = await visitor.get(path('/options'));
    expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.body).not.toContain('<script>alert');
    await visitor.send(page, path('/pause'));
    expect((await findConnectionById(portal.ledger, ours.id))?.state).toBe('paused');
    expect((await visitor.get(path())).body).toContain('Paused');
    await visitor.fillIn(path('/options'), path('/resume'));
    expect((await findConnectionById(portal.ledger, ours.id))?.state).toBe('connected');
    await visitor.fillIn(path('/options'), path('/rename'), { name: '   ' });
    expect((await visitor.get(path('/options'))).body).toContain('A connection needs a name');
  });

  test('the overview of a connection that has ended offers to connect it again, and no new one in its place', async () => {
    await changeConnection(portal.ledger, ours.id, { state: 'disconnected' });
    const page = await visitor.get(path());
    expect(page.body).not.toContain('Create a new connection');
    expect((await visitor.send(page, path('/reconnect'))).headers.location).toMatch(/^\/connections\/new\//);
    const viewer = await member(portal, ann);
    await giveRole(portal.ledger, ours, ann.email, 'viewer');
    const seen = (await viewer.get(path())).body;
    expect(seen).not.toContain('/audit');
    expect(seen).toContain('An owner or manager connects it again');
    expect(seen).not.toMatch(/Create a new connection|Connect again<\/button>/);
  });

  test.each([
    ['RECONNECT_XERO', 'Connect to Xero again'],
    ['REMOVED_AT_XERO', 'disconnected Stellarise Connector in Xero'],
    ['RECONNECT_DYNAMICS', 'Connect to Dynamics again'],
  ])('%s shows at once, with what mends it', async (trouble, says) => {
    await changeConnection(portal.ledger, ours.id, { trouble, trouble_at: portal.ledger.now() });
    expect((await visitor.get(path())).body).toContain(says);
  });

  test('a viewer looks and changes nothing; a stranger and another tenant find nothing there', async () => {
    const viewer = await member(portal, ann);
    await giveActivity(portal.ledger, ours, ['NO_ROLE']);
    const gets = ['', '/activity', '/activity.csv', '/audit', '/options', '/subscription', '/disconnect'];
    const posts = ['/send-again', '/rename', '/pause', '/resume', '/mails', '/disconnect', '/subscription', '/reconnect'];
    const statuses = async (who: Visitor, id: string): Promise<number[]> => {
      const page = await who.get('/connections');
      const answers = [];
      for (const each of gets) answers.push((await who.get(`/connections/${id}${each}`)).statusCode);
      for (const each of posts)
        answers.push(
          (await sendUnshown(who, page, `/connections/${id}${each}`, { name: 'x', cause: 'NO_ROLE', plan: 'group' })).statusCode,
        );
      return answers;
    };
    expect(new Set(await statuses(viewer, ours.id))).toEqual(new Set([404]));
    expect(new Set(await statuses(visitor, randomUUID()))).toEqual(new Set([404]));
    await giveRole(portal.ledger, ours, ann.email, 'viewer');
    const page = (await viewer.get(path('/activity?state=refused'))).body;
    expect(page).not.toContain('Send again</button>');
    expect(await statuses(viewer, ours.id)).toEqual([200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404, 303, 404, 404, 404]);
    expect((await findConnectionById(portal.ledger, ours.id))?.state).toBe('connected');
  });
});
