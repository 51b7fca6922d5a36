/**
 * Connecting: two consents become a connection. Asks both sides who they are, writes connector and settings, registers the webhook,
 * reads the reference data, and remembers. Repeating it changes nothing that an administrator has chosen.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { DataverseClient } from '../dataverse/client.ts';
import { registerWebhook } from '../dataverse/register-webhook.ts';
import { readSolutionVersion } from '../dataverse/solution-version.ts';
import { whoAmI } from '../dataverse/who-am-i.ts';
import { writeConnector } from '../dataverse/write-connector.ts';
import { writeReferenceData } from '../dataverse/write-reference-data.ts';
import { proposeSettings } from '../dataverse/write-settings.ts';
import type { NewConnection } from '../store/connections.ts';
import { findConnection, findEnvironment, saveConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { XeroClient } from '../xero/client.ts';
import type { XeroConnection } from '../xero/identity.ts';
import { readOrganisation } from '../xero/read-organisation.ts';

export interface ConnectInput {
  readonly config: Pick<Config, 'RELAY_PUBLIC_URL' | 'XERO_CLIENT_ID'>;
  readonly ledger: Ledger;
  /** The organisation that was chosen at Xero. */
  readonly xeroConnection: XeroConnection;
  readonly xero: XeroClient;
  readonly xeroGrantId: string;
  readonly dataverse: DataverseClient;
  readonly dataverseGrantId: string;
  /** Is told each step as it begins. */
  readonly report: (step: string) => void;
}

export interface Connected extends NewConnection {
  readonly organisationName: string;
  readonly solutionVersion: string;
}

/**
 * Connects an environment with an organisation.
 * @throws {RemoteError} when a side cannot be read or written; what was written stays and is written again next time
 * @throws Error when the solution is not installed
 */
export const connect = async (input: ConnectInput): Promise<Connected> => {
  const { ledger, dataverse, report } = input;
  report('Asking Dynamics who we are');
  const me = await whoAmI(dataverse);
  const solutionVersion = await readSolutionVersion(dataverse);
  if (solutionVersion === null)
    throw new Error('The solution StellariseConnector is not installed in this environment. Import it first, then connect again.');

  report('Reading the organisation from Xero');
  const data = await readOrganisation(input.xero);
  const known = await findConnection(ledger, me.organizationId, dataverse.origin, input.xeroConnection.tenantId);
  // One environment has one webhook, however many organisations it is connected with.
  const environmentId = (await findEnvironment(ledger, me.organizationId, dataverse.origin))?.id ?? randomUUID();

  report('Writing the connector');
  const connectorId = await writeConnector(dataverse, {
    tenantId: input.xeroConnection.tenantId,
    organisation: data.organisation,
    currencies: data.currencies,
    organizationId: me.organizationId,
    environmentHost: new URL(dataverse.origin).host,
    installationId: ledger.installationId,
  });

  report('Reading accounts, tax types, themes and tracking');
  await writeReferenceData(dataverse, connectorId, data);

  report('Proposing settings');
  await proposeSettings(dataverse, connectorId, data);

  report('Registering the webhook');
  const webhookKey = randomBytes(32).toString('base64url');
  const registered = await registerWebhook(dataverse, `${input.config.RELAY_PUBLIC_URL}/hooks/dataverse/${environmentId}`, webhookKey);

  const connection: NewConnection = {
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
  };
  report('Remembering the connection');
  await saveConnection(ledger, connection);
  return { ...connection, organisationName: data.organisation.Name, solutionVersion };
};
