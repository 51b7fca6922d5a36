/** A Refresh without an invoice asks for the connection's own data: accounts, tax types, themes, tracking, currencies and lock dates. */
import { RemoteError } from '../errors.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import { answerConnectorRequest } from '../dataverse/answer-connector-request.ts';
import type { StoredConnection } from '../store/connections.ts';
import { referenceReadOf } from '../store/reference-reads.ts';
import { endRequest } from '../store/requests.ts';
import type { ReferenceRead } from './refresh-reference-data.ts';
import { refreshReferenceData } from './refresh-reference-data.ts';
import type { Services } from './services.ts';

/** Whoever clicks twice need not spend Xero's calls twice. */
const AT_MOST_EVERY_MS = 60_000;

/** Whether a request is about its connection rather than an invoice. */
export const asksForReferenceData = (request: RequestRow): boolean => request.action === 'refresh' && request.invoiceId === '';

const counted = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

/** What was read, as whoever asked reads it. */
const describeRead = ({ data, written }: ReferenceRead): string => {
  const options = data.trackingCategories.reduce((sum, { Options = [] }) => sum + Options.length, 0);
  const read = [
    counted(data.accounts.length, 'account', 'accounts'),
    counted(data.taxRates.length, 'tax type', 'tax types'),
    counted(data.brandingThemes.length, 'branding theme', 'branding themes'),
    counted(options, 'tracking option', 'tracking options'),
    counted(data.currencies.length, 'currency', 'currencies'),
  ].join(', ');
  const changed = written === 0 ? 'nothing had changed' : `${counted(written, 'row', 'rows')} changed in Dynamics`;
  return `Read from Xero: ${read} and the lock dates; ${changed}.`;
};

const answerOf = async (services: Services, stored: StoredConnection): Promise<{ readonly done: boolean; readonly text: string }> => {
  const read = await referenceReadOf(services.ledger, stored.id);
  if (read?.read_at != null && read.problem === null && services.ledger.now() - read.read_at < AT_MOST_EVERY_MS)
    return {
      done: true,
      text: 'Accounts, tax types, themes and tracking were read from Xero less than a minute ago; nothing was read again.',
    };
  try {
    return { done: true, text: describeRead(await refreshReferenceData(services, stored, true)) };
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    return {
      done: false,
      text: `Nothing was changed: ${problem.message} It is tried again by itself; if this lasts, look at the connection in the portal.`,
    };
  }
};

const NONE_NAMED = 'Nothing was read: no connection was named. Open the settings of one and ask again.';
const NOT_SERVED = 'Nothing was read: this connection is not connected to Xero any more. Connect it again in the portal, then ask again.';

/** One that names no connector means the only connection; one that names another than those served must not read a stranger's books. */
const namedBy = (request: RequestRow, connections: readonly StoredConnection[]): StoredConnection | undefined => {
  if (request.connectorId === null) return connections.length === 1 ? connections[0] : undefined;
  return connections.find(({ connector_id }) => connector_id.toLowerCase() === request.connectorId);
};

/** Answers these requests, each once. */
export const refreshOnDemand = async (
  services: Services,
  connections: readonly StoredConnection[],
  requests: readonly RequestRow[],
): Promise<void> => {
  for (const request of requests) {
    const stored = namedBy(request, connections);
    const answer = stored
      ? await answerOf(services, stored)
      : { done: false, text: request.connectorId === null ? NONE_NAMED : NOT_SERVED };
    const [{ environment }] = connections as readonly [StoredConnection];
    await answerConnectorRequest(services.dataverse(environment), request.id, answer);
    await endRequest(services.ledger, environment.id, request.id, {
      state: answer.done ? 'done' : 'refused',
      cause: answer.done ? null : 'REFERENCE_DATA_NOT_READ',
      ...(stored ? { connectionId: stored.id } : {}),
    });
  }
};
