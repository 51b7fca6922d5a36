/** One operation of the Web API on one environment: path and method to an answer. Batches and single requests take the same way. */
import { associateRole } from './application-users.ts';
import type { TableDefinition } from './column.ts';
import { defineMetadata, isDefinition, readDefinition } from './define-metadata.ts';
import { entityDefinition, privilegesByNames, retrievePrincipalAccess, userPrivileges, whoAmI } from './functions.ts';
import { expandableOf, isNavigation, propertyOf, tableNamed, tableOfSet } from './model.ts';
import { candidateRows } from './candidate-rows.ts';
import { pickRows } from './pick-rows.ts';
import { readQuery } from './read-query.ts';
import { Refusal, bodyOf, notFound } from './refusal.ts';
import { demand, may } from './rights.ts';
import type { Showing } from './show-row.ts';
import { etagOf, relatedRows, showRow } from './show-row.ts';
import type { Environment, Row, Value } from './state.ts';
import { isReference, putRow, rowsOf } from './state.ts';
import type { Writer } from './write-row.ts';
import { createRow, deleteRow, updateRow } from './write-row.ts';

export interface Operation {
  readonly method: string;
  /** Behind `/api/data/v9.2/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** Of a part of a change set; later parts may say `$1` for the row that this one wrote. */
  readonly contentId?: string | null;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object | null;
}

const PAGE = 5000;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const answer = (status: number, body: object | null = null, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  body,
  headers,
});

interface Target {
  readonly table: TableDefinition;
  /** Text between the parentheses; null for the whole set. */
  readonly key: string | null;
  /** Bound function or action, or navigation property. */
  readonly rest: string;
}

const targetOf = (path: string): Target => {
  const [, set = '', key, rest = ''] = /^([a-zA-Z0-9_]+)(?:\(([^/]*?)\))?(?:\/(.+))?$/.exec(path) ?? [];
  return { table: tableOfSet(set), key: key ?? null, rest };
};

const preferences = (headers: Operation['headers']): string => headers['prefer'] ?? '';

const showing = (environment: Environment, userId: string, headers: Operation['headers']): Showing => {
  const wanted =
    /odata\.include-annotations="?([^";]+)"?/
      .exec(preferences(headers))?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? [];
  return {
    environment,
    annotations: (name) => wanted.includes('*') || wanted.includes(name),
    mayRead: (table, row) => may(environment, userId, 'Read', table, row),
  };
};

/** Pairs of an alternate key: `a=1,_b_value=guid,c='text'`. */
const keyPairs = (table: TableDefinition, key: string): Record<string, Value> =>
  Object.fromEntries<Value>(
    [...key.matchAll(/([a-z0-9_]+)=('(?:[^']|'')*'|[^,]+)/gi)].map(([, property = '', raw = '']): [string, Value] => {
      const { name, column } = propertyOf(table, property);
      const text = decodeURIComponent(raw);
      const value = text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
      if (column.type === 'lookup') return [name, { table: column.navigations?.[0]?.target ?? '', id: value.toLowerCase() }];
      return [name, ['whole', 'choice'].includes(column.type) ? Number(value) : value];
    }),
  );

const plain = (value: Value | undefined): string => (isReference(value) ? value.id : String(value ?? '').toLowerCase());
const sameValue = (left: Value | undefined, right: Value): boolean =>
  isReference(right) ? isReference(left) && left.id === right.id : plain(left) === plain(right);

const findRow = (
  environment: Environment,
  table: TableDefinition,
  key: string,
): { readonly row: Row | undefined; readonly id: string | null; readonly pairs: Record<string, Value> } => {
  const rows = rowsOf(environment, table.logicalName);
  if (GUID.test(key)) return { row: rows.get(key.toLowerCase()), id: key.toLowerCase(), pairs: {} };
  const pairs = keyPairs(table, key);
  const names = Object.keys(pairs).sort().join();
  if (!table.keys.some((columns) => [...columns].sort().join() === names))
    throw new Refusal(400, '0x80060888', `The specified key attributes are not a defined key for the ${table.logicalName} entity.`);
  const [first] = Object.entries(pairs).sort(([left, a], [right, b]) => rows.count(left, a) - rows.count(right, b));
  const candidates = first ? rows.having(...first) : [];
  return {
    row: candidates.find((row) => Object.entries(pairs).every(([name, value]) => sameValue(row.values[name], value))),
    id: null,
    pairs,
  };
};

