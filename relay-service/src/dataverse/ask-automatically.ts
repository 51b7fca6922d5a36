/** Makes the requests of automatic sending: rows as the button makes them, each with an id that follows from its invoice. */
import type { WriteRow } from '@stl3/solution';
import { automaticRequestIdOf, request, requestAction } from '@stl3/solution';
import type { Invoice } from '../core/invoice.ts';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';
import { cut } from './cut-text.ts';

/** "A record with matching key values already exists": another relay made it, or this one, whose answer was lost. */
const THERE_ALREADY = 412;

const rowOf = ({ id, name }: Pick<Invoice, 'id' | 'name'>): WriteRow<typeof request> => ({
  [request.primaryKey]: automaticRequestIdOf(id),
  stl3_name: cut(`Automatic sending: ${name ?? id}`, 300),
  stl3_action: requestAction.values.send.value,
  'stl3_InvoiceId@odata.bind': `/invoices(${id})`,
});

/** One row that cannot be made takes the whole list down, so that then each is made by itself. */
const oneByOne = async (client: DataverseClient, rows: readonly object[]): Promise<void> => {
  const results = await client.batch(rows.map((body) => ({ method: 'POST', path: request.setName, body })));
  const failed = results.find(({ status }) => (status < 200 || status >= 300) && status !== THERE_ALREADY);
  if (failed)
    throw new Error(`Automatic sending could not make a request: Dataverse answered ${String(failed.status)} ${failed.text.slice(0, 300)}`);
};

/** Asks that these invoices be sent; asking twice makes one request. */
export const askAutomatically = async (client: DataverseClient, invoices: readonly Pick<Invoice, 'id' | 'name'>[]): Promise<void> => {
  const rows = invoices.map(rowOf);
  if (rows.length === 0) return;
  try {
    await client.request({
      method: 'POST',
      path: `${request.setName}/Microsoft.Dynamics.CRM.CreateMultiple`,
      body: { Targets: rows.map((row) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${request.logicalName}`, ...row })) },
    });
  } catch (problem) {
    if (!(problem instanceof RemoteError) || problem.status === null || problem.retryable) throw problem;
    await oneByOne(client, rows);
  }
};
