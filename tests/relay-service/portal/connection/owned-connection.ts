/** An open portal in which Kim, who has logged in, owns a connection. */
import { kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveConnection, giveRole } from './given-connections.ts';

export interface OwnedConnection {
  readonly portal: OpenPortal;
  /** Kim at the portal. */
  readonly visitor: Visitor;
  readonly ours: GivenConnection;
}

/** @param settings config and parts, as `openPortalIn` takes them */
export const openOwned = async (...settings: Parameters<typeof openPortalIn>): Promise<OwnedConnection> => {
  const portal = await openPortalIn(...settings);
  const visitor = await member(portal);
  const ours = await giveConnection(portal.ledger, 'Coral Bay Trading');
  await giveRole(portal.ledger, ours, kim.email, 'owner');
  // What is refused in the very millisecond in which somebody becomes a member is not news to them.
  await portal.ledger.db.updateTable('connection_members').set({ added_at: 1 }).execute();
  return { portal, visitor, ours };
};
