/** How a table of Microsoft's is written down: what all have, and their states. */
import type { Column, TableDefinition } from './column.ts';
import { choice, computed, id, instant, lookup, onCreateOnly, whole } from './column.ts';

const stamps = {
  createdon: instant(computed),
  modifiedon: instant(computed),
  createdby: lookup({ createdby: 'systemuser' }, computed),
  modifiedby: lookup({ modifiedby: 'systemuser' }, computed),
  versionnumber: { ...whole(computed), type: 'bigint' } satisfies Column,
};

const owner = {
  ownerid: lookup({ ownerid: ['systemuser', 'team'] }),
  owninguser: lookup({ owninguser: 'systemuser' }, computed),
  owningteam: lookup({ owningteam: 'team' }, computed),
  owningbusinessunit: lookup({ owningbusinessunit: 'businessunit' }, computed),
};

const everyReason = (states: Readonly<Record<number, string>>, reasons: Readonly<Record<number, string>>): Record<number, number[]> =>
  Object.fromEntries(Object.keys(states).map((of, index) => [of, [Number(Object.keys(reasons)[index])]]));

/** State and status reason. @param byState the reasons that each state allows; one each, in their order, where absent */
export const state = (
  states: Record<number, string>,
  reasons: Record<number, string>,
  byState: Record<number, readonly number[]> = everyReason(states, reasons),
) => ({
  statecode: choice(states, { create: false, default: Number(Object.keys(states)[0]) }),
  statuscode: { ...choice(reasons, { default: byState[Number(Object.keys(states)[0])]?.[0] }), reasons: byState },
});

/** What most tables have. */
export const active = state({ 0: 'Active', 1: 'Inactive' }, { 1: 'Active', 2: 'Inactive' });

interface Words {
  readonly key?: string;
  readonly name?: string;
  readonly guardedBy?: string;
  readonly owned?: 'user' | 'organization';
}

/** A table with the columns that the platform gives to each. @param words where it departs from the rule */
export const table = (schemaName: string, setName: string, words: Words, columns: Readonly<Record<string, Column>>): TableDefinition => {
  const logicalName = schemaName.toLowerCase();
  const primaryKey = words.key ?? `${logicalName}id`;
  const owned = words.owned ?? 'organization';
  return {
    schemaName,
    logicalName,
    setName,
    primaryKey,
    primaryName: words.name ?? 'name',
    guardedBy: words.guardedBy ?? schemaName,
    owned,
    columns: { [primaryKey]: id(onCreateOnly), ...stamps, ...(owned === 'user' ? owner : {}), ...columns },
    keys: [],
  };
};
