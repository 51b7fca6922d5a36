/** Everything at once: the three stand-ins, the company in them, the relay connected and running. For the demo and the journeys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../relay-service/src/config.ts';
import { readConfig } from '../../relay-service/src/config.ts';
import type { Connected } from '../../relay-service/src/jobs/connect.ts';
import type { Relay, RelayOverrides } from '../../relay-service/src/start-relay.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';
import type { Company } from './company/company.ts';
import { coralBay } from './company/company.ts';
import { environmentOf } from './company/environment.ts';
import { organisationOf } from './company/organisation.ts';
import { people } from './company/people.ts';
import { connectCompany } from './connect-company.ts';
import { demoKeysIn } from './demo-folder.ts';
import type { DataverseOptions, DataverseStandIn } from './dataverse/start.ts';
import { startDataverse } from './dataverse/start.ts';
import { servePages } from './demo-page/serve-pages.ts';
import { freePort } from './free-port.ts';
import type { GivenAccount } from './give-account.ts';
import { giveAccount } from './give-account.ts';
import type { IdentityStandIn } from './identity/start.ts';
import { startIdentity } from './identity/start.ts';
import type { Meter } from './meter.ts';
import { secondOrganisations, startSecondEnvironment } from './second-company.ts';
import { RELAY_APPLICATION, standInSettings } from './stand-in-settings.ts';
import type { XeroOptions } from './xero/state.ts';
import type { XeroStandIn } from './xero/start.ts';
import { startXero } from './xero/start.ts';

export interface WorldOptions {
  /** Folder of the relay's ledger; a temporary one, removed at the end, where absent. */
  readonly dataDirectory?: string;
  readonly databaseUrl?: string;
  readonly logLevel?: string;
  /** The demo's where absent. */
  readonly company?: Company;
  readonly xero?: Pick<
    XeroOptions,
    'latency' | 'limits' | 'appMinuteLimit' | 'timeScale' | 'grace' | 'accessTokenMs' | 'clock' | 'keepBodies'
  >;
  readonly dataverse?: Pick<DataverseOptions, 'protectionClock' | 'onCommit'>;
  /** Told of each request that the relay has open at Dynamics or Xero. */
  readonly meter?: Meter;
  readonly webhookDelayMs?: () => number;
  readonly dataverseLatencyMs?: () => number;
  /** Folders with the built web resources and control; with them the demo page is served. */
  readonly pages?: { readonly webResources: string; readonly control: string };
  readonly relay?: RelayOverrides;
  /** Starts the relay elsewhere, such as in a process of its own with these environment variables. */
  readonly startRelay?: (config: Config, environmentVariables: Readonly<Record<string, string>>) => Promise<Relay>;
  /** Connects the company elsewhere, such as with the code of a former relay. */
  readonly connect?: (environmentVariables: Readonly<Record<string, string>>) => Promise<Connected>;
  /** An account that owns the connection. */
  readonly account?: GivenAccount;
  /** Another organisation and an environment without the solution, to walk the wizard with. */
  readonly second?: boolean;
  readonly report?: (step: string) => void;
}
export interface World {
  readonly company: Company;
  readonly identity: IdentityStandIn;
  readonly xero: XeroStandIn;
  readonly dataverse: DataverseStandIn;
  /** The environment that is to be connected; null unless it was asked for. */
  readonly second: DataverseStandIn | null;
  readonly config: Config;
  readonly connected: Connected;
  relay: Relay;
  /** Closes the relay and starts it again on the same ledger. @param meanwhile what happens while it is closed */
  restartRelay(meanwhile?: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

const settings = (
  options: WorldOptions,
  port: number,
  folder: string,
  secretKeys: string,
  standIns: Parameters<typeof standInSettings>[0],
): Readonly<Record<string, string>> => ({
  PORT: String(port),
  RELAY_PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  RELAY_DATA_DIR: folder,
  ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
  RELAY_SECRET_KEYS: secretKeys,
  ...standInSettings(standIns),
  LOG_LEVEL: options.logLevel ?? 'silent',
});

/** Starts it; `close` ends every part. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const report = options.report ?? (() => undefined);
  const company = options.company ?? coralBay();
  const port = await freePort();
  const folder = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'stellarise-relay-'));
  const secretKeys = demoKeysIn(folder);
  report('Starting Entra ID, Xero and Dynamics (stand-ins)');
  const identity = await startIdentity({
    clientId: RELAY_APPLICATION,
    redirectUris: [`http://127.0.0.1:${String(port)}/oauth/entra/callback`],
    users: Object.values(people).map(({ upn, firstName, lastName, objectId }) => ({ upn, name: `${firstName} ${lastName}`, objectId })),
  });
  const xero = await startXero(
    { ...options.xero, organisations: [organisationOf(company), ...(options.second ? secondOrganisations(company) : [])] },
    options.meter,
  );
  const environment = environmentOf(company);
  const shared = {
    identityOrigin: identity.origin,
    ...options.dataverse,
    ...(options.meter ? { meter: options.meter } : {}),
    ...(options.webhookDelayMs ? { webhookDelayMs: options.webhookDelayMs } : {}),
    ...(options.dataverseLatencyMs ? { latencyMs: options.dataverseLatencyMs } : {}),
  };
  const dataverse = await startDataverse({
    ...shared,
    environment,
    ...(options.pages ? { pages: servePages.bind(null, { ...options.pages, company, xero: xero.control }) } : {}),
  });
  const files = options.pages ? { files: options.pages } : {};
  const second = options.second ? await startSecondEnvironment(company, environment, { ...shared, ...files, xero: xero.control }) : null;
  const environmentVariables = settings(options, port, folder, secretKeys, { identity, xero, dataverse });
  const config = readConfig(environmentVariables);
  const start = options.startRelay ?? ((given: Config) => startRelay(given, options.relay));
  const connect = options.connect ?? (() => connectCompany(config, people.administrator.upn, report));
  const connected = await connect(environmentVariables);
  if (options.account) await giveAccount(config, options.account, connected.connectionId);
  report('Starting the relay');
  const world: World = {
    company,
    identity,
    xero,
    dataverse,
    second,
    config,
    connected,
    relay: await start(config, environmentVariables),
    restartRelay: async (meanwhile) => {
      await world.relay.close();
      await meanwhile?.();
      world.relay = await start(config, environmentVariables);
    },
    close: async () => {
      await world.relay.close();
      await Promise.all([dataverse.close(), second?.close(), xero.close(), identity.close()]);
      if (options.dataDirectory === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
};
