/** Everything that a round must know of what was asked, read in a few batched queries. */
import { billedOn, payerOf } from '../core/bill-to.ts';
import type { Connection, Requester } from '../core/connection.ts';
import type { Customer, Invoice } from '../core/invoice.ts';
import { withChosenItems } from '../core/item-code.ts';
import { subscriptionStateAt } from '../core/subscription.ts';
import { readBySettings } from '../dataverse/read-by-settings.ts';
import { readConnection, readDefaultConnectors } from '../dataverse/read-connection.ts';
import { readForeignCodes } from '../dataverse/read-foreign-codes.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import { readRequesters } from '../dataverse/read-requesters.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import type { StoredConnection } from '../store/connections.ts';
import { findSubscription } from '../store/subscriptions.ts';
import type { Services } from './services.ts';

/** One request with what it is about. */
export interface Asked {
  readonly request: RequestRow;
  readonly invoice: Invoice | undefined;
  readonly requester: Requester;
  /** Who is billed, by its own row; the invoice's customer is it with the address that this invoice is billed to. */
  readonly payer?: Customer | null;
}

/** The requests of one connection, ready to be decided. */
export interface AskedOfConnection {
  readonly stored: StoredConnection;
  readonly connection: Connection;
  readonly asked: readonly Asked[];
}

const nobody = (id: string): Requester => ({ id, name: '', mayRead: false, roles: [] });

/** A request that no connection serves, and why. */
export interface Homeless {
  readonly request: RequestRow;
  readonly cause: 'CONNECTOR_UNKNOWN' | 'CONNECTOR_NOT_CHOSEN';
}

type Home = StoredConnection | Homeless['cause'];

const connectorOf = (
  request: RequestRow,
  invoice: Invoice | undefined,
  connections: readonly StoredConnection[],
  defaults: ReadonlySet<string>,
): Home => {
  const named = request.connectorId ?? invoice?.connectorId ?? null;
  const of = (ids: ReadonlySet<string>): StoredConnection[] =>
    connections.filter(({ connector_id }) => ids.has(connector_id.toLowerCase()));
  if (named !== null) return of(new Set([named.toLowerCase()]))[0] ?? 'CONNECTOR_UNKNOWN';
  const [only, ...others] = connections.length === 1 ? connections : of(defaults);
  return only && others.length === 0 ? only : 'CONNECTOR_NOT_CHOSEN';
};

/** The subscription as the ledger has it: the column on the connector is for people to read, and people could write it. */
const withSubscription = async (
  { ledger, config }: Services,
  { tenant_id }: StoredConnection,
  connection: Connection | null,
): Promise<Connection | null> => {
  // A company that runs its own relay has nobody to pay.
  if (connection && config.RELAY_SINGLE_TENANT) return { ...connection, subscription: 'active' };
  const subscription = connection && (await findSubscription(ledger, tenant_id));
  return connection && subscription ? { ...connection, subscription: subscriptionStateAt(subscription, ledger.now()) } : connection;
};

/**
 * Reads invoices, requesters and connections of these requests.
 * @returns the requests by connection, and those whose connection is none of ours
 */
export const readAsked = async (
  services: Services,
  connections: readonly [StoredConnection, ...StoredConnection[]],
  requests: readonly RequestRow[],
): Promise<{ readonly byConnection: readonly AskedOfConnection[]; readonly homeless: readonly Homeless[] }> => {
  const dataverse = services.dataverse(connections[0].environment);
  const [invoices, requesters] = await Promise.all([
    readInvoices(dataverse, [...new Set(requests.map(({ invoiceId }) => invoiceId))]),
    readRequesters(
      dataverse,
      requests.map(({ createdById, invoiceId }) => ({ userId: createdById, invoiceId })),
    ),
  ]);
  const defaults = connections.length === 1 ? new Set<string>() : await readDefaultConnectors(dataverse);
  const groups = Map.groupBy(requests, (request) => connectorOf(request, invoices.get(request.invoiceId), connections, defaults));
  const byConnection = await Promise.all(
    connections.map(async (stored) => {
      const group = groups.get(stored) ?? [];
      const connection =
        group.length > 0 ? await withSubscription(services, stored, await readConnection(dataverse, stored.connector_id)) : null;
      if (!connection) return { stored, connection, asked: [], orphans: group };
      const known = [...new Set(group.map(({ invoiceId }) => invoiceId))].flatMap((id) => invoices.get(id) ?? []);
      const chosen = known.map((invoice) => withChosenItems(invoice, connection.itemCodes ?? {}));
      const read = await readBySettings(dataverse, connection.settings, chosen);
      const billed = new Map(
        read.invoices.map((invoice) => [invoice.id, { ...invoice, customer: billedOn(invoice, connection.settings.billTo) }]),
      );
      const payers = new Map(read.invoices.map((invoice) => [invoice.id, payerOf(invoice, connection.settings.billTo)]));
      const asked = group.map((request) => ({
        request,
        invoice: billed.get(request.invoiceId),
        payer: payers.get(request.invoiceId) ?? null,
        requester: requesters.get(`${request.createdById}|${request.invoiceId}`) ?? nobody(request.createdById),
      }));
      const foreignCodes = await readForeignCodes(dataverse, connection, [...billed.values()]);
      return { stored, connection: { ...connection, unknownColumns: read.unknownColumns, foreignCodes }, asked, orphans: [] };
    }),
  );
  return {
    byConnection: byConnection.flatMap(({ stored, connection, asked }) => (connection ? [{ stored, connection, asked }] : [])),
    homeless: [
      ...(['CONNECTOR_UNKNOWN', 'CONNECTOR_NOT_CHOSEN'] as const).flatMap((cause) =>
        (groups.get(cause) ?? []).map((request) => ({ request, cause })),
      ),
      ...byConnection.flatMap(({ orphans }) => orphans.map((request) => ({ request, cause: 'CONNECTOR_UNKNOWN' as const }))),
    ],
  };
};
