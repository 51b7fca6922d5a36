/**
 * Ends a connection: nothing more is sent from that moment on; then it is removed at Xero, where it costs money, and from Dynamics.
 * What the other sides cannot be told stands on a list for a person; nothing of it brings the connection back.
 */
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { unregisterWebhook } from '../dataverse/unregister-webhook.ts';
import { writeAudit } from '../store/audit.ts';
import type { StoredConnection } from '../store/connections.ts';
import { endConnection, grantIsUsed, organisationIsUsed } from '../store/connections.ts';
import { forgetTokens, readGrant } from '../store/grants.ts';
import { inTransaction } from '../store/in-transaction.ts';
import type { Ledger } from '../store/ledger.ts';
import type { LeftToDo } from '../store/left-to-do.ts';
import { leftToDoOf, noteLeftToDo, takeOffList } from '../store/left-to-do.ts';
import { forgetUnused } from '../store/unused-grants.ts';
import { deleteConnection } from '../xero/identity.ts';
import { answerRemoved } from './answer-removed.ts';
import { revokeIfLast } from './close-at-xero.ts';
import type { Services } from './services.ts';

export interface DisconnectServices extends Pick<Services, 'config' | 'ledger' | 'log' | 'dataverse'> {
  /** A valid token of a grant at Xero. */
  readonly xeroToken: (grantId: string) => Promise<string>;
  /** Ends a whole consent at the authority. */
  readonly revoke: (grantId: string) => Promise<void>;
}

export interface DisconnectInput {
  readonly connection: StoredConnection;
  /** Account that asked for it, or `relay`. */
  readonly actor: string;
  /** What people in Dynamics read on the connector. */
  readonly problem: string;
}

/** Rows, webhook and consent are the other relay's by now, which may be this one's own copy: what is removed is only what is kept here. */
const forgetWhatIsUnused = async (ledger: Ledger, { xero_grant_id, environment }: StoredConnection): Promise<void> => {
  for (const grantId of [xero_grant_id, environment.grant_id])
    if (!(await grantIsUsed(ledger, grantId))) await forgetTokens(ledger, grantId);
};

/** What has to be done elsewhere once a connection has ended; what other connections still need stays. */
const dueOf = async (inside: Ledger, { state, tenant_id, environment }: StoredConnection): Promise<LeftToDo[]> => {
  if (state === 'takenOver') return [];
  const due: LeftToDo[] = ['MARK_CONNECTOR'];
  // In a copy, whoever waits is told so already.
  if (state !== 'copied') due.push('ANSWER_WAITING');
  if (!(await organisationIsUsed(inside, tenant_id))) due.push('REMOVE_AT_XERO');
  if (await grantIsUsed(inside, environment.grant_id)) return due;
  const isApplication = (await readGrant(inside, environment.grant_id))?.kind === 'application';
  return [...due, 'REMOVE_WEBHOOK', ...(isApplication ? (['REMOVE_APPLICATION_USER'] as const) : [])];
};

/**
 * Ends it, with all that is due on the list of what is left: each is taken off once it is done, so that a relay that dies in between has
 * claimed nothing. @returns null where it had ended before
 */
const end = async (ledger: Ledger, connection: StoredConnection): Promise<LeftToDo[] | null> => {
  const note = async (on: Ledger): Promise<LeftToDo[]> => {
    const due = await dueOf(on, connection);
    await noteLeftToDo(on, connection.id, due);
    return due;
  };
  const isFirst = await inTransaction(ledger, async (inside) => {
    if (!(await endConnection(inside, connection.id))) return false;
    await note(inside);
    return true;
  });
  // Anew now that it stands: of two that end at once each has seen the other one on.
  return isFirst ? note(ledger) : null;
};

const removeAtXero = async ({ config, ledger, xeroToken }: DisconnectServices, connection: StoredConnection): Promise<void> => {
  // Somebody may have connected it meanwhile.
  if (await organisationIsUsed(ledger, connection.tenant_id)) return;
  // Made and ended in Xero alone; once removed nobody could connect it again from here.
  if (config.XERO_CUSTOM_CONNECTION) throw new Error('A custom connection is ended in Xero.');
  await deleteConnection(config.XERO_API_URL, await xeroToken(connection.xero_grant_id), connection.xero_connection_id);
};

/**
 * Disconnects. A connection that has ended is left as it is.
 * @returns what is not done and is a person's to do; empty = all of it is done
 */
export const disconnect = async (services: DisconnectServices, { connection, actor, problem }: DisconnectInput): Promise<LeftToDo[]> => {
  const { ledger, log } = services;
  const due = await end(ledger, connection);
  if (due === null) return leftToDoOf(ledger, connection.id);
  await writeAudit(ledger, { actor, action: 'connection.disconnected', subject: connection.id });
  const attempt = async (todo: LeftToDo, act: () => Promise<void>): Promise<void> => {
    if (!due.includes(todo)) return;
    try {
      await act();
      await takeOffList(ledger, connection.id, todo);
    } catch (cause) {
      log.warn({ err: cause, connection: connection.id, todo }, 'a part of disconnecting is left to a person');
    }
  };
  if (connection.state === 'takenOver') {
    await forgetWhatIsUnused(ledger, connection);
    return [];
  }
  await attempt('ANSWER_WAITING', () => answerRemoved(services, connection));
  await attempt('REMOVE_AT_XERO', () => removeAtXero(services, connection));
  if (!(await grantIsUsed(ledger, connection.xero_grant_id))) {
    const atXero = { apiUrl: services.config.XERO_API_URL, accessToken: () => services.xeroToken(connection.xero_grant_id) };
    await revokeIfLast(atXero, () => services.revoke(connection.xero_grant_id)).catch((cause: unknown) =>
      log.warn({ err: cause }, 'a consent could not be revoked'),
    );
    // What a set-up has opened by means of it, or left to be closed, is reached by it still.
    await forgetUnused(ledger, [connection.xero_grant_id]);
  }
  const dataverse = services.dataverse(connection.environment);
  await attempt('MARK_CONNECTOR', () => writeConnectorState(dataverse, connection.connector_id, { state: 'disconnected', problem }));
  if (!(await grantIsUsed(ledger, connection.environment.grant_id))) {
    await attempt('REMOVE_WEBHOOK', () => unregisterWebhook(dataverse));
    await forgetUnused(ledger, [connection.environment.grant_id]);
  }
  return leftToDoOf(ledger, connection.id);
};
