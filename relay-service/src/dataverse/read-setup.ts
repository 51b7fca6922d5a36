/** How far a connection is set up in Dynamics: its reference data and whether an administrator has confirmed the mappings. */
import { chartOfAccounts, select, settings, taxType } from '@stl3/solution';
import type { DataverseClient } from './client.ts';
import { textOf } from './rows.ts';

export interface ConnectionSetup {
  /** Active rows. */
  readonly accounts: number;
  readonly taxTypes: number;
  /** Null where the connection has no settings. */
  readonly mappingsConfirmed: boolean | null;
  readonly settingsId: string | null;
  /** Null where nobody chose one. */
  readonly timeZone: string | null;
}

/** Reads it in one batch. */
export const readSetup = async (client: DataverseClient, connectorId: string): Promise<ConnectionSetup> => {
  const of = `_stl3_connectorid_value eq ${connectorId}`;
  const [accounts, taxTypes, own] = await Promise.all([
    client.rows(`${chartOfAccounts.setName}?$select=stl3_code&$filter=${of} and statecode eq 0`),
    client.rows(`${taxType.setName}?$select=stl3_xeroid&$filter=${of} and statecode eq 0`),
    client.rows(`${settings.setName}?$select=${select(settings, 'stl3_mappingsconfirmed', 'stl3_timezone')}&$filter=${of}&$top=1`),
  ]);
  const [row] = own;
  return {
    accounts: accounts.length,
    taxTypes: taxTypes.length,
    mappingsConfirmed: row ? row['stl3_mappingsconfirmed'] === true : null,
    settingsId: row ? textOf(row, settings.primaryKey) : null,
    timeZone: row ? textOf(row, 'stl3_timezone') : null,
  };
};

/** Confirms the mappings as a person in the portal does, who signed in as `userId` in Dynamics. */
export const confirmMappings = async (client: DataverseClient, settingsId: string, userId: string): Promise<void> => {
  await client.request({
    method: 'PATCH',
    path: `${settings.setName}(${settingsId})`,
    headers: { 'If-Match': '*' },
    body: {
      stl3_mappingsconfirmed: true,
      stl3_mappingsconfirmedon: new Date().toISOString(),
      'stl3_MappingsConfirmedById@odata.bind': `/systemusers(${userId})`,
    },
  });
};

/** The settings' time zone, where a person chose one. */
export const writeTimeZone = async (client: DataverseClient, settingsId: string, timeZone: string): Promise<void> => {
  await client.request({
    method: 'PATCH',
    path: `${settings.setName}(${settingsId})`,
    headers: { 'If-Match': '*' },
    body: { stl3_timezone: timeZone },
  });
};
