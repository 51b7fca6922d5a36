import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { beginDraft } from '../../../../relay-service/src/store/drafts.ts';
import { homes } from '../../store/homes.ts';
import { kim, member } from '../accounts/people.ts';
import { accountIdOf } from '../connection/given-connections.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { visitorOf } from '../visitor.ts';

describe.each(await homes())('the approval of an administrator, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  let owner: Visitor;
  let path: string;
  beforeEach(async () => {
    portal = await openPortalIn(open);
    owner = await member(portal);
    path = `/connections/new/${await beginDraft(portal.ledger, await accountIdOf(portal.ledger, kim.email))}/approval`;
  });
  afterEach(() => portal.close());

  const shown = async () => /Waiting for the approval|The approval was refused|has approved/.exec((await owner.get(path)).body)?.[0];
  /** In the browser of whoever got the link. */
  const answer = async (words: string) => {
    const [, state = ''] = /[?&;]state=([\w-]+)/.exec((await owner.get(path)).body) ?? [];
    return (await visitorOf(portal.app, '203.0.113.8').get(`/oauth/entra/admin-consent?${words}&state=${state}`)).headers.location;
  };

  test('one that was refused was waited for still', async () => {
    expect(await shown()).toBe('Waiting for the approval');
    expect(await answer('error=access_denied')).toBe('/approved?outcome=refused');
    expect(await shown()).toBe('The approval was refused');
    expect((await owner.get(path)).body).toContain('Mail it to IT');
  });

  test('one that was refused and then given is given, and a second administrator who refuses takes nothing back', async () => {
    await shown();
    for (const words of ['error=access_denied', 'admin_consent=True', 'error=access_denied']) await answer(words);
    expect(await shown()).toBe('has approved');
  });
});
