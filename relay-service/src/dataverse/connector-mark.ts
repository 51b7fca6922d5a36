/** The connector row as a fence: which environment it was made for, which relay sends, and how far that relay's ledger had come. */
import type { WriteRow } from '@stl3/solution';
import { connector, select } from '@stl3/solution';
import type { ConnectorMark } from '../core/fence.ts';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';
import type { Row } from './rows.ts';
import { textOf, wholeOf } from './rows.ts';

/** Columns that a mark is read from. */
export const markColumns = select(
  connector,
  'stl3_organizationid',
  'stl3_environmenthost',
  'stl3_installationid',
  'stl3_ledgerepoch',
  'stl3_ledgersequence',
);

/** A mark out of its row. */
export const connectorMarkOf = (row: Row): ConnectorMark => ({
  organizationId: textOf(row, 'stl3_organizationid'),
  host: textOf(row, 'stl3_environmenthost'),
  installationId: textOf(row, 'stl3_installationid'),
  epoch: wholeOf(row, 'stl3_ledgerepoch') ?? 0,
  sequence: wholeOf(row, 'stl3_ledgersequence') ?? 0,
  rowVersion: textOf(row, '@odata.etag') ?? '',
});

/** Path that reads the mark, for a batch that reads it beside other things. */
export const markPath = (connectorId: string): string => `${connector.setName}(${connectorId})?$select=${markColumns}`;

/** Reads the mark alone. Null when the connector is gone. */
export const readConnectorMark = async (client: DataverseClient, connectorId: string): Promise<ConnectorMark | null> => {
  const [answer] = await client.batch([{ method: 'GET', path: markPath(connectorId) }]);
  if (answer?.status === 404) return null;
  if (answer?.status !== 200 || !answer.body)
    throw new Error(`A connector could not be read: Dataverse answered ${String(answer?.status)} ${answer?.text.slice(0, 300) ?? ''}`);
  return connectorMarkOf(answer.body);
};

/**
 * Writes epoch and sequence where the row is still the one that was judged.
 * @returns false when somebody has changed it meanwhile; it is judged again then
 */
export const writeConnectorMark = async (
  client: DataverseClient,
  connectorId: string,
  judged: ConnectorMark,
  mark: { readonly installationId: string; readonly epoch: number; readonly sequence: number },
): Promise<boolean> => {
  const body: WriteRow<typeof connector> = {
    stl3_installationid: mark.installationId,
    stl3_ledgerepoch: mark.epoch,
    stl3_ledgersequence: mark.sequence,
  };
  try {
    await client.request({
      method: 'PATCH',
      path: `${connector.setName}(${connectorId})`,
      body,
      headers: { 'If-Match': judged.rowVersion },
    });
    return true;
  } catch (problem) {
    if (problem instanceof RemoteError && (problem.status === 412 || problem.status === 404)) return false;
    throw problem;
  }
};
