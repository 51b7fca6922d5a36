/**
 * What still waits or is on its way when a connection is removed: each of its rows says what happened and what to do, while Dynamics can
 * still be written. What is in doubt stays so in the ledger, and is found out once the connection is made again.
 */
import { reason } from '../core/causes.ts';
import type { Addressee } from '../core/outcome.ts';
import { portions } from '../core/portions.ts';
import type { PostingState } from '../core/posting-states.ts';
import { readConnection } from '../dataverse/read-connection.ts';
import { readInvoices } from '../dataverse/read-invoices.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import { readRequests } from '../dataverse/read-requests.ts';
import { writeOutcomes } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { connectionsOf } from '../store/connections.ts';
import { postingsOnTheirWay } from '../store/postings.ts';
import { endRequest, openRequestsOf } from '../store/requests.ts';
import { addresseeOf } from './addressee.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const AT_ONCE = 50;

const causeOf = (state: PostingState | undefined) =>
  state === undefined ? 'CONNECTION_REMOVED' : state === 'posted' ? 'CONNECTION_REMOVED_IN_XERO' : 'CONNECTION_REMOVED_IN_DOUBT';

/** Of one invoice one after the other, for each answer moves its Xero Details on. */
const inTurn = (requests: readonly RequestRow[]): RequestRow[][] => {
  const turns: RequestRow[][] = [];
  const earlier = new Map<string, number>();
  for (const request of requests) {
    const at = earlier.get(request.invoiceId) ?? 0;
    earlier.set(request.invoiceId, at + 1);
    (turns[at] ??= []).push(request);
  }
  return turns;
};

/**
 * Answers whoever waits for a connection that has ended.
 * @throws {RemoteError} when Dynamics cannot be read or written; what was not answered is due in the ledger
 */
export const answerRemoved = async (
  { ledger, dataverse: clientOf }: Pick<Services, 'ledger' | 'dataverse'>,
  stored: StoredConnection,
): Promise<void> => {
  const dataverse = clientOf(stored.environment);
  const shared = (await connectionsOf(ledger, stored.environment)).length > 0;
  const onTheirWay = await postingsOnTheirWay(ledger, stored.id);
  // Whoever asked a second time waits behind the document of the first.
  const stateOfInvoice = new Map(onTheirWay.map(({ invoice_id, state }) => [invoice_id.toLowerCase(), state]));
  // What another connection of the environment may serve is left to it.
  const waiting = await openRequestsOf(ledger, stored.environment_id, shared ? stored.id : null);
  const ids = [...new Set([...waiting.map(({ id }) => id), ...onTheirWay.map(({ request_id }) => request_id)])];
  const connection = ids.length === 0 ? null : await readConnection(dataverse, stored.connector_id);
  if (!connection) return;
  for (const some of portions(ids, AT_ONCE)) {
    const requests = await readRequests(dataverse, some);
    for (const turn of inTurn(requests)) {
      const invoices = await readInvoices(dataverse, [...new Set(turn.map(({ invoiceId }) => invoiceId).filter((id) => id !== ''))]);
      const refusals = turn.map((request) => {
        const addressee: Addressee = addresseeOf(request, invoices.get(request.invoiceId), connection, stored);
        return refusalOf(addressee, [reason(causeOf(stateOfInvoice.get(request.invoiceId.toLowerCase())))]);
      });
      const told = await writeOutcomes(dataverse, refusals);
      for (const { requestId, reasons } of refusals)
        if (told.get(requestId) !== 'failed')
          await endRequest(ledger, stored.environment_id, requestId, {
            state: 'refused',
            cause: reasons[0]?.code ?? null,
            connectionId: stored.id,
          });
    }
  }
};
