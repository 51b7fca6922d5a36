/** What is open of a company, handed over to the connection that serves it now. */
import { untoldStates } from '../core/posting-states.ts';
import type { NewConnection } from './connections.ts';
import type { Ledger } from './ledger.ts';

/**
 * The address of an environment was changed and it was connected again: nobody serves the connection at the former address any more, so
 * what is in doubt or not told of the same two sides, and what is owed for it, is the new connection's from now on.
 */
export const takeOpenWork = async (
  { db }: Ledger,
  { connectionId, environmentId, organizationId, tenantId }: NewConnection,
): Promise<void> => {
  const former = db
    .selectFrom('connections')
    .innerJoin('environments', 'environments.id', 'connections.environment_id')
    .select('connections.id')
    .where('connections.tenant_id', '=', tenantId)
    .where('environments.organization_id', '=', organizationId)
    .where('environments.id', '<>', environmentId);
  await db
    .updateTable('postings')
    .set({ connection_id: connectionId })
    .where('connection_id', 'in', former)
    .where('state', 'in', untoldStates)
    .execute();
  await db
    .updateTable('effects')
    .set({ connection_id: connectionId })
    .where('connection_id', 'in', former)
    .where('told_at', 'is', null)
    .execute();
};
