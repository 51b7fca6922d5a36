/** Creating, changing and deleting rows, with the platform's own columns, keys, rights and read-only states. */
import { applicationUserValues } from './application-users.ts';
import { randomUUID } from 'node:crypto';
import type { TableDefinition } from './column.ts';
import { computeTotals } from './invoice-totals.ts';
import { defaultsOf, tableNamed } from './model.ts';
import { readValues } from './read-values.ts';
import { Refusal, notFound } from './refusal.ts';
import { demand } from './rights.ts';
import type { Environment, JournalRow, Row, Value } from './state.ts';
import { isReference, putRow, referenceOf, removeRow, rowsOf } from './state.ts';

/** Told of each commit; webhooks hang on it. */
export type OnCommit = (change: JournalRow) => void;

export interface Writer {
  readonly environment: Environment;
  readonly userId: string;
  readonly commits: JournalRow[];
}

const nowText = (environment: Environment): string => new Date(environment.now()).toISOString().replace(/\.\d+Z$/, 'Z');
const user = (id: string): Value => ({ table: 'systemuser', id });

const record = (
  writer: Writer,
  operation: JournalRow['operation'],
  table: TableDefinition,
  id: string,
  changes: JournalRow['changes'],
): void => {
  writer.commits.push({
    at: new Date(writer.environment.now()).toISOString(),
    by: writer.userId,
    operation,
    table: table.logicalName,
    id,
    changes,
    tag: writer.environment.tag,
  });
};

const unitOf = (environment: Environment, ownerId: string): Value => {
  const row = rowsOf(environment, 'systemuser').get(ownerId) ?? rowsOf(environment, 'team').get(ownerId);
  return row ? referenceOf(row, 'businessunitid') : null;
};

const ownership = (environment: Environment, values: Record<string, Value>): Record<string, Value> => {
  const owner = values['ownerid'];
  if (!isReference(owner)) return {};
  return {
    owninguser: owner.table === 'systemuser' ? owner : null,
    owningteam: owner.table === 'team' ? owner : null,
    owningbusinessunit: unitOf(environment, owner.id),
  };
};

const keyText = (value: Value | undefined): string => (isReference(value) ? value.id : JSON.stringify(value ?? null).toLowerCase());

/** @throws {Refusal} 412 when another row has the same values in an alternate key; empty ones are not held to it */
const holdKeys = (environment: Environment, table: TableDefinition, row: Row): void => {
  for (const key of table.keys) {
    if (key.some((name) => (row.values[name] ?? null) === null)) continue;
    const rows = rowsOf(environment, table.logicalName);
    const [rarest = ''] = [...key].sort(
      (left, right) => rows.count(left, row.values[left] ?? null) - rows.count(right, row.values[right] ?? null),
    );
    for (const other of rows.having(rarest, row.values[rarest] ?? null))
      if (other.id !== row.id && key.every((name) => keyText(other.values[name]) === keyText(row.values[name])))
        throw new Refusal(
          412,
          '0x80060892',
          `Entity Key ${key.join('_')} violated. A record with the same value for ${key.join(', ')} already exists. A duplicate record cannot be created.`,
        );
  }
};

const holdBinds = (writer: Writer, table: TableDefinition, row: Row, values: Readonly<Record<string, Value>>): void => {
  for (const [name, value] of Object.entries(values)) {
    if (!isReference(value) || ['ownerid', 'createdby', 'modifiedby'].includes(name)) continue;
    const target = tableNamed(value.table);
    demand(writer.environment, writer.userId, 'Append', table, row);
    const found = rowsOf(writer.environment, value.table).get(value.id);
    if (found && !target.guardedBy.startsWith('Sdk') && target.logicalName !== 'serviceendpoint')
      demand(writer.environment, writer.userId, 'AppendTo', target, found);
  }
};

/** As the platform composes it: first, then last name. */
export const fullNameOf = (values: Readonly<Record<string, Value>>): string =>
  [values['firstname'], values['lastname']].filter((part) => typeof part === 'string').join(' ');

const fullName = (table: TableDefinition, values: Record<string, Value>): Record<string, Value> =>
  ['contact', 'systemuser'].includes(table.logicalName) ? { fullname: fullNameOf(values) } : {};

const retotal = (environment: Environment, table: TableDefinition, row: Row): void => {
  if (table.logicalName === 'invoice') computeTotals(environment, row.id);
  if (table.logicalName === 'invoicedetail') computeTotals(environment, referenceOf(row, 'invoiceid')?.id ?? '');
};

const PAID = 2;
/** "Paid and canceled invoices are read-only and can't be edited unless they are reactivated" (invoice table, Microsoft Learn). */
const holdReadOnly = (environment: Environment, table: TableDefinition, row: Row, changed: readonly string[]): void => {
  const invoice =
    table.logicalName === 'invoice'
      ? row
      : table.logicalName === 'invoicedetail'
        ? rowsOf(environment, 'invoice').get(referenceOf(row, 'invoiceid')?.id ?? '')
        : undefined;
  if (!invoice || Number(invoice.values['statecode'] ?? 0) < PAID) return;
  if (table.logicalName === 'invoice' && changed.every((name) => ['statecode', 'statuscode'].includes(name))) return;
  throw new Refusal(400, '0x80048408', 'The invoice is paid or canceled and cannot be changed.');
};