const page = (
  environment: Environment,
  userId: string,
  { table, path, rows }: { readonly table: TableDefinition; readonly path: string; readonly rows: readonly Row[] },
  search: string,
  headers: Operation['headers'],
): Answer => {
  const query = readQuery(table, search);
  const found = pickRows(
    table,
    rows.filter((row) => may(environment, userId, 'Read', table, row)),
    query,
    (row, navigation) => relatedRows(environment, row, expandableOf(table, navigation)),
  );
  const size = Math.min(Number(/odata\.maxpagesize=(\d+)/.exec(preferences(headers))?.[1] ?? PAGE), PAGE);
  const shown = query.top === null ? found.slice(query.skipToken, query.skipToken + size) : found.slice(0, query.top);
  const more = query.top === null && query.skipToken + size < found.length;
  const view = showing(environment, userId, headers);
  const next = `${environment.origin}/api/data/v9.2/${path}?${search.replace(/&?\$skiptoken=\d+/, '')}&$skiptoken=${String(query.skipToken + size)}`;
  return answer(200, {
    '@odata.context': `${environment.origin}/api/data/v9.2/$metadata#${table.setName}`,
    ...(query.count ? { '@odata.count': found.length } : {}),
    value: shown.map((row) => showRow(view, table, row, query)),
    ...(more ? { '@odata.nextLink': next } : {}),
  });
};

const list = (environment: Environment, userId: string, { table }: Target, search: string, headers: Operation['headers']): Answer => {
  demand(environment, userId, 'Read', table, null);
  const rows = candidateRows(table, rowsOf(environment, table.logicalName), readQuery(table, search).filter);
  return page(environment, userId, { table, path: table.setName, rows }, search, headers);
};

/** `invoices(id)/invoice_details`, where the nextLink of an expanded collection leads. */
const collection = (environment: Environment, userId: string, target: Target, search: string, headers: Operation['headers']): Answer => {
  const { table, key, rest } = target;
  const { row } = findRow(environment, table, key ?? '');
  if (!row) throw notFound(table.logicalName, key ?? '');
  demand(environment, userId, 'Read', table, row);
  const to = expandableOf(table, rest);
  demand(environment, userId, 'Read', to.target, null);
  const path = `${table.setName}(${row.id})/${rest}`;
  return page(environment, userId, { table: to.target, path, rows: relatedRows(environment, row, to) }, search, headers);
};

const one = (environment: Environment, userId: string, { table, key }: Target, search: string, headers: Operation['headers']): Answer => {
  demand(environment, userId, 'Read', table, null);
  const { row } = findRow(environment, table, key ?? '');
  if (!row) throw notFound(table.logicalName, key ?? '');
  demand(environment, userId, 'Read', table, row);
  const shown = showRow(showing(environment, userId, headers), table, row, readQuery(table, search));
  return answer(
    200,
    { '@odata.context': `${environment.origin}/api/data/v9.2/$metadata#${table.setName}/$entity`, ...shown },
    { etag: etagOf(row) },
  );
};

const written = (
  writer: Writer,
  table: TableDefinition,
  row: Row,
  headers: Operation['headers'],
  search: string,
  created: boolean,
): Answer => {
  const location = `${writer.environment.origin}/api/data/v9.2/${table.setName}(${row.id})`;
  const stored = rowsOf(writer.environment, table.logicalName).get(row.id) ?? row;
  if (!preferences(headers).includes('return=representation'))
    return answer(204, null, { 'odata-entityid': location, etag: etagOf(stored) });
  const shown = showRow(showing(writer.environment, writer.userId, headers), table, stored, readQuery(table, search));
  return answer(created ? 201 : 200, shown, { 'odata-entityid': location, etag: etagOf(stored) });
};

const holdVersion = (row: Row | undefined, headers: Operation['headers']): void => {
  const match = headers['if-match'];
  if (match !== undefined && match !== '*' && row && match !== etagOf(row))
    throw new Refusal(412, '0x80060882', "The version of the existing record doesn't match the RowVersion property provided.");
  if (headers['if-none-match'] === '*' && row) throw new Refusal(412, '0x80040237', 'A record with matching key values already exists.');
};

const upsert = (writer: Writer, { table, key }: Target, { headers, body }: Operation, search: string): Answer => {
  const { row, id, pairs } = findRow(writer.environment, table, key ?? '');
  holdVersion(row, headers);
  if (row) return written(writer, table, updateRow(writer, table, row.id, body), headers, search, false);
  if (headers['if-match'] !== undefined) throw notFound(table.logicalName, key ?? '');
  const binds = Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => {
      if (!isReference(value)) return [name, value];
      const navigation = table.columns[name]?.navigations?.[0]?.name ?? name;
      return [`${navigation}@odata.bind`, `/${tableNamed(value.table).setName}(${value.id})`];
    }),
  );
  return written(writer, table, createRow(writer, table, { ...binds, ...(body as object) }, id ?? undefined), headers, search, true);
};

const many = (writer: Writer, table: TableDefinition, action: string, body: unknown): Answer => {
  const targets = (body as { readonly Targets?: unknown }).Targets;
  if (!Array.isArray(targets)) throw new Refusal(400, '0x80048d19', 'Targets is missing.');
  if (action === 'CreateMultiple') return answer(200, { Ids: targets.map((target) => createRow(writer, table, target).id) });
  for (const target of targets as readonly Record<string, unknown>[]) {
    const id = target[table.primaryKey];
    if (typeof id !== 'string') throw new Refusal(400, '0x80048d19', `Each target of ${action} needs ${table.primaryKey}.`);
    if (action === 'UpdateMultiple' || rowsOf(writer.environment, table.logicalName).has(id.toLowerCase()))
      updateRow(writer, table, id.toLowerCase(), target);
    else createRow(writer, table, target, id.toLowerCase());
  }
  return answer(204);
};

