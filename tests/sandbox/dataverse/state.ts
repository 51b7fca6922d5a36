/** What one environment holds. Rows keep plain values; a lookup's value is the table and id that it points to. */
import { randomUUID } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { createFaults } from '../faults.ts';
import type { TableDefinition } from './column.ts';
import { IndexedRows } from './indexed-rows.ts';
import { tables } from './model.ts';

export interface Reference {
  readonly table: string;
  readonly id: string;
}
export type Value = string | number | boolean | Reference | null;
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, Value>>;
}

export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';
/** Privilege name in lower case -> depth; System Administrator has all. */
export type RolePrivileges = 'all' | ReadonlyMap<string, Depth>;

/** One committed change, for tests to judge by. */
export interface JournalRow {
  readonly at: string;
  readonly by: string;
  readonly operation: 'Create' | 'Update' | 'Delete';
  readonly table: string;
  readonly id: string;
  readonly changes: Readonly<Record<string, Value>>;
  readonly tag: string | null;
}
/** One HTTP request, or one part of a batch. */
export interface RequestRow {
  readonly at: string;
  readonly by: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly inBatch: boolean;
  readonly tag: string | null;
}
/** A delivery of a webhook: planned when the row was committed, `deliveredAt` null until then. */
export interface Delivery {
  readonly table: string;
  readonly rowId: string;
  readonly createdAt: number;
  readonly delayMs: number;
  readonly deliveredAt: number | null;
  readonly status: number | null;
  readonly lost: boolean;
}

export interface Environment {
  organizationId: string;
  readonly friendlyName: string;
  readonly uniqueName: string;
  /** `Customer` = production, `CustomerTest` = sandbox ("OrganizationType", Microsoft Learn). */
  readonly kind: 'Customer' | 'CustomerTest';
  origin: string;
  readonly tables: Map<string, IndexedRows>;
  readonly pairs: Record<'systemuserroles' | 'teammembership' | 'teamroles', [string, string][]>;
  readonly rolePrivileges: Map<string, RolePrivileges>;
  /** Privileges that nobody has, whatever the roles say; in lower case. */
  readonly withheld: Set<string>;
  /** Other environments of the company, which Global Discovery lists as well. */
  readonly neighbours: Environment[];
  /** Metadata that was defined by calls, by the path that reads it. */
  readonly defined: Map<string, object>;
  version: number;
  journal: JournalRow[];
  requests: RequestRow[];
  deliveries: Delivery[];
  /** Undo steps of the open change set. */
  undo: (() => void)[] | null;
  readonly faults: Faults;
  tag: string | null;
  shiftMs: number;
  now(): number;
}

export const createEnvironment = (words: {
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly organizationId?: string;
  readonly kind?: Environment['kind'];
}): Environment => {
  const environment: Environment = {
    organizationId: words.organizationId ?? randomUUID(),
    friendlyName: words.friendlyName,
    uniqueName: words.uniqueName,
    kind: words.kind ?? 'Customer',
    origin: '',
    tables: new Map(tables.map(({ logicalName }) => [logicalName, new IndexedRows()])),
    pairs: { systemuserroles: [], teammembership: [], teamroles: [] },
    rolePrivileges: new Map(),
    withheld: new Set(),
    neighbours: [],
    defined: new Map(),
    version: 1_000_000,
    journal: [],
    requests: [],
    deliveries: [],
    undo: null,
    faults: createFaults(),
    tag: null,
    shiftMs: 0,
    now: () => Date.now() + environment.shiftMs,
  };
  return environment;
};

/** A row of its own: tests change values where they stand. */
export const copyRow = (row: Row): Row => ({ ...row, values: { ...row.values } });

/** A copy as the platform makes one of a whole environment: all rows and registrations, a new organisation id. */
export const cloneEnvironment = (source: Environment, friendlyName: string): Environment => {
  const copy = createEnvironment({ friendlyName, uniqueName: `${source.uniqueName}-copy`, kind: 'CustomerTest' });
  for (const [name, rows] of source.tables) for (const [rowId, row] of rows) copy.tables.get(name)?.set(rowId, copyRow(row));
  for (const name of Object.keys(source.pairs) as (keyof Environment['pairs'])[]) copy.pairs[name] = structuredClone(source.pairs[name]);
  for (const [role, privileges] of source.rolePrivileges) copy.rolePrivileges.set(role, privileges);
  for (const [path, definition] of source.defined) copy.defined.set(path, definition);
  const organizations = rowsOf(copy, 'organization');
  for (const row of [...organizations.values()]) {
    organizations.delete(row.id);
    const values = { ...row.values, organizationid: copy.organizationId, name: copy.uniqueName };
    organizations.set(copy.organizationId, { ...row, id: copy.organizationId, values });
  }
  copy.version = source.version;
  copy.shiftMs = source.shiftMs;
  return copy;
};

export const rowsOf = (environment: Environment, logicalName: string): IndexedRows => {
  const found = environment.tables.get(logicalName);
  if (!found) throw new Error(`The environment has no table ${logicalName}.`);
  return found;
};

export const isReference = (value: Value | undefined): value is Reference => typeof value === 'object' && value !== null;

export const referenceOf = (row: Row, column: string): Reference | null => {
  const value = row.values[column];
  return isReference(value) ? value : null;
};

/** Stores a row; takes it back when the open change set fails. */
export const putRow = (environment: Environment, table: TableDefinition, row: Row): void => {
  const rows = rowsOf(environment, table.logicalName);
  const before = rows.get(row.id);
  rows.set(row.id, row);
  environment.undo?.push(() => (before ? rows.set(row.id, before) : rows.delete(row.id)));
};

export const removeRow = (environment: Environment, table: TableDefinition, rowId: string): void => {
  const rows = rowsOf(environment, table.logicalName);
  const before = rows.get(rowId);
  rows.delete(rowId);
  environment.undo?.push(() => before && rows.set(rowId, before));
};
