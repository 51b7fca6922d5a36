import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeAudit } from '../../../../relay-service/src/store/audit.ts';
import { homes } from '../../store/homes.ts';
import { ann, kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn } from '../open-portal.ts';
import { auditRows } from './audit-rows.ts';
import { accountIdOf, giveConnection, giveRole } from './given-connections.ts';

describe.each(await homes())('the audit names people, with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await openPortalIn(open);
  });
  afterEach(() => portal.close());

  test('a role was changed and a colleague removed, and nothing said whose; what the removed one did was done by “a former member”', async () => {
    const owner = await member(portal);
    const colleague = await member(portal, ann);
    const connection = await giveConnection(portal.ledger, 'Coral Bay Trading');
    await giveRole(portal.ledger, connection, kim.email, 'owner');
    await giveRole(portal.ledger, connection, ann.email, 'manager');
    const path = `/connections/${connection.id}`;
    await colleague.fillIn(`${path}/options`, `${path}/rename`, { name: 'The books' });
    const account = await accountIdOf(portal.ledger, ann.email);
    for (const role of ['viewer', 'none']) await owner.fillIn(`${path}/members`, `${path}/members/role`, { account, role });
    const deleted = account.toUpperCase();
    await writeAudit(portal.ledger, { actor: deleted, action: 'member.changed', subject: connection.id, code: `viewer ${deleted}` });
    // Later than all of it, whatever the clock's steps.
    await portal.ledger.db
      .updateTable('audit')
      .set((row) => ({ at: row('at', '+', 60_000) }))
      .where('actor', '=', deleted)
      .execute();
    expect(await auditRows(owner, connection.id)).toEqual([
      ['somebody whose account is deleted', 'changed a role', 'viewer, somebody whose account is deleted'],
      ['Kim Larsen', 'removed a colleague', 'Ann Other'],
      ['Kim Larsen', 'changed a role', 'viewer, Ann Other'],
      ['Ann Other', 'renamed the connection', ''],
    ]);
  });
});