const parameter = (search: string, call: string): string => {
  const name = /=(@\w+)\)/.exec(call)?.[1] ?? '';
  const found = search.split('&').find((option) => option.startsWith(`${name}=`));
  return decodeURIComponent(found?.slice(name.length + 1) ?? '');
};

const boundFunction = (environment: Environment, { key, rest }: Target, search: string): Answer => {
  const id = (key ?? '').toLowerCase();
  const call = rest.replace(/^Microsoft\.Dynamics\.CRM\./, '');
  if (call.startsWith('RetrievePrincipalAccess(')) return answer(200, retrievePrincipalAccess(environment, id, parameter(search, call)));
  if (call.startsWith('RetrieveUserSetOfPrivilegesByNames('))
    return answer(200, privilegesByNames(environment, id, parameter(search, call)));
  if (call === 'RetrieveUserPrivileges()') return answer(200, userPrivileges(environment, id));
  throw new Refusal(501, '0x80048d0f', `The stand-in does not serve ${rest}.`);
};

const lock = (environment: Environment, table: TableDefinition, id: string, locked: boolean): Answer => {
  const row = rowsOf(environment, 'invoice').get(id.toLowerCase());
  if (!row) throw notFound('invoice', id);
  environment.version += 1;
  putRow(environment, table, { ...row, version: environment.version, values: { ...row.values, ispricelocked: locked } });
  return answer(204);
};

/** Performs one operation as part of a transaction. @throws {Refusal} what Dataverse says no to */
export const dispatch = (writer: Writer, operation: Operation): Answer => {
  const { environment, userId } = writer;
  const [path = '', search = ''] = operation.path.split(/\?(.*)/s);
  // Until the solution is imported its tables are not there.
  const ours = /^stl3_\w+/.exec(path)?.[0];
  if (ours !== undefined && rowsOf(environment, 'solution').size === 0)
    throw new Refusal(404, '0x8006088a', `Resource not found for the segment '${ours}'.`);
  if (/^WhoAmI(\(\))?$/.test(path)) return answer(200, whoAmI(environment, userId));
  const entity = /^EntityDefinitions\(LogicalName='(\w+)'\)$/.exec(path)?.[1];
  if (entity !== undefined && operation.method === 'GET' && !environment.defined.has(path) && search.includes('Privileges'))
    return answer(200, entityDefinition(entity));
  if (isDefinition(path))
    return operation.method === 'GET'
      ? answer(200, readDefinition(environment, path))
      : answer(204, null, {
          'odata-entityid': `${environment.origin}/api/data/v9.2/${defineMetadata(environment, userId, path, operation.body)}`,
        });
  if (path === 'PublishAllXml') return answer(204);
  if (path === 'UnlockInvoicePricing')
    return lock(environment, tableOfSet('invoices'), (operation.body as { InvoiceId?: string }).InvoiceId ?? '', false);
  const target = targetOf(path);
  const action = target.rest.replace(/^Microsoft\.Dynamics\.CRM\./, '');
  switch (operation.method) {
    case 'GET':
      if (isNavigation(target.table, target.rest)) return collection(environment, userId, target, search, operation.headers);
      if (target.rest !== '') return boundFunction(environment, target, search);
      return target.key === null
        ? list(environment, userId, target, search, operation.headers)
        : one(environment, userId, target, search, operation.headers);
    case 'POST':
      if (['CreateMultiple', 'UpdateMultiple', 'UpsertMultiple'].includes(action))
        return many(writer, target.table, action, operation.body);
      if (action === 'LockInvoicePricing') return lock(environment, target.table, target.key ?? '', true);
      if (target.table.logicalName === 'systemuser' && action === 'systemuserroles_association/$ref') {
        associateRole(writer, (target.key ?? '').toLowerCase(), operation.body);
        return answer(204);
      }
      if (target.rest !== '' || target.key !== null) throw new Refusal(501, '0x80048d0f', `The stand-in does not serve ${path}.`);
      return written(writer, target.table, createRow(writer, target.table, operation.body), operation.headers, search, true);
    case 'PATCH':
      if (target.key === null) throw new Refusal(405, '0x8006088a', 'A set cannot be patched.');
      return upsert(writer, target, operation, search);
    case 'DELETE': {
      const { row } = findRow(environment, target.table, target.key ?? '');
      if (!row) throw notFound(target.table.logicalName, target.key ?? '');
      holdVersion(row, operation.headers);
      deleteRow(writer, target.table, row.id);
      return answer(204);
    }
    default:
      throw new Refusal(405, '0x8006088a', `The method ${operation.method} is not supported.`);
  }
};

/** The answer that says a refusal; anything else is thrown on. */
export const refused = (problem: unknown): Answer => {
  if (!(problem instanceof Refusal)) throw problem;
  return answer(problem.status, bodyOf(problem), problem.retryAfter === undefined ? {} : { 'retry-after': String(problem.retryAfter) });
};
