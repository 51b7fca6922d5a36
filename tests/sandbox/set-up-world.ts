/** A world in which nothing is connected yet: stand-ins that ask a person, an environment without the solution, and a relay with its portal. For the wizard's journeys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../relay-service/src/config.ts';
import { readConfig } from '../../relay-service/src/config.ts';
import type { Relay, RelayOverrides } from '../../relay-service/src/start-relay.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';
import type { Company } from './company/company.ts';
import { coralBay } from './company/company.ts';
import { environmentOf } from './company/environment.ts';
import { organisationOf } from './company/organisation.ts';
import { people } from './company/people.ts';
import type { DataverseStandIn } from './dataverse/start.ts';
import { startDataverse } from './dataverse/start.ts';
import { servePages } from './demo-page/serve-pages.ts';
import { freePort } from './free-port.ts';
import type { IdentityStandIn } from './identity/start.ts';
import { startIdentity } from './identity/start.ts';
import { RELAY_APPLICATION, standInSettings } from './stand-in-settings.ts';
import { otherOrganisations } from './xero/other-organisations.ts';
import type { XeroStandIn } from './xero/start.ts';
import { startXero } from './xero/start.ts';

export interface SetUpWorld {
  readonly company: Company;
  readonly identity: IdentityStandIn;
  readonly xero: XeroStandIn;
  /** Production, without the solution. */
  readonly dataverse: DataverseStandIn;
  /** A sandbox that has it. */
  readonly sandbox: DataverseStandIn;
  readonly config: Config;
  relay: Relay;
  /** Closes the relay and starts it again on the same ledger. */
  restartRelay(): Promise<void>;
  close(): Promise<void>;
}

export interface SetUpOptions {
  readonly relay?: RelayOverrides;
  readonly settings?: Readonly<Record<string, string>>;
  readonly pages?: { readonly webResources: string; readonly control: string };
  /** The stand-ins ask on pages; without them they agree at once. */
  readonly askOnPages?: boolean;
  /** The app at Xero is a custom connection of the company's own books. */
  readonly customConnection?: boolean;
}

/** Id of the organisation with this name. */
export const tenantOf = ({ xero }: Pick<SetUpWorld, 'xero'>, organisation: string): string =>
  xero.control.state().organisations.find(({ Name }) => Name === organisation)!.tenantId;

/** Starts it; `close` ends every part. */
export const startSetUpWorld = async (options: SetUpOptions = {}): Promise<SetUpWorld> => {
  const company = coralBay();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-set-up-'));
  const publicUrl = `http://localhost:${String(port)}`;
  const identity = await startIdentity({
    clientId: RELAY_APPLICATION,
    redirectUris: [`${publicUrl}/oauth/entra/callback`],
    users: [people.administrator, ...Object.values(people).filter(({ key }) => key !== 'administrator')].map(
      ({ upn, firstName, lastName, objectId }) => ({ upn, name: `${firstName} ${lastName}`, objectId }),
    ),
  });
  identity.control.askOnPages = options.askOnPages ?? true;
  const books = { ...organisationOf(company), Name: 'Coral Bay Supplies Pty Ltd', IsDemoCompany: false };
  const xero = await startXero({
    organisations: [books, ...otherOrganisations()],
    consentPage: options.askOnPages ?? true,
    limits: false,
    customConnection: options.customConnection ? books.tenantId : null,
  });
  const webhookDelayMs = (): number => 100;
  const environment = environmentOf(company, { solution: false });
  const sandboxEnvironment = environmentOf(company, {
    friendlyName: 'Coral Bay Sandbox',
    uniqueName: 'coralbaysandbox',
    kind: 'CustomerTest',
  });
  environment.neighbours.push(sandboxEnvironment);
  const shared = { identityOrigin: identity.origin, webhookDelayMs };
  const dataverse = await startDataverse({
    ...shared,
    environment,
    ...(options.pages ? { pages: servePages.bind(null, { ...options.pages, company, xero: xero.control }) } : {}),
  });
  const sandbox = await startDataverse({ ...shared, environment: sandboxEnvironment });
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: String(port),
    RELAY_PUBLIC_URL: publicUrl,
    RELAY_DATA_DIR: folder,
    RELAY_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`,
    MAIL_FOLDER: join(folder, 'mails'),
    ...standInSettings({ identity, xero, dataverse }),
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...options.settings,
  });
  const world: SetUpWorld = {
    company,
    identity,
    xero,
    dataverse,
    sandbox,
    config,
    relay: await startRelay(config, options.relay),
    restartRelay: async () => {
      await world.relay.close();
      world.relay = await startRelay(config, options.relay);
    },
    close: async () => {
      await world.relay.close();
      await Promise.all([dataverse.close(), sandbox.close(), xero.close(), identity.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
};
