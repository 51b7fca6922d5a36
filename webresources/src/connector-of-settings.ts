/** Which connection the settings on a form belong to: as they were saved, not as somebody is choosing anew. */
import { connectionState } from '@stl3/solution';
import type { ReadRow, SelectName, connector, settings } from '@stl3/solution';
import { recordId } from './record-id.ts';

type Row = ReadRow<typeof settings>;

const settingsTable: (typeof settings)['logicalName'] = 'stl3_stellariseconnectorsettings';
const lookup: SelectName<typeof settings> = '_stl3_connectorid_value';
const connectorTable: (typeof connector)['logicalName'] = 'stl3_dynamicsxeroconnector';
const stateColumn: SelectName<typeof connector> = 'stl3_connectionstate';

/** Id of the settings on the form; empty until they were saved. */
export const settingsId = (form: Xrm.FormContext): string => recordId(form.data.entity.getId());

/** Id of their connector, or null where they have none. */
export const connectorOf = async (id: string): Promise<string | null> => {
  const found = await Xrm.WebApi.retrieveMultipleRecords(settingsTable, `?$select=${lookup}&$filter=${settingsTable}id eq ${id}&$top=1`);
  return (found.entities as readonly Row[])[0]?.[lookup] ?? null;
};

const isServed = async (connectorId: string): Promise<boolean> => {
  // One that waits for somebody to sign in again is served too: its answer says so.
  const served = [connectionState.values.connected.value, connectionState.values.reconnect.value];
  const filter = `${connectorTable}id eq ${connectorId} and (${served.map((value) => `${stateColumn} eq ${value}`).join(' or ')})`;
  const found = await Xrm.WebApi.retrieveMultipleRecords(connectorTable, `?$select=${connectorTable}id&$filter=${filter}&$top=1`);
  return found.entities.length > 0;
};

/** Enable rule: does a relay serve the connection of these settings? What is disconnected would be asked in vain. */
export const canRefresh = async (form: Xrm.FormContext): Promise<boolean> => {
  try {
    const id = settingsId(form);
    const connectorId = id === '' ? null : await connectorOf(id);
    return connectorId !== null && (await isServed(connectorId));
  } catch {
    return false;
  }
};
