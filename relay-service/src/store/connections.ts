/** Environments and connections that the relay serves. */
import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { inTransaction } from './in-transaction.ts';
import { laneIdOf, openLane } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import { dropFromLists } from './left-to-do.ts';
import { takeOpenWork } from './open-work.ts';
import type { ConnectionsTable, EnvironmentsTable } from './schema.ts';
import { hashOf } from './token-hash.ts';

/** A connection with the environment that it belongs to. */
export interface StoredConnection extends ConnectionsTable {
  readonly environment: EnvironmentsTable;
}

/** States of a connection that is on: it sends, or a person has paused it. */
export const liveStates: readonly string[] = ['connected', 'paused'];

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
  /** For people to know it by. */
  readonly organisationName?: string;
  readonly demo?: boolean;
  readonly startsPaused?: boolean;
}

/** Stores an environment and its connection; connecting again replaces key and grants, and takes what is open at a former address. What a person paused stays paused. */
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
    state: connection.startsPaused === true ? 'paused' : 'connected',
    connected_at: now,
    trouble: null,
    trouble_at: null,
    ...(connection.organisationName === undefined ? {} : { organisation_name: connection.organisationName }),
    ...(connection.demo === undefined ? {} : { demo: connection.demo ? 1 : 0 }),
  };
  await inTransaction(ledger, async (inside) => {
    await inside.db
      .insertInto('connections')
      .values({
        id: connection.connectionId,
        environment_id: connection.environmentId,
        connector_id: connection.connectorId,
        ...row,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['environment_id', 'connector_id']).doUpdateSet({
          ...row,
          // In the statement itself: somebody may pause while this is being written.
          state: sql<string>`case when connections.state = 'paused' then 'paused' else ${row.state} end`,
        }),
      )
      .execute();
    await takeOpenWork(inside, connection);
    await dropFromLists(inside, { id: connection.connectionId, environment_id: connection.environmentId, tenant_id: connection.tenantId });
  });
};

/** All connections that are on. */
export const liveConnections = async (ledger: Ledger): Promise<StoredConnection[]> => {
  const environments = new Map((await ledger.db.selectFrom('environments').selectAll().execute()).map((row) => [row.id, row]));
  const connections = await ledger.db.selectFrom('connections').selectAll().where('state', 'in', liveStates).execute();
  return connections.flatMap((connection) => {
    const environment = environments.get(connection.environment_id);
    return environment ? [{ ...connection, environment }] : [];
  });
};

/** Every environment that was ever connected. */
export const allEnvironments = (ledger: Ledger): Promise<EnvironmentsTable[]> => ledger.db.selectFrom('environments').selectAll().execute();

/** The connections of an environment that are on. */
export const connectionsOf = async (ledger: Ledger, environment: EnvironmentsTable): Promise<StoredConnection[]> =>
  (
    await ledger.db
      .selectFrom('connections')
      .selectAll()
      .where('environment_id', '=', environment.id)
      .where('state', 'in', liveStates)
      .orderBy('created_at')
      .execute()
  ).map((connection) => ({ ...connection, environment }));

/** Every connection that an environment ever had, whatever became of it. */
export const everyConnectionOf = async (ledger: Ledger, environment: EnvironmentsTable): Promise<StoredConnection[]> =>
  (await ledger.db.selectFrom('connections').selectAll().where('environment_id', '=', environment.id).orderBy('created_at').execute()).map(
    (connection) => ({ ...connection, environment }),
  );

