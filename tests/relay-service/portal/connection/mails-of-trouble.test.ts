import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startedTrial } from '../../../../relay-service/src/core/subscription.ts';
import type { Mail, MailLink } from '../../../../relay-service/src/mail/compose.ts';
import { changeConnection, findConnectionById } from '../../../../relay-service/src/store/connections.ts';
import { generationOf, markDead, saveGrant } from '../../../../relay-service/src/store/grants.ts';
import { recordRequests } from '../../../../relay-service/src/store/requests.ts';
import { changeSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import { homes } from '../../store/homes.ts';
import { kim } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { accountIdOf, giveActivity, giveRole } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';
import { mailsSent } from './mails-sent.ts';

const DAY = 86_400_000;

describe.each(await homes())('mails of trouble, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  let aheadMs: number;
  beforeEach(async () => {
    aheadMs = 0;
    ({ portal, visitor, ours } = await openOwned(open));
  });
  afterEach(() => portal.close());
  const path = (rest = ''): string => `/connections/${ours.id}${rest}`;
  const ahead = () => ({ ...portal.ledger, now: () => portal.ledger.now() + aheadMs });

  const sent = (mailServer?: 'away' | 'there'): Promise<Mail[]> => mailsSent({ config: portal.config, ledger: ahead() }, mailServer);
  /** A round, two hours after the one before. */
  const round = (mailServer?: 'away' | 'there'): Promise<Mail[]> => {
    aheadMs += 2 * 3_600_000;
    return sent(mailServer);
  };
  /** All mails of so many rounds. */
  const rounds = async (count: number): Promise<Mail[]> => {
    const mails: Mail[] = [];
    for (let done = 0; done < count; done++) mails.push(...(await round()));
    return mails;
  };

  test('mails tell of trouble: one line a cause, at most one an hour, none to who wants none', async () => {
    await giveActivity(
      portal.ledger,
      ours,
      Array.from({ length: 500 }, () => 'MAPPINGS_NOT_CONFIRMED'),
    );
    expect([...(await round()), ...(await sent())]).toMatchObject([
      { to: kim.email, paragraphs: [expect.stringMatching(/^500 invoices refused: /)] },
    ]);
    await recordRequests(portal.ledger, ours.environmentId, [randomUUID()], 'poll');
    expect(await round()).toEqual([]);
    await visitor.fillIn(path('/options'), path('/mails'), {});
    await changeConnection(portal.ledger, ours.id, { trouble: 'RECONNECT_XERO', trouble_at: ahead().now() });
    expect(await round()).toEqual([]);
    await visitor.fillIn(path('/options'), path('/mails'), { notify: 'yes' });
    await changeConnection(portal.ledger, ours.id, { trouble: 'RECONNECT_XERO', trouble_at: ahead().now() });
    expect((await sent()).at(-1)?.paragraphs).toEqual([expect.stringContaining('Reconnect Xero')]);
    expect(await accountIdOf(portal.ledger, kim.email)).toBeTruthy();
  });

  test('a consent that has ended is told once, not each hour until work meets it, nor once more then; its next end is told again', async () => {
    const { environment } = (await findConnectionById(portal.ledger, ours.id))!;
    const end = async (): Promise<void> => {
      aheadMs += 1;
      await markDead(ahead(), environment.grant_id, await generationOf(ahead(), environment.grant_id));
    };
    const before = await round();
    await end();
    expect([...before, ...(await rounds(3))]).toMatchObject([
      { to: kim.email, paragraphs: [expect.stringMatching(/^Reconnect Dynamics: /)] },
    ]);
    await changeConnection(portal.ledger, ours.id, { trouble: 'RECONNECT_DYNAMICS', trouble_at: ahead().now() });
    expect(await round()).toEqual([]);
    const tokens = { refreshToken: 'anew', accessToken: null, accessExpiresAt: 0 };
    await saveGrant(ahead(), { id: environment.grant_id, system: 'entra', subject: 'Coral Bay', tenant: '', ...tokens });
    await changeConnection(portal.ledger, ours.id, { trouble: null, trouble_at: null });
    const mended = await round();
    await end();
    expect([...mended, ...(await rounds(2))]).toHaveLength(1);
  });

  test('the end of a trial that nobody pays for is told once, not each hour, with the plan behind the button; another end is told again', async () => {
    await changeSubscription(portal.ledger, ours.tenantId, (now) => startedTrial(now, portal.ledger.now() - 31 * DAY));
    await round('away');
    const mails = await rounds(3);
    expect(mails).toHaveLength(1);
    const url = `https://relay.example.com${path()}`;
    expect(mails[0]).toMatchObject({
      to: kim.email,
      paragraphs: [expect.stringMatching(/^Trial over: /)],
      action: { label: 'Choose a plan', url: `${url}/subscription` },
    });
    // The foot names the box as the page does, and leads to it.
    const foot = mails[0]!.after!.at(-1) as MailLink;
    expect(foot.url).toBe(`${url}/options#mails`);
    const options = (await visitor.get(path('/options'))).body;
    expect(options).toMatch(/id="mails"/);
    expect(options).toContain(/“(.+)”/.exec(foot.says)?.[1] ?? 'no name');

    // Trouble beside it is told, and the end is not told again with it; refusals for its sake lead to the plan.
    await giveActivity(ahead(), ours, ['TRIAL_OVER']);
    expect(await round()).toMatchObject([
      { paragraphs: [expect.stringMatching(/^one invoice refused: The free trial/)], action: { url: `${url}/subscription` } },
    ]);
    await changeConnection(portal.ledger, ours.id, { trouble: 'RECONNECT_XERO', trouble_at: ahead().now() + 1 });
    expect(await round()).toMatchObject([
      { paragraphs: [expect.stringMatching(/^Reconnect Xero/)], action: { url: `${url}/activity?state=refused` } },
    ]);
    await changeSubscription(portal.ledger, ours.tenantId, (now) => ({ ...now, paid: 'ended', endedAt: portal.ledger.now() }));
    expect(await round()).toMatchObject([{ paragraphs: [expect.stringMatching(/^Plan ended/)] }]);
  });

  test('trouble and refusals of the hour in which the mail server was away were told to nobody', async () => {
    expect(await round()).toEqual([]);
    await giveActivity(ahead(), ours, ['NO_ROLE']);
    await changeConnection(portal.ledger, ours.id, { trouble: 'RECONNECT_XERO', trouble_at: ahead().now() + 1 });
    expect(await round('away')).toEqual([]);
    const news = [expect.stringMatching(/^Reconnect Xero/), expect.stringMatching(/^one invoice refused: /)];
    expect(await round()).toMatchObject([{ to: kim.email, paragraphs: news }]);
    expect(await round()).toEqual([]);
  });

  test('what happened before the very first mail, which could not be sent, is told all the same', async () => {
    await giveActivity(ahead(), ours, ['NO_ROLE']);
    await round('away');
    await round('away');
    expect(await round()).toMatchObject([{ paragraphs: [expect.stringMatching(/^one invoice refused: /)] }]);
  });

  test('a viewer’s tick under Options said that mails come, and none came', async () => {
    await giveRole(portal.ledger, ours, kim.email, 'viewer');
    await giveActivity(ahead(), ours, ['NO_ROLE']);
    expect(await round()).toMatchObject([{ to: kim.email }]);
  });
});
