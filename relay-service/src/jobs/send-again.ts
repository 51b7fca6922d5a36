/** Refused requests are asked once more, as whoever asked them: rights, gates and choices are judged anew. */
import { request as requestTable, requestState } from '@stl3/solution';
import { portions } from '../core/portions.ts';
import type { Services } from './services.ts';
import type { StoredConnection } from '../store/connections.ts';
import { reopenRequest } from '../store/requests.ts';

/** Operations of one `$batch`. */
const AT_ONCE = 200;

export interface SentAgain {
  readonly asked: number;
  /** Rows that are gone from Dynamics. */
  readonly gone: number;
}

/** @throws {RemoteError} when Dynamics does not answer; what was reopened by then is asked all the same */
export const sendAgain = async (
  { ledger, dataverse }: Pick<Services, 'ledger' | 'dataverse'>,
  connection: StoredConnection,
  requestIds: readonly string[],
): Promise<SentAgain> => {
  const client = dataverse(connection.environment);
  let asked = 0;
  for (const ids of portions(requestIds, AT_ONCE)) {
    const results = await client.batch(
      ids.map((id) => ({
        method: 'PATCH' as const,
        path: `${requestTable.setName}(${id})`,
        body: { stl3_state: requestState.values.taken.value },
        headers: { 'If-Match': '*' },
      })),
    );
    for (const [index, id] of ids.entries()) {
      if ((results[index]?.status ?? 500) >= 400) continue;
      await reopenRequest(ledger, connection.environment_id, id);
      asked += 1;
    }
  }
  return { asked, gone: requestIds.length - asked };
};
