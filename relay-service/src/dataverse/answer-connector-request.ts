/** The answer to a request that is about a connection, not an invoice: on its row alone. */
import type { WriteRow } from '@stl3/solution';
import { request, requestState } from '@stl3/solution';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from './client.ts';

/** Writes it; a request that was deleted meanwhile has nobody left to tell. */
export const answerConnectorRequest = async (
  client: DataverseClient,
  requestId: string,
  answer: { readonly done: boolean; readonly text: string },
): Promise<void> => {
  const row: WriteRow<typeof request> = {
    stl3_state: requestState.values[answer.done ? 'done' : 'refused'].value,
    stl3_result: answer.text,
    stl3_answeredon: new Date().toISOString(),
    ...(answer.done ? {} : { stl3_cause: 'REFERENCE_DATA_NOT_READ' }),
  };
  try {
    await client.request({ method: 'PATCH', path: `${request.setName}(${requestId})`, body: row, headers: { 'If-Match': '*' } });
  } catch (problem) {
    if (!(problem instanceof RemoteError && problem.code === 'DATAVERSE_GONE')) throw problem;
  }
};
