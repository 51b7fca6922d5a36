/** The connection that a page is about, for whoever may see it. */
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../store/members.ts';
import { findConnectionById } from '../../store/connections.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { PageNotFound, requireRole } from '../access.ts';
import type { PortalServices } from '../services.ts';

export interface OpenConnection {
  readonly connection: StoredConnection;
  readonly role: Role;
  /** Name that people know it by. */
  readonly name: string;
  /** False on a relay that a company runs itself: there is nothing to choose and nothing to pay. */
  readonly hasPlans: boolean;
}

export type ConnectionRequest = FastifyRequest<{ Params: { id: string } }>;

/** Name of a connection: the one that people gave it, else the organisation's. */
export const nameOf = ({ name, organisation_name: organisation, environment }: StoredConnection): string =>
  name ?? organisation ?? environment.host;

/** @throws {PageNotFound} for a stranger, for a role that does not reach `asked`, and where there is no such connection */
export const openConnection = async (
  { config, ledger }: PortalServices,
  request: ConnectionRequest,
  asked: Role,
): Promise<OpenConnection> => {
  const role = await requireRole(ledger, request, request.params.id, asked);
  const connection = await findConnectionById(ledger, request.params.id);
  if (!connection) throw new PageNotFound();
  return { connection, role, name: nameOf(connection), hasPlans: !config.RELAY_SINGLE_TENANT };
};
