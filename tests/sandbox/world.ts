/** Everything at once: the three stand-ins, the company in them, the relay connected and running. For the demo and the journeys. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
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
import type { DataverseStandIn } from './dataverse/start.ts';
import { startDataverse } from './dataverse/start.ts';
import { servePages } from './demo-page/serve-pages.ts';
import { freePort } from './free-port.ts';
import type { IdentityStandIn } from './identity/start.ts';
import { startIdentity } from './identity/start.ts';
import type { XeroOptions } from './xero/state.ts';
import type { XeroStandIn } from './xero/start.ts';
import { startXero } from './xero/start.ts';

export interface WorldOptions {
  /** Folder of the relay's ledger; a temporary one, removed at the end, where absent. */
  readonly dataDirectory?: string;
  readonly databaseUrl?: string;
  readonly logLevel?: string;
  readonly xero?: Pick<XeroOptions, 'latency' | 'limits' | 'timeScale' | 'grace' | 'accessTokenMs'>;
  readonly webhookDelayMs?: () => number;
  readonly dataverseLatencyMs?: () => number;
  /** Folders with the built web resources and control; with them the demo page is served. */
  readonly pages?: { readonly webResources: string; readonly control: string };
  readonly relay?: RelayOverrides;
  /** Starts the relay elsewhere, such as in a process of its own with these environment variables. */
  readonly startRelay?: (config: Config, environmentVariables: Readonly<Record<string, string>>) => Promise<Relay>;
  readonly report?: (step: string) => void;
}
export interface World {
  readonly company: Company;
  readonly identity: IdentityStandIn;
  readonly xero: XeroStandIn;
  readonly dataverse: DataverseStandIn;
  readonly config: Config;
  readonly connected: Connected;
  relay: Relay;
  /** Closes the relay and starts it again on the same ledger. @param meanwhile what happens while it is closed */
  restartRelay(meanwhile?: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Keys that seal tokens: kept beside the ledger, so that a folder that is used again can be opened again. */
const secretKeysIn = (folder: string): string => {
  const file = join(folder, 'demo-secret-keys.txt');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `1:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8');
};

const settings = (
  options: WorldOptions,
  port: number,
  folder: string,
  origins: { readonly identity: string; readonly xero: string; readonly dataverse: string },
): Readonly<Record<string, string>> => ({
  PORT: String(port),
  RELAY_PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  RELAY_DATA_DIR: folder,
  ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
  RELAY_SECRET_KEYS: secretKeysIn(folder),
  XERO_CLIENT_ID: 'demo-xero-client',
  XERO_CLIENT_SECRET: 'demo-xero-secret',
  XERO_API_URL: origins.xero,
  XERO_IDENTITY_URL: origins.xero,
  XERO_LOGIN_URL: origins.xero,
  ENTRA_CLIENT_ID: 'demo-relay',
  ENTRA_CLIENT_SECRET: 'demo-relay-secret',
  ENTRA_AUTHORITY_URL: origins.identity,
  DATAVERSE_DISCOVERY_URL: origins.dataverse,
  LOG_LEVEL: options.logLevel ?? 'silent',
});

/** Starts it; `close` ends every part. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const report = options.report ?? (() => undefined);
  const company = coralBay();
  const port = await freePort();
  const folder = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'stellarise-relay-'));
  report('Starting Entra ID, Xero and Dynamics (stand-ins)');
  const identity = await startIdentity({
    redirectUris: [`http://127.0.0.1:${String(port)}/oauth/entra/callback`],
    users: Object.values(people).map(({ upn, firstName, lastName, objectId }) => ({ upn, name: `${firstName} ${lastName}`, objectId })),
  });
  const xero = await startXero({ ...options.xero, organisations: [organisationOf(company)] });
  const dataverse = await startDataverse({
    environment: environmentOf(company),
    identityOrigin: identity.origin,
    ...(options.webhookDelayMs ? { webhookDelayMs: options.webhookDelayMs } : {}),
    ...(options.dataverseLatencyMs ? { latencyMs: options.dataverseLatencyMs } : {}),
    ...(options.pages ? { pages: servePages.bind(null, { ...options.pages, company, xero: xero.control }) } : {}),
  });
  const environmentVariables = settings(options, port, folder, {
    identity: identity.origin,
    xero: xero.origin,
    dataverse: dataverse.origin,
  });
  const config = readConfig(environmentVariables);
  const start = options.startRelay ?? ((given: Config) => startRelay(given, options.relay));
  const connected = await connectCompany(config, people.administrator.upn, report);
  report('Starting the relay');
  const world: World = {
    company,
    identity,
    xero,
    dataverse,
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
      await Promise.all([dataverse.close(), xero.close(), identity.close()]);
      if (options.dataDirectory === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
};
