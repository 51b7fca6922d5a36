/** Puts the relay together: ledger, tokens, clients, worker, HTTP. */
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { dataverseClient } from './dataverse/client.ts';
import { serveEnvironment } from './jobs/serve-environment.ts';
import type { Safeguards } from './jobs/safeguards.ts';
import { safeguards } from './jobs/safeguards.ts';
import type { Services } from './jobs/services.ts';
import type { AtStep } from './jobs/steps.ts';
import { createWorker } from './jobs/worker.ts';
import { liveConnections } from './store/connections.ts';
import type { Governor } from './limits/governor.ts';
import { createGovernor } from './limits/governor.ts';
import { giveUpAllRefreshes } from './store/grants.ts';
import { releaseAllLanes, releaseLane } from './store/lanes.ts';
import { openLedger } from './store/ledger.ts';
import { recordRequests } from './store/requests.ts';
import { createSeal } from './store/seal.ts';
import { relayTokens } from './tokens/relay-tokens.ts';
import { xeroClient } from './xero/client.ts';

export interface Relay {
  readonly origin: string;
  /** Lets running work end, gives the lanes back, closes the ledger. */
  close(): Promise<void>;
}

/** What tests replace; nothing of it is read from the environment. */
export interface RelayOverrides {
  readonly timeScale?: number;
  readonly clock?: () => number;
  readonly atStep?: AtStep;
  readonly safeguards?: Partial<Safeguards>;
}

/**
 * Starts the relay.
 * @throws Error when the ledger is held by another relay or cannot be opened
 */
export const startRelay = async (config: Config, overrides: RelayOverrides = {}): Promise<Relay> => {
  const timeScale = overrides.timeScale ?? 1;
  const atStep: AtStep = overrides.atStep ?? (() => undefined);
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
    ...(overrides.clock ? { clock: overrides.clock } : {}),
  });
  if (ledger.home === 'SQLite') {
    // One relay at a time has this home, so whatever is held is held by the dead.
    await releaseAllLanes(ledger);
    await giveUpAllRefreshes(ledger);
  }
  const guards: Safeguards = { ...safeguards, ...overrides.safeguards };
  const tokens = relayTokens(config, ledger, { save: guards.saveRefreshed, atRenewed: () => atStep('token-refreshed'), timeScale });
  const environments = async () => [
    ...new Map((await liveConnections(ledger)).map(({ environment }) => [environment.id, environment])).values(),
  ];
  const app = await buildApp({
    config,
    ledger,
    record: async (environmentId, requestId) => {
      await recordRequests(ledger, environmentId, [requestId], 'webhook');
      await atStep('request-recorded');
    },
    wake: (environmentId) => worker.wake(environmentId),
  });
  const governors = new Map<string, Governor>();
  const governorOf = (laneId: string): Governor => {
    const known =
      governors.get(laneId) ?? createGovernor({ now: () => performance.now() * timeScale, sleep: (ms) => pause(ms / timeScale) });
    governors.set(laneId, known);
    return known;
  };
  const services: Services = {
    config,
    ledger,
    log: app.log,
    dataverse: (environment) =>
      dataverseClient({
        origin: environment.origin,
        accessToken: () => tokens.dataverse(environment.grant_id),
        tokenRefused: (token) => tokens.refused(environment.grant_id, token),
      }),
    xero: (connection) =>
      xeroClient({
        apiUrl: config.XERO_API_URL,
        tenantId: connection.tenant_id,
        accessToken: () => tokens.xero(connection.xero_grant_id),
        tokenRefused: (token) => tokens.refused(connection.xero_grant_id, token),
        governor: governorOf(connection.lane_id),
      }),
    safeguards: guards,
    atStep,
    timeScale,
  };
  const worker = createWorker(app.log, environments, (environment) => serveEnvironment(services, environment));
  await app.listen({ host: config.HOST, port: config.PORT });
  worker.start();
  const { port } = app.server.address() as AddressInfo;
  return {
    origin: `http://${config.HOST}:${String(port)}`,
    close: async () => {
      await app.close();
      await worker.stop();
      for (const { lane_id } of await liveConnections(ledger)) await releaseLane(ledger, lane_id, config.instanceId);
      await ledger.close();
    },
  };
};
