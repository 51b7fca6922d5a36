/** A test of the webhook's whole way: a request row that asks for nothing, whose creation Dynamics must announce. */
import { randomUUID } from 'node:crypto';
import type { WriteRow } from '@stl3/solution';
import { request, requestAction, requestState } from '@stl3/solution';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';

/** How the ids of pings begin, so that a notice of one is known without looking anything up. */
const PING = '57e11a51';

/** Whether a notice is about a ping. A request that began so by chance would be found by the poll. */
export const isPing = (requestId: string): boolean => requestId.startsWith(PING);

/**
 * Creates the row, answered from the start, so that nobody serves it.
 * @returns its id; null where the user may not create one
 */
export const pingWebhook = async (client: DataverseClient): Promise<string | null> => {
  const id = PING + randomUUID().slice(PING.length);
  const row: WriteRow<typeof request> = {
    stl3_name: 'Test of the connection',
    stl3_action: requestAction.values.check.value,
    stl3_state: requestState.values.done.value,
    stl3_result: 'Stellarise Connector tested whether Dynamics announces new requests. Nothing was sent.',
  };
  try {
    await client.request({ method: 'PATCH', path: `${request.setName}(${id})`, body: row });
    return id;
  } catch (problem) {
    if (problem instanceof RemoteError && problem.code === 'DATAVERSE_FORBIDDEN') return null;
    throw problem;
  }
};
