/** Environments and connections that the relay serves. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { laneIdOf, openLane } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { ConnectionsTable, EnvironmentsTable } from './schema.ts';

/** A connection with the environment that it belongs to. */
export interface StoredConnection extends ConnectionsTable {
  readonly environment: EnvironmentsTable;
}

/** What connecting learned and the relay must remember. */
export interface NewConnection {
  readonly environmentId: string;
  readonly organizationId: string;
  readonly origin: string;
  readonly dataverseGrantId: string;
  readonly webhookKey: string;
  readonly runsOnPoll: boolean;
  readonly connectionId: string;
  readonly connectorId: string;
  readonly xeroClientId: string;
  readonly tenantId: string;
  readonly xeroConnectionId: string;
  readonly xeroGrantId: string;
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** Stores an environment and its connection; connecting again replaces key and grants. */
export const saveConnection = async (ledger: Ledger, connection: NewConnection): Promise<void> => {
  const now = ledger.now();
  const laneId = laneIdOf(connection.xeroClientId, connection.tenantId);
  await openLane(ledger, laneId);
  const environment = {
    organization_id: connection.organizationId,
    origin: connection.origin,
    host: new URL(connection.origin).host,
    grant_id: connection.dataverseGrantId,
    webhook_key_hash: hashOf(connection.webhookKey),
    runs_on_poll: connection.runsOnPoll ? 1 : 0,
  };
  await ledger.db
    .insertInto('environments')
    .values({ id: connection.environmentId, ...environment, former_webhook_key_hash: null, created_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(environment))
    .execute();
  const row = {
    lane_id: laneId,
    tenant_id: connection.tenantId,
    xero_connection_id: connection.xeroConnectionId,
    xero_grant_id: connection.xeroGrantId,
    state: 'connected',
  };
  await ledger.db
    .insertInto('connections')
    .values({
      id: connection.connectionId,
      environment_id: connection.environmentId,
      connector_id: connection.connectorId,
      ...row,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['environment_id', 'connector_id']).doUpdateSet(row))
    .execute();
};

/** All connections that are on. */
export const liveConnections = async (ledger: Ledger): Promise<StoredConnection[]> => {
  const environments = new Map((await ledger.db.selectFrom('environments').selectAll().execute()).map((row) => [row.id, row]));
  const connections = await ledger.db.selectFrom('connections').selectAll().where('state', '=', 'connected').execute();
  return connections.flatMap((connection) => {
    const environment = environments.get(connection.environment_id);
    return environment ? [{ ...connection, environment }] : [];
  });
};

/** Ends a connection: it is served no more, what it has posted stays known. */
export const endConnection = async (ledger: Ledger, connectionId: string): Promise<void> => {
  await ledger.db.updateTable('connections').set({ state: 'disconnected' }).where('id', '=', connectionId).execute();
};

const NO_HASH = hashOf('');

/**
 * The environment that this webhook key opens, compared in constant time; an unknown environment costs the same as a wrong key.
 * @returns undefined for a wrong key or an unknown environment
 */
export const environmentByKey = async (ledger: Ledger, environmentId: string, key: string): Promise<EnvironmentsTable | undefined> => {
  const environment = await ledger.db.selectFrom('environments').selectAll().where('id', '=', environmentId).executeTakeFirst();
  const given = Buffer.from(hashOf(key));
  const matches = [environment?.webhook_key_hash, environment?.former_webhook_key_hash].map((hash) =>
    timingSafeEqual(given, Buffer.from(hash ?? NO_HASH)),
  );
  return key !== '' && matches.includes(true) ? environment : undefined;
};

/** The environment of this address, if anything was connected with it before. */
export const findEnvironment = (ledger: Ledger, organizationId: string, origin: string): Promise<EnvironmentsTable | undefined> =>
  ledger.db
    .selectFrom('environments')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('origin', '=', origin)
    .orderBy('created_at')
    .executeTakeFirst();

/** The connection of an environment with an organisation, if it was made before. */
export const findConnection = (
  ledger: Ledger,
  organizationId: string,
  origin: string,
  tenantId: string,
): Promise<ConnectionsTable | undefined> =>
  ledger.db
    .selectFrom('connections')
    .innerJoin('environments', 'environments.id', 'connections.environment_id')
    .selectAll('connections')
    .where('environments.organization_id', '=', organizationId)
    .where('environments.origin', '=', origin)
    .where('connections.tenant_id', '=', tenantId)
    .executeTakeFirst();
