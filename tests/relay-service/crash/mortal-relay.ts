/** A relay in this process that dies at a chosen point: the product's own jobs over a mortal ledger and mortal clients, round by round and without waiting. */
import Database from 'better-sqlite3';
import type { DatabaseConnection } from 'kysely';
import { Kysely } from 'kysely';
import { join } from 'node:path';
import type { DataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { dataverseClient } from '../../../relay-service/src/dataverse/client.ts';
import { createArrivals } from '../../../relay-service/src/jobs/arrivals.ts';
import { createClaims } from '../../../relay-service/src/jobs/claims.ts';
import { createContactBooks } from '../../../relay-service/src/jobs/contact-book.ts';
import { createKnownTerms } from '../../../relay-service/src/jobs/known-terms.ts';
import { serveEffects } from '../../../relay-service/src/jobs/effects/serve-effects.ts';
import { createKnownItems } from '../../../relay-service/src/jobs/known-items.ts';
import { createLaneKeeper } from '../../../relay-service/src/jobs/lane-keeper.ts';
import { createMakers } from '../../../relay-service/src/jobs/makers.ts';
import { safeguards } from '../../../relay-service/src/jobs/safeguards.ts';
import { serveRequests } from '../../../relay-service/src/jobs/serve-requests.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import { poll } from '../../../relay-service/src/jobs/poll.ts';
import { upkeep } from '../../../relay-service/src/jobs/upkeep.ts';
import { saveRefreshed, giveUpAllRefreshes } from '../../../relay-service/src/store/grants.ts';
import { releaseAllLanes } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openPostgres } from '../../../relay-service/src/store/postgres-home.ts';
import { createRequestIntake } from '../../../relay-service/src/store/request-intake.ts';
import type { EnvironmentsTable } from '../../../relay-service/src/store/schema.ts';
import { LedgerSqliteDialect } from '../../../relay-service/src/store/sqlite-dialect.ts';
import { relayTokens } from '../../../relay-service/src/tokens/relay-tokens.ts';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import type { World } from '../../sandbox/world.ts';
import type { Fate } from './fate.ts';
import { mortalDialect } from './mortal-database.ts';

const mortalDataverse = (client: DataverseClient, fate: Fate): DataverseClient => ({
  origin: client.origin,
  request: (request) => {
    fate.live();
    return request.method === 'GET' ? client.request(request) : fate.pass('write to Dynamics', () => client.request(request));
  },
  rows: (path, annotations) => {
    fate.live();
    return client.rows(path, annotations);
  },
  batch: (parts) => {
    const reads = parts.every((part) => !('changeSet' in part) && part.method === 'GET');
    fate.live();
    return reads ? client.batch(parts) : fate.pass('batch to Dynamics', () => client.batch(parts));
  },
});

const mortalXero = (client: XeroClient, fate: Fate): XeroClient => ({
  tenantId: client.tenantId,
  enter: (patienceMs) => client.enter(patienceMs),
  request: (verb) => {
    fate.live();
    return verb.write ? fate.pass('write to Xero', () => client.request(verb)) : client.request(verb);
  },
});

export interface MortalRelay {
  /** A webhook brings a request. */
  hear(requestId: string): Promise<void>;
  /** One round of each duty. */
  round(): Promise<void>;
  /** Its connections go with it; leases stay as they are. */
  end(): Promise<void>;
}

let lives = 0;

/** What a test takes away from a relay, or gives it, before it lives. */
export interface Nature {
  /** In place of the environment's client. */
  readonly dataverse?: (client: DataverseClient, ledger: Ledger) => DataverseClient;
  /** Is given each connection to the database before it is used. */
  readonly database?: (connection: DatabaseConnection) => Promise<unknown>;
  /** Told how each round ended; null = well. What it does not take for granted ends the test. */
  readonly roundEnded?: (problem: unknown) => void;
}

/** Starts one on a ledger that others watch, as `start-relay.ts` does. @param watched the same ledger, open beside it */
export const startMortalRelay = async (world: World, watched: Ledger, fate: Fate, nature: Nature = {}): Promise<MortalRelay> => {
  lives += 1;
  const config = { ...world.config, instanceId: `life ${String(lives)}` };
  const dialect =
    config.DATABASE_URL === null
      ? new LedgerSqliteDialect(new Database(join(config.RELAY_DATA_DIR, 'ledger.db')))
      : openPostgres(config.DATABASE_URL).dialect;
  const ledger: Ledger = { ...watched, db: new Kysely({ dialect: mortalDialect(dialect, fate, nature.database) }) };
  if (ledger.home === 'SQLite') {
    await releaseAllLanes(watched);
    await giveUpAllRefreshes(watched);
  }
  const atStep: Services['atStep'] = (step) => fate.pass(`step ${step}`, () => undefined);
  const tokens = relayTokens(config, ledger, { save: saveRefreshed, atRenewed: () => atStep('token-refreshed'), timeScale: 100 });
  const lanes = createLaneKeeper(ledger, config.instanceId, () => undefined);
  const clientAt = (origin: string, accessToken: () => Promise<string>): DataverseClient =>
    mortalDataverse((nature.dataverse ?? ((client) => client))(dataverseClient({ origin, accessToken }), watched), fate);
  /** The client takes what it does not know for a lost connection and repeats it, seconds long. */
  const ofTheDead = (problem: unknown): string => {
    if (fate.isDead()) return 'a token that nobody takes';
    throw problem;
  };
  const silent = (): void => undefined;
  const services: Services = {
    config,
    ledger,
    log: { info: silent, warn: silent, error: silent },
    installedSolution: () => Promise.resolve(null),
    dataverse: ({ origin, grant_id }) => clientAt(origin, () => tokens.dataverse(grant_id).catch(ofTheDead)),
    copy: ({ grant_id }, origin) => clientAt(origin, () => tokens.copy(grant_id, origin).catch(ofTheDead)),
    xero: ({ tenant_id, xero_grant_id, lane_id }) =>
      mortalXero(
        xeroClient({
          apiUrl: config.XERO_API_URL,
          tenantId: tenant_id,
          accessToken: () => tokens.xero(xero_grant_id),
          maySend: () => lanes.maySend(lane_id),
        }),
        fate,
      ),
    lanes,
    claims: createClaims(),
    arrivals: createArrivals(),
    knownItems: createKnownItems(),
    contactBooks: createContactBooks(),
    knownTerms: createKnownTerms(),
    makers: createMakers(),
    safeguards,
    atStep,
    timeScale: 1,
  };
  const intake = createRequestIntake(ledger);
  const environment = (): Promise<EnvironmentsTable> => watched.db.selectFrom('environments').selectAll().executeTakeFirstOrThrow();
  return {
    hear: async (requestId) => {
      await intake.record((await environment()).id, requestId);
      await atStep('request-recorded');
    },
    round: async () => {
      const of = await environment();
      for (let more = 0, rest = 0; rest === 0 && more < 5; more++) rest = await serveRequests(services, of, 'clicks', () => undefined);
      await upkeep(services, of);
      await poll(services, of);
      await serveEffects(services, of);
    },
    end: async () => {
      // The timer of the lanes goes; what they hold stays held.
      if (fate.isDead()) await lanes.close().catch(() => undefined);
      else await lanes.close();
      await ledger.db.destroy();
    },
  };
};
