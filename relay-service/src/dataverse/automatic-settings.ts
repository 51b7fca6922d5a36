/** Which connections of an environment send without a click, and when: one small query for all of them. */
import { automaticSending, optionName, select, settings as settingsTable } from '@stl3/solution';
import type { Trigger } from '../core/automatic-sending.ts';
import type { DataverseClient } from './client.ts';
import type { Row } from './rows.ts';
import { lookupOf, textOf, wholeOf } from './rows.ts';

/** What one settings row says of it. */
export interface SwitchedOn {
  readonly connectorId: string;
  readonly trigger: Trigger;
  /** Milliseconds since 1970; it was switched on then or before. */
  readonly modifiedOn: number;
}

const { off } = automaticSending.values;
const columns = `${select(settingsTable, '_stl3_connectorid_value', 'stl3_automaticsending', 'stl3_automaticstatus')},modifiedon`;

/** Null where it is off, or no status was chosen yet. */
const triggerOf = (row: Row): Trigger | null => {
  const kind = optionName(automaticSending, wholeOf(row, 'stl3_automaticsending'));
  if (kind === 'dateArrives') return { kind };
  const status = wholeOf(row, 'stl3_automaticstatus');
  return kind === 'atStatus' && status !== null ? { kind, status } : null;
};

/** Settings with automatic sending on. */
export const readSwitchedOn = async (client: DataverseClient): Promise<readonly SwitchedOn[]> => {
  const filter = `stl3_automaticsending ne null and stl3_automaticsending ne ${String(off.value)}`;
  const rows = await client.rows(`${settingsTable.setName}?$select=${columns}&$filter=${encodeURIComponent(filter)}`);
  return rows.flatMap((row) => {
    const [connectorId, trigger] = [lookupOf(row, 'stl3_connectorid'), triggerOf(row)];
    return connectorId === null || trigger === null
      ? []
      : [{ connectorId, trigger, modifiedOn: Date.parse(textOf(row, 'modifiedon') ?? '') }];
  });
};
