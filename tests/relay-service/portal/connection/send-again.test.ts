import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataverseClient } from '../../../../relay-service/src/dataverse/client.ts';
import { dueRequests } from '../../../../relay-service/src/store/requests.ts';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import { portalConfig } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveActivity } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';

describe.each(await homes())('sending again, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  /** Paths that were written in Dynamics; their answers. */
  let written: string[];
  let statusOf: (path: string) => number;
  beforeEach(async () => {
    written = [];
    statusOf = () => 204;
    const client: Partial<DataverseClient> = {
      batch: (parts) =>
        Promise.resolve(
          parts.map((part) => {
            const path = 'changeSet' in part ? '' : part.path;
            written.push(path);
            return { status: statusOf(path), body: null, text: '' };
          }),
        ),
    };
    ({ portal, visitor, ours } = await openOwned(open, portalConfig(), { dataverse: () => client as DataverseClient }));
  });
  afterEach(() => portal.close());
  const path = (rest = ''): string => `/connections/${ours.id}${rest}`;

  test('everything of one cause is sent again at once, as whoever asked first, and what is gone is said', async () => {
    const [first, second, other] = await giveActivity(portal.ledger, ours, ['TRIAL_OVER', 'TRIAL_OVER', 'NO_ROLE']);
    statusOf = (written) => (written.includes(second!) ? 404 : 204);
    const page = await visitor.get(path('/activity?state=refused'));
    const answer = await visitor.send(page, path('/send-again'), { cause: 'TRIAL_OVER' });
    expect(answer.headers.location).toBe(path('/activity?state=refused'));
    expect((await visitor.get(path('/activity?state=refused'))).body).toContain(
      'One request is asked again, as whoever asked first. 1 could not',
    );
    expect(written).toEqual(expect.arrayContaining([`stl3_xerorequests(${first!})`, `stl3_xerorequests(${second!})`]));
    expect((await dueRequests(portal.ledger, ours.environmentId, 'clicks', 10)).map(({ id }) => id)).toEqual([first]);
    expect(written.join()).not.toContain(other!);
    expect((await visitor.get(path('/audit'))).body).toMatch(/Kim Larsen[\s\S]*sent refused requests again/);
  });
});
