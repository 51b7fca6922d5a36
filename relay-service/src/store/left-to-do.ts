/** What is left for a person to do after a connection has ended. It stands there until somebody says that it is done. */
import type { ConnectionsTable } from './schema.ts';
import type { Ledger } from './ledger.ts';

/** What may be left, in the order in which it is shown. */
export const leftToDos = [
  /** Dynamics: whoever waits for an answer could not be told that none comes. */
  'ANSWER_WAITING',
  /** Xero: Settings > Connected apps > Stellarise Connector > Disconnect. */
  'REMOVE_AT_XERO',
  /** Dynamics: the connector still looks connected; deactivate its row. */
  'MARK_CONNECTOR',
  /** Dynamics: delete the step and the service endpoint "Stellarise Connector". */
  'REMOVE_WEBHOOK',
  /** Dynamics: deactivate the application user; the shipped role may change no user, and nobody can switch itself off there. */
  'REMOVE_APPLICATION_USER',
] as const;
export type LeftToDo = (typeof leftToDos)[number];

/** Puts it on the list of a connection. */
export const noteLeftToDo = async (ledger: Ledger, connectionId: string, items: readonly LeftToDo[]): Promise<void> => {
  if (items.length === 0) return;
  await ledger.db
    .insertInto('left_to_do')
    .values(items.map((item) => ({ connection_id: connectionId, item, noted_at: ledger.now() })))
    .onConflict((conflict) => conflict.columns(['connection_id', 'item']).doNothing())
    .execute();
};

/** The list of a connection. */
export const leftToDoOf = async (ledger: Ledger, connectionId: string): Promise<LeftToDo[]> => {
  const rows = await ledger.db.selectFrom('left_to_do').select('item').where('connection_id', '=', connectionId).execute();
  return leftToDos.filter((each) => rows.some(({ item }) => item === each));
};

/** Takes one off the list. @returns false where it was not on it */
export const takeOffList = async (ledger: Ledger, connectionId: string, item: string): Promise<boolean> => {
  const { numDeletedRows } = await ledger.db
    .deleteFrom('left_to_do')
    .where('connection_id', '=', connectionId)
    .where('item', '=', item)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

/**
 * A connection is on: its own list is over, and nobody is told any more to remove what it needs, the webhook and user of its environment and
 * the organisation at Xero.
 */
export const dropFromLists = async (
  { db }: Ledger,
  { id, environment_id, tenant_id }: Pick<ConnectionsTable, 'id' | 'environment_id' | 'tenant_id'>,
): Promise<void> => {
  const every = (column: 'environment_id' | 'tenant_id', value: string) =>
    db.selectFrom('connections').select('id').where(column, '=', value);
  await db
    .deleteFrom('left_to_do')
    .where((row) =>
      row.or([
        row('connection_id', '=', id),
        row.and([
          row('item', 'in', ['REMOVE_WEBHOOK', 'REMOVE_APPLICATION_USER']),
          row('connection_id', 'in', every('environment_id', environment_id)),
        ]),
        row.and([row('item', '=', 'REMOVE_AT_XERO'), row('connection_id', 'in', every('tenant_id', tenant_id))]),
      ]),
    )
    .execute();
};
