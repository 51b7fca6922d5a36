/** Puts the relay together: ledger, tokens, clients, worker, HTTP. */
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { cannotListen } from './cannot-listen.ts';
import { createMailer } from './mail/mailer.ts';
import type { Config } from './config.ts';
import { hearRelays } from './jobs/hear-relays.ts';
import type { DataverseClient } from './dataverse/client.ts';
import { addressRule, environmentClient } from './dataverse/environment-client.ts';
import { createInstalledSolutions, fittedClient, fittedOnce } from './dataverse/fitted-client.ts';
import { createArrivals } from './jobs/arrivals.ts';
import { createClaims } from './jobs/claims.ts';
import { createContactBooks } from './jobs/contact-book.ts';
import { createKnownTerms } from './jobs/known-terms.ts';
import { createMakers } from './jobs/makers.ts';
import { createKnownItems } from './jobs/known-items.ts';
import { createLaneKeeper } from './jobs/lane-keeper.ts';
import { dutiesOf } from './jobs/duties.ts';
import { keepSubscriptions } from './jobs/keep-subscriptions.ts';
import { closeLeftAtXero } from './jobs/leave-at-xero.ts';
import { TELL_CONTACT_MS, tellContact } from './jobs/tell-contact.ts';
import { refreshIdleGrants } from './jobs/refresh-idle-grants.ts';
import { notifyPeople } from './jobs/notify-people.ts';
import type { Safeguards } from './jobs/safeguards.ts';
import { safeguards } from './jobs/safeguards.ts';
import type { Services } from './jobs/services.ts';
import type { AtStep } from './jobs/steps.ts';
import { createSchedule } from './jobs/schedule.ts';
import { workAtHand } from './jobs/work-at-hand.ts';
import { createWorker } from './jobs/worker.ts';
import { pruneAudit } from './store/audit.ts';
import { createAppMinute } from './limits/app-minute.ts';
import { sweepAttempts } from './store/attempts.ts';
import { sealEverythingAgain } from './portal/seal-everything-again.ts';
import { allEnvironments } from './store/connections.ts';
import { clockOf } from './limits/clock.ts';
import type { DataversePace } from './limits/dataverse-pace.ts';
import { createDataversePace } from './limits/dataverse-pace.ts';
import type { Governor } from './limits/governor.ts';
import { createGovernor } from './limits/governor.ts';
import { laneMemory } from './limits/lane-memory.ts';
import { noteCopy } from './store/fences.ts';
import { giveUpAllRefreshes } from './store/grants.ts';
import { releaseAllLanes } from './store/lanes.ts';
import type { Ledger } from './store/ledger.ts';
import { openLedger } from './store/ledger.ts';
import type { EnvironmentsTable } from './store/schema.ts';
import { createRequestIntake } from './store/request-intake.ts';
import { createSeal } from './store/seal.ts';
import { forgetUnusedGrants } from './store/unused-grants.ts';
import { forgetOldConsents } from './store/consents-begun.ts';
import { noteHeard } from './store/webhook-signs.ts';
import { relayTokens } from './tokens/relay-tokens.ts';
import { loadAccountingApi, xeroClient } from './xero/client.ts';

const HOUR_MS = 3_600_000;

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
 * @throws {ConfigurationError} when nothing can listen on its address
 * @throws {LedgerError} by name, when the ledger is held by another relay, cannot be written, is full or from the future
 */
export const startRelay = async (config: Config, overrides: RelayOverrides = {}): Promise<Relay> => {
  await loadAccountingApi();
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
    ...(overrides.clock ? { clock: overrides.clock } : {}),
  });
  try {
    return await startOn(ledger, config, overrides);
  } catch (problem) {
    // Open connections would keep a process that does nothing; what is told is why it does nothing.
    await ledger.close().catch(() => undefined);
    throw problem;
  }
};