export const createRow = (writer: Writer, table: TableDefinition, body: unknown, id?: string): Row => {
  const { environment, userId } = writer;
  demand(environment, userId, 'Create', table, null);
  const given = readValues(environment, table, body, 'create');
  const now = nowText(environment);
  const key = id ?? (typeof given[table.primaryKey] === 'string' ? (given[table.primaryKey] as string) : randomUUID());
  if (rowsOf(environment, table.logicalName).has(key))
    throw new Refusal(412, '0x80040237', 'A record with matching key values already exists.');
  const owner: Record<string, Value> = table.owned === 'user' ? { ownerid: user(userId) } : {};
  const parent =
    table.logicalName === 'invoicedetail'
      ? rowsOf(environment, 'invoice').get((given['invoiceid'] as { id: string } | undefined)?.id ?? '')
      : undefined;
  const inherited: Record<string, Value> = parent
    ? { ownerid: parent.values['ownerid'] ?? null, transactioncurrencyid: parent.values['transactioncurrencyid'] ?? null }
    : {};
  const application = table.logicalName === 'systemuser' ? applicationUserValues(environment, given) : {};
  const values: Record<string, Value> = { ...defaultsOf(table), ...owner, ...inherited, ...given, ...application };
  Object.assign(values, ownership(environment, values), fullName(table, values), {
    [table.primaryKey]: key,
    createdon: now,
    modifiedon: now,
    createdby: user(userId),
    modifiedby: user(userId),
  });
  environment.version += 1;
  const row: Row = { id: key, version: environment.version, values: { ...values, versionnumber: environment.version } };
  holdReadOnly(environment, table, row, []);
  holdKeys(environment, table, row);
  holdBinds(writer, table, row, given);
  putRow(environment, table, row);
  retotal(environment, table, row);
  record(writer, 'Create', table, key, given);
  return row;
};

/** A state takes its default reason along; a reason of another state is refused. */
const withReason = (table: TableDefinition, before: Row, given: Record<string, Value>): Record<string, Value> => {
  const reasons = table.columns['statuscode']?.reasons;
  if (!reasons || !('statecode' in given || 'statuscode' in given)) return given;
  const state = Number(given['statecode'] ?? before.values['statecode'] ?? 0);
  const moved = state !== (before.values['statecode'] ?? 0);
  const reason = Number(given['statuscode'] ?? (moved ? reasons[state]?.[0] : before.values['statuscode']));
  if (!reasons[state]?.includes(reason))
    throw new Refusal(
      400,
      '0x80048408',
      `${String(reason)} is not a valid status code for state code ${String(state)} on ${table.logicalName} with Id ${before.id}.`,
    );
  return { ...given, statuscode: reason };
};

/** @throws {Refusal} 404 when it is gone, 403, 400 */
export const updateRow = (writer: Writer, table: TableDefinition, id: string, body: unknown): Row => {
  const { environment, userId } = writer;
  const before = rowsOf(environment, table.logicalName).get(id);
  if (!before) throw notFound(table.logicalName, id);
  demand(environment, userId, 'Write', table, before);
  const given = withReason(table, before, readValues(environment, table, body, 'update'));
  if (isReference(given['ownerid']) && given['ownerid'].id !== referenceOf(before, 'ownerid')?.id)
    demand(environment, userId, 'Assign', table, before);
  holdReadOnly(environment, table, before, Object.keys(given));
  const values: Record<string, Value> = { ...before.values, ...given };
  environment.version += 1;
  Object.assign(values, ownership(environment, given), fullName(table, values), {
    modifiedon: nowText(environment),
    modifiedby: user(userId),
    versionnumber: environment.version,
  });
  const row: Row = { id, version: environment.version, values };
  holdKeys(environment, table, row);
  holdBinds(writer, table, before, given);
  putRow(environment, table, row);
  retotal(environment, table, row);
  record(writer, 'Update', table, id, given);
  return row;
};

export const deleteRow = (writer: Writer, table: TableDefinition, id: string): void => {
  const { environment, userId } = writer;
  const before = rowsOf(environment, table.logicalName).get(id);
  if (!before) throw notFound(table.logicalName, id);
  demand(environment, userId, 'Delete', table, before);
  holdReadOnly(environment, table, before, ['deleted']);
  if (table.logicalName === 'invoice')
    for (const line of rowsOf(environment, 'invoicedetail').having('invoiceid', id))
      removeRow(environment, tableNamed('invoicedetail'), line.id);
  removeRow(environment, table, id);
  retotal(environment, table, before);
  record(writer, 'Delete', table, id, {});
};
