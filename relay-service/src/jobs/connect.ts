/**
 * Connecting: two consents become a connection. Asks both sides who they are, writes connector and settings, registers the webhook,
 * reads the reference data, and remembers. Repeating it changes nothing that an administrator has chosen.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { RemoteError } from '../errors.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import { readConnectorMark } from '../dataverse/connector-mark.ts';
import { fittedClient } from '../dataverse/fitted-client.ts';
import { registerWebhook } from '../dataverse/register-webhook.ts';
import { readSolutionVersion } from '../dataverse/solution-version.ts';
import { whoAmI } from '../dataverse/who-am-i.ts';
import { connectorIdOf, refreshConnector, writeConnector } from '../dataverse/write-connector.ts';
import { writeReferenceData } from '../dataverse/write-reference-data.ts';
import { proposeSettings } from '../dataverse/write-settings.ts';
import type { NewConnection } from '../store/connections.ts';
import { findConnection, findEnvironment, saveConnection } from '../store/connections.ts';
import { leadOver, tellsOfNobody, unknownSince } from '../core/fence.ts';
import { isTooOld, lackingIn, oldestServed } from '../core/installed-solution.ts';
import { lookFirst, takeAddress, takeLead } from '../store/fences.ts';
import { inTransaction } from '../store/in-transaction.ts';
import type { Ledger } from '../store/ledger.ts';
import { noteReferenceRead } from '../store/reference-reads.ts';
import { noteRegistered } from '../store/webhook-signs.ts';
import type { XeroClient } from '../xero/client.ts';
import type { XeroConnection } from '../xero/identity.ts';
import { firstInvoiceLinkedTo } from '../xero/find-documents.ts';
import { readOrganisation } from '../xero/read-organisation.ts';

export interface ConnectInput {
  readonly config: Pick<Config, 'RELAY_PUBLIC_URL' | 'XERO_CLIENT_ID'>;
  readonly ledger: Ledger;
  /** The organisation that was chosen at Xero. */
  readonly xeroConnection: Pick<XeroConnection, 'id' | 'tenantId'>;
  readonly xero: XeroClient;
  readonly xeroGrantId: string;
  /** As it is: it is fitted to the solution that is found to be installed. */
  readonly dataverse: DataverseClient;
  readonly dataverseGrantId: string;
  /** What takes the place of a paused connection is paused from its first moment. */
  readonly startsPaused?: boolean;
  /** Is told each step as it begins. */
  readonly report: (step: string) => void;
}

export interface Connected extends NewConnection {
  readonly organisationName: string;
  /** Installed in the environment. */
  readonly solutionVersion: string;
}

/**
 * Connects an environment with an organisation.
 * @throws {RemoteError} when a side cannot be read or written; what was written stays and is written again next time
 * @throws {RemoteError} `SOLUTION_MISSING` when the solution is not installed, `SOLUTION_TOO_OLD` when its version is not served any more
 */
export const connect = async (input: ConnectInput): Promise<Connected> => {
  const { ledger, report } = input;
  report('Asking Dynamics who we are');
  const me = await whoAmI(input.dataverse);
  const solutionVersion = await readSolutionVersion(input.dataverse);
  if (solutionVersion === null)
    throw new RemoteError({
      code: 'SOLUTION_MISSING',
      system: 'Dataverse',
      message: 'The solution StellariseConnector is not installed in this environment. Import it first, then connect again.',
      executed: 'no',
      retryable: false,
    });
  if (isTooOld(solutionVersion))
    throw new RemoteError({
      code: 'SOLUTION_TOO_OLD',
      system: 'Dataverse',
      message:
        `This environment has version ${solutionVersion} of the solution StellariseConnector; ${oldestServed()} or newer is needed. ` +
        `Download it from ${input.config.RELAY_PUBLIC_URL}/solution.zip, import it, then connect again.`,
      executed: 'no',
      retryable: false,
    });
  const dataverse = fittedClient(input.dataverse, () => Promise.resolve(lackingIn(solutionVersion)));

  report('Reading the organisation from Xero');
  const readAt = ledger.now();
  const data = await readOrganisation(input.xero);
  // Before the ledger: a round that goes ahead meanwhile would else look like another relay.
  const before = await readConnectorMark(dataverse, connectorIdOf(me.organizationId, input.xeroConnection.tenantId));
  const known = await findConnection(ledger, me.organizationId, dataverse.origin, input.xeroConnection.tenantId);
  // One environment has one webhook, however many organisations it is connected with.
  const environmentId = (await findEnvironment(ledger, me.organizationId, dataverse.origin))?.id ?? randomUUID();

  report('Writing the connector');
  // A new environment has nothing in Xero, which a call for each thousand documents of our app tells, and its first clicks wait for nothing.
  const firstInXero = tellsOfNobody(before, known) ? await firstInvoiceLinkedTo(input.xero, new URL(dataverse.origin).host) : null;
  const lead = leadOver(before, known, ledger.installationId, firstInXero !== null);
  const connectorId = await writeConnector(dataverse, {
    lead,
    tenantId: input.xeroConnection.tenantId,
    organisation: data.organisation,
    currencies: data.currencies,
    organizationId: me.organizationId,
    environmentHost: new URL(dataverse.origin).host,
    installationId: ledger.installationId,
  });

  report('Reading accounts, tax types, themes and tracking');
  await writeReferenceData(dataverse, connectorId, data);
  await refreshConnector(dataverse, connectorId, { ...data, tenantId: input.xeroConnection.tenantId, readOn: new Date(readAt) });

  report('Proposing settings');
  await proposeSettings(dataverse, connectorId, data);

  report('Registering the webhook');
  const webhookKey = randomBytes(32).toString('base64url');
  const registered = await registerWebhook(dataverse, `${input.config.RELAY_PUBLIC_URL}/hooks/dataverse/${environmentId}`, webhookKey);

  const connection: Connected = {
    environmentId,
    organizationId: me.organizationId,
    origin: dataverse.origin,
    dataverseGrantId: input.dataverseGrantId,
    webhookKey,
    runsOnPoll: registered !== 'registered',
    connectionId: known?.id ?? randomUUID(),
    connectorId,
    xeroClientId: input.config.XERO_CLIENT_ID,
    tenantId: input.xeroConnection.tenantId,
    xeroConnectionId: input.xeroConnection.id,
    xeroGrantId: input.xeroGrantId,
    organisationName: data.organisation.Name,
    demo: data.organisation.IsDemoCompany,
    startsPaused: input.startsPaused ?? false,
    solutionVersion,
  };
  report('Remembering the connection');
  // One commit: a relay that died in between would send as one that leads and had forgotten that another has sent before it.
  await inTransaction(ledger, async (inside) => {
    await saveConnection(inside, connection);
    await takeAddress(inside, environmentId, dataverse.origin);
    if (lead) await takeLead(inside, connection.connectionId, lead);
    // Whoever sent before us may have sent what this ledger does not know.
    if (lead?.afterAnother) {
      const looksSince = { id: connection.connectionId, look_first_since: known?.look_first_since ?? null };
      await lookFirst(inside, looksSince, unknownSince(before, known, firstInXero, readAt));
    }
  });
  await noteReferenceRead(ledger, connection.connectionId, readAt, true);
  if (registered === 'registered') await noteRegistered(ledger, environmentId);
  return connection;
};
