/** Trouble that stops a whole connection shows at once: in the portal, on the connector in Dynamics, and by mail. */
import type { ConnectionTrouble } from '../core/connection-health.ts';
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { RemoteError } from '../errors.ts';
import { changeConnection } from '../store/connections.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Services } from './services.ts';

/** Which trouble a failure is; null for what passes by itself. */
export const troubleOf = (problem: unknown): ConnectionTrouble | null => {
  if (!(problem instanceof RemoteError)) return null;
  if (problem.code === 'XERO_DISCONNECTED') return 'REMOVED_AT_XERO';
  if (problem.code !== 'RECONNECT') return null;
  return problem.system === 'Xero' ? 'RECONNECT_XERO' : 'RECONNECT_DYNAMICS';
};

const words: Readonly<Record<ConnectionTrouble, string>> = {
  REMOVED_AT_XERO: 'Stellarise Connector was disconnected in Xero. An administrator connects to Xero again in the portal.',
  RECONNECT_XERO: 'Xero no longer accepts the consent that was given. An administrator connects to Xero again in the portal.',
  RECONNECT_DYNAMICS: 'The sign-in of the person who connected no longer works. An administrator connects to Dynamics again in the portal.',
};

/** Notes the trouble that a failure shows, once. A connection that somebody reconnects is without trouble again. */
export const noticeTrouble = async (
  { ledger, log, dataverse }: Pick<Services, 'ledger' | 'log' | 'dataverse'>,
  connection: StoredConnection,
  problem: unknown,
): Promise<void> => {
  const trouble = troubleOf(problem);
  if (trouble === null || connection.trouble === trouble) return;
  log.warn({ connection: connection.id, trouble }, 'a connection needs a person');
  await changeConnection(ledger, connection.id, { trouble, trouble_at: ledger.now() });
  if (trouble === 'RECONNECT_DYNAMICS') return;
  await writeConnectorState(dataverse(connection.environment), connection.connector_id, {
    state: trouble === 'REMOVED_AT_XERO' ? 'disconnected' : 'reconnect',
    problem: words[trouble],
  }).catch((cause: unknown) => log.warn({ err: cause, connection: connection.id }, 'Dynamics could not be told of a trouble'));
};
