import { connectionState } from '@stl3/solution';
import type { SelectName, connector } from '@stl3/solution';

// The ribbon asks on every selection; a connection comes or goes far less often.
const LIFETIME = 60_000;

const table: (typeof connector)['logicalName'] = 'stl3_dynamicsxeroconnector';
const stateColumn: SelectName<typeof connector> = 'stl3_connectionstate';

let known: { readonly answer: Promise<boolean>; readonly since: number } | null = null;

const lookForConnection = async (): Promise<boolean> => {
  const usable = [connectionState.values.connected.value, connectionState.values.reconnect.value];
  const filter = `statecode eq 0 and (${usable.map((value) => `${stateColumn} eq ${value}`).join(' or ')})`;
  const found = await Xrm.WebApi.retrieveMultipleRecords(table, `?$select=${table}id&$filter=${filter}&$top=1`);
  return found.entities.length > 0;
};

/**
 * Enable rule: is there a connection to send with, and may this person see it?
 * Whoever has none of our roles cannot read the connector, so that one look answers both.
 */
export const canSend = (): Promise<boolean> => {
  if (known !== null && Date.now() - known.since < LIFETIME) return known.answer;
  const answer = lookForConnection().catch(() => false);
  known = { answer, since: Date.now() };
  return answer;
};
