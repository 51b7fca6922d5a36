import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { postponeRequests, recordRequests } from '../../../../relay-service/src/store/requests.ts';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveActivity } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';

describe.each(await homes())('pages of the activity, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  beforeEach(async () => {
    ({ portal, visitor, ours } = await openOwned(open));
  });
  afterEach(() => portal.close());
  const path = (rest = ''): string => `/connections/${ours.id}${rest}`;
  /** Ids of the requests that a page leads to. */
  const idsOn = (body: string): string[] => [...body.matchAll(/etn=stl3_xerorequest&(?:amp;)?id=([\w-]+)/g)].map(([, id = '']) => id);

  test('activity can be filtered and exported, and no filter of another kind breaks it', async () => {
    await giveActivity(portal.ledger, ours, ['NO_ROLE']);
    const shown = async (query: string): Promise<number> =>
      ((await visitor.get(path(`/activity${query}`))).body.match(/<tr\b/g) ?? []).length - 1;
    expect([await shown(''), await shown('?state=sent'), await shown('?state=checking'), await shown('?state=refused')]).toEqual([
      3, 1, 1, 1,
    ]);
    expect(await shown('?state=%3Cscript%3E&before=abc')).toBe(3);
    const csv = await visitor.get(path('/activity.csv?state=refused'));
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.split('\r\n')).toEqual([expect.stringContaining('"state"'), expect.stringContaining('"refused","","NO_ROLE"')]);
  });

  test('a day narrows it, the export too, and the other choices stay', async () => {
    const now = portal.ledger.now();
    const today = new Date(now).toISOString().slice(0, 10);
    const former = new Date(now - 86_400_000).toISOString().slice(0, 10);
    const [old] = await giveActivity(portal.ledger, ours, ['NO_ROLE', 'TRIAL_OVER']);
    await portal.ledger.db
      .updateTable('requests')
      .set({ received_at: now - 86_400_000 })
      .where('id', '=', old!)
      .execute();
    const lines = async (query: string): Promise<number> =>
      (await visitor.get(path(`/activity.csv${query}`))).body.split('\r\n').length - 1;
    expect([await lines(''), await lines(`?day=${today}`), await lines(`?day=${former}`), await lines('?day=2001-01-01')]).toEqual([
      4, 3, 1, 0,
    ]);
    // What is no day narrows nothing.
    expect([await lines('?day=2026-02-30'), await lines('?day=2026-99-99&day=x')]).toEqual([4, 4]);
    const { body } = await visitor.get(path(`/activity?state=refused&day=${former}`));
    expect(idsOn(body)).toEqual([old]);
    expect(body).not.toContain('By cause, this week');
    expect(body).toContain(`name="day" value="${former}"`);
    expect(body).toContain('name="state" value="refused"');
    expect(body).toContain(`/activity?state=sent&amp;day=${former}`);
    expect((await visitor.get(path('/activity?day=2001-01-01'))).body).toContain('Nothing fits what is chosen above.');
  });

  test('of 120 refusals of one bulk, “Older” led to none but the first fifty', async () => {
    const refused = await giveActivity(
      portal.ledger,
      ours,
      Array.from({ length: 120 }, () => 'NO_ROLE'),
    );
    const seen: string[] = [];
    for (let next: string | undefined = path('/activity?state=refused'); next !== undefined;) {
      const { body } = await visitor.get(next);
      seen.push(...idsOn(body));
      next = /href="([^"]+)">Older</.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen.toSorted()).toEqual(refused.toSorted());
  });

  test('what the overview counts as waiting was not under Waiting', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await recordRequests(portal.ledger, ours.environmentId, [first, second], 'poll');
    await postponeRequests(portal.ledger, ours.environmentId, [first], 3_600_000);
    const { body } = await visitor.get(path('/activity?state=waiting'));
    expect(idsOn(body).toSorted()).toEqual([first, second].toSorted());
    expect(body).toContain('looked at again at');
    expect(body).toContain('its turn comes next');
    await visitor.fillIn(path('/options'), path('/pause'));
    expect((await visitor.get(path('/activity?state=waiting'))).body).toContain('until sending is resumed');
  });

  test('“See them refused for this cause” led to the refusals of every cause; the export keeps to the cause too', async () => {
    const [theirs, , other] = await giveActivity(portal.ledger, ours, ['TRIAL_OVER', 'TRIAL_OVER', 'NO_ROLE']);
    const links = [...(await visitor.get(path())).body.matchAll(/href="([^"]+)">See (?:it|them)</g)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&'),
    );
    expect((await visitor.get(path())).body.match(/See (it|them)/g)).toEqual(['See them', 'See it']);
    expect(links).toEqual([path('/activity?state=refused&cause=TRIAL_OVER'), path('/activity?state=refused&cause=NO_ROLE')]);
    const { body } = await visitor.get(links[0]!);
    expect(idsOn(body)).toContain(theirs);
    expect(idsOn(body)).not.toContain(other);
    expect((await visitor.get(path('/activity.csv?state=refused&cause=NO_ROLE'))).body.split('\r\n')).toHaveLength(2);
  });

  test('the export ended at ten thousand rows without a word', async () => {
    const now = portal.ledger.now();
    const rows = Array.from({ length: 10_050 }, (_, index) => ({
      environment_id: ours.environmentId,
      id: randomUUID(),
      source: 'poll' as const,
      kind: 'bulk' as const,
      state: 'refused' as const,
      cause: 'NO_ROLE',
      // Many of one moment, as a bulk has them.
      received_at: now + Math.floor(index / 200),
      due_at: now,
      ended_at: now + index,
      attempts: 0,
    }));
    for (let from = 0; from < rows.length; from += 1_000)
      await portal.ledger.db
        .insertInto('requests')
        .values(rows.slice(from, from + 1_000))
        .execute();
    const lines = (await visitor.get(path('/activity.csv'))).body.split('\r\n');
    expect(lines).toHaveLength(1 + rows.length);
    expect(new Set(lines).size).toBe(1 + rows.length);
  });
});