/** Ends a connection: it is served no more, what it has posted stays known. @returns false where it had ended before */
export const endConnection = async (ledger: Ledger, connectionId: string): Promise<boolean> => {
  const { numUpdatedRows } = await ledger.db
    .updateTable('connections')
    .set({ state: 'disconnected' })
    .where('id', '=', connectionId)
    .where('state', '<>', 'disconnected')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Whether a connection that is on still needs this organisation at Xero: all of one organisation share what was opened there. */
export const organisationIsUsed = async (ledger: Ledger, tenantId: string): Promise<boolean> =>
  (await ledger.db
    .selectFrom('connections')
    .select('id')
    .where('state', '<>', 'disconnected')
    .where('tenant_id', '=', tenantId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Whether a connection that is on still needs this consent. */
export const grantIsUsed = async (ledger: Ledger, grantId: string): Promise<boolean> =>
  (await ledger.db
    .selectFrom('connections')
    .innerJoin('environments', 'environments.id', 'connections.environment_id')
    .select('connections.id')
    .where('connections.state', '<>', 'disconnected')
    .where((row) => row.or([row('connections.xero_grant_id', '=', grantId), row('environments.grant_id', '=', grantId)]))
    .limit(1)
    .executeTakeFirst()) !== undefined;

const NO_HASH = hashOf('');

/** Environments by webhook key, for whoever answers webhooks. */
export interface WebhookKeys {
  /**
   * The environment that this key opens, compared in constant time; an unknown environment costs the same as a wrong key.
   * @returns undefined for a wrong key or an unknown environment
   */
  environmentOf(environmentId: string, key: string): Promise<EnvironmentsTable | undefined>;
}

/** A key that was taken back opens for so long at the most. */
const KEY_REMEMBERED_MS = 5_000;

const opens = (environment: EnvironmentsTable | undefined, key: string): boolean => {
  const given = Buffer.from(hashOf(key));
  const matches = [environment?.webhook_key_hash, environment?.former_webhook_key_hash].map((hash) =>
    timingSafeEqual(given, Buffer.from(hash ?? NO_HASH)),
  );
  return key !== '' && matches.includes(true);
};

/** Looks keys up in the ledger. Only what opened is remembered, and not for long: a new key or environment is found at once. */
export const webhookKeys = (ledger: Ledger): WebhookKeys => {
  const remembered = new Map<string, { readonly environment: EnvironmentsTable; readonly until: number }>();
  return {
    environmentOf: async (environmentId, key) => {
      const known = remembered.get(environmentId);
      if (known && known.until > performance.now() && opens(known.environment, key)) return known.environment;
      const environment = await ledger.db.selectFrom('environments').selectAll().where('id', '=', environmentId).executeTakeFirst();
      if (!opens(environment, key)) return undefined;
      if (environment) remembered.set(environmentId, { environment, until: performance.now() + KEY_REMEMBERED_MS });
      return environment;
    },
  };
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

/** A connection by its id, whatever its state; undefined where there is none. */
export const findConnectionById = async (ledger: Ledger, connectionId: string): Promise<StoredConnection | undefined> => {
  const connection = await ledger.db.selectFrom('connections').selectAll().where('id', '=', connectionId).executeTakeFirst();
  if (!connection) return undefined;
  const environment = await ledger.db
    .selectFrom('environments')
    .selectAll()
    .where('id', '=', connection.environment_id)
    .executeTakeFirstOrThrow();
  return { ...connection, environment };
};

/** Connections of an organisation that are on, whoever has them. */
export const connectionsOfTenant = async (ledger: Ledger, tenantId: string): Promise<{ readonly id: string }[]> =>
  ledger.db.selectFrom('connections').select('id').where('tenant_id', '=', tenantId).where('state', 'in', liveStates).execute();

/** From now on an environment is reached by another grant; what shows the one before follows. */
export const replaceEnvironmentGrant = async (
  ledger: Ledger,
  environment: Pick<EnvironmentsTable, 'id' | 'grant_id'>,
  grantId: string,
): Promise<void> => {
  await ledger.db.updateTable('environments').set({ grant_id: grantId }).where('id', '=', environment.id).execute();
  await ledger.db
    .updateTable('connection_drafts')
    .set({ entra_grant_id: grantId })
    .where('entra_grant_id', '=', environment.grant_id)
    .execute();
};

/** Changes what people may change of a connection. */
export const changeConnection = async (
  ledger: Ledger,
  id: string,
  change: Partial<Pick<ConnectionsTable, 'name' | 'state' | 'trouble' | 'trouble_at'>>,
): Promise<void> => {
  await ledger.db.updateTable('connections').set(change).where('id', '=', id).execute();
};