const startOn = async (ledger: Ledger, config: Config, overrides: RelayOverrides): Promise<Relay> => {
  const timeScale = overrides.timeScale ?? 1;
  const atStep: AtStep = overrides.atStep ?? (() => undefined);
  if (ledger.home === 'SQLite') {
    // One relay at a time has this home, so whatever is held is held by the dead.
    await releaseAllLanes(ledger);
    await giveUpAllRefreshes(ledger);
  }
  const guards: Safeguards = { ...safeguards, ...overrides.safeguards };
  const tokens = relayTokens(config, ledger, { save: guards.saveRefreshed, atRenewed: () => atStep('token-refreshed'), timeScale });
  const arrivals = createArrivals();
  const mailer = createMailer(config);
  const intake = createRequestIntake(ledger);
  const wake = (environmentId?: string): void => {
    worker.wake(environmentId);
    if (environmentId !== undefined) hearing.tell(environmentId);
  };
  const app = await buildApp({
    config,
    ledger,
    record: async (environmentId, requestId, requesterId) => {
      await intake.record(environmentId, requestId, arrivals.kindOf(environmentId, requesterId, requestId, ledger.now()));
      await atStep('request-recorded');
    },
    copied: (environmentId, origin) => noteCopy(ledger, environmentId, origin),
    wake,
    heard: (environmentId) => {
      noteHeard(ledger, environmentId).catch((problem: unknown) => app.log.warn({ err: problem }, 'a sign of the webhook was not noted'));
    },
    portal: {
      config,
      ledger,
      tokens,
      mailer,
      dataverse: (environment) => services.dataverse(environment),
      xero: (connection) => services.xero(connection),
      wake,
    },
  });
  const governors = new Map<string, Governor>();
  const appMinute = createAppMinute();
  const governorOf = (laneId: string): Governor => {
    const known =
      governors.get(laneId) ??
      createGovernor({
        clock: clockOf(timeScale),
        random: Math.random,
        memory: laneMemory(ledger, config.XERO_CLIENT_ID, laneId, timeScale),
        app: appMinute,
        timeScale,
        onProblem: (problem) => app.log.warn({ err: problem, lane: laneId }, 'what Xero allows could not be written down'),
      });
    governors.set(laneId, known);
    return known;
  };
  const paces = new Map<string, DataversePace>();
  const paceOf = (grantId: string): DataversePace => {
    const known = paces.get(grantId) ?? createDataversePace(clockOf(timeScale));
    paces.set(grantId, known);
    return known;
  };
  const solutions = createInstalledSolutions(() => ledger.now());
  const installedIn = (environment: EnvironmentsTable) => solutions.of(environment.id, plainClient(environment));
  const plainClient = (environment: EnvironmentsTable): DataverseClient =>
    environmentClient(addressRule(config), {
      origin: environment.origin,
      accessToken: () => tokens.dataverse(environment.grant_id),
      tokenRefused: (token) => tokens.refused(environment.grant_id, token),
      pace: paceOf(environment.grant_id),
    });
  const lanes = createLaneKeeper(ledger, config.instanceId, (problem) => app.log.warn({ err: problem }, 'a lease could not be renewed'));
  const services: Services = {
    config,
    ledger,
    log: app.log,
    installedSolution: async (environment) => (await installedIn(environment)).version,
    dataverse: (environment) => fittedClient(plainClient(environment), async () => (await installedIn(environment)).lacking),
    // A copy has the solution of the environment that it was made from.
    copy: (environment, origin) =>
      fittedOnce(environmentClient(addressRule(config), { origin, accessToken: () => tokens.copy(environment.grant_id, origin) })),
    xero: (connection, priority = 'clicks') =>
      xeroClient({
        priority,
        apiUrl: config.XERO_API_URL,
        tenantId: connection.tenant_id,
        ownOrganisation: config.XERO_CUSTOM_CONNECTION,
        accessToken: () => tokens.xero(connection.xero_grant_id),
        tokenRefused: (token) => tokens.refused(connection.xero_grant_id, token),
        governor: governorOf(connection.lane_id),
        maySend: () => lanes.maySend(connection.lane_id),
      }),
    lanes,
    claims: createClaims(),
    arrivals,
    knownItems: createKnownItems(),
    contactBooks: createContactBooks(),
    knownTerms: createKnownTerms(),
    makers: createMakers(),
    safeguards: guards,
    atStep,
    timeScale,
  };
  const worker = createWorker(
    app.log,
    () => allEnvironments(ledger),
    (living) => workAtHand(services, living),
    dutiesOf(services),
  );
  const schedule = createSchedule(
    ledger,
    app.log,
    [
      {
        name: 'keep-subscriptions',
        everyMs: HOUR_MS,
        run: () => keepSubscriptions({ ...services, xeroToken: tokens.xero, revoke: tokens.revoke }),
      },
      { name: 'tell-contact', everyMs: TELL_CONTACT_MS, run: () => tellContact(services) },
      { name: 'forget-consents', everyMs: 24 * HOUR_MS, run: () => forgetOldConsents(ledger) },
      { name: 'close-left-at-xero', everyMs: HOUR_MS, run: () => closeLeftAtXero({ config, ledger, log: app.log, tokens }) },
      { name: 'forget-unused-grants', everyMs: HOUR_MS, run: () => forgetUnusedGrants(ledger, HOUR_MS) },
      { name: 'notify-people', everyMs: 5 * 60_000, run: () => notifyPeople({ ...services, mailer }) },
      {
        name: 'refresh-idle-grants',
        everyMs: HOUR_MS,
        run: async () => {
          await refreshIdleGrants({ ledger, log: app.log, accessToken: tokens.xero, timeScale });
        },
      },
      {
        name: 'prune-audit',
        everyMs: 24 * HOUR_MS,
        run: async () => {
          await pruneAudit(ledger);
        },
      },
      { name: 'sweep-attempts', everyMs: HOUR_MS, run: () => sweepAttempts(ledger) },
      { name: 'seal-again', everyMs: HOUR_MS, run: () => sealEverythingAgain(config, ledger, app.log) },
    ],
    timeScale,
  );
  const hearing = await hearRelays(config, ledger, app.log, (environmentId) => worker.wake(environmentId));
  const close = async (): Promise<void> => {
    await app.close();
    // Whoever waits for Xero's limit would hold the relay up; it stays due.
    await Promise.all([...governors.values()].map((governor) => governor.close()));
    await schedule.stop();
    await hearing.close();
    await worker.stop();
    await lanes.close();
  };
  try {
    await app.listen({ host: config.HOST, port: config.PORT });
  } catch (problem) {
    await close().catch((further: unknown) => app.log.error({ err: further }, 'what was begun could not be ended'));
    throw cannotListen(problem, config);
  }
  worker.start();
  schedule.start();
  const { port } = app.server.address() as AddressInfo;
  return {
    origin: `http://${config.HOST}:${String(port)}`,
    close: async () => {
      await close();
      await ledger.close();
    },
  };
};
