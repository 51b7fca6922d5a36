/** The relay's HTTP side: plugins, then routes, in the order in which a reader needs them. Never listens. */
import type { Writable } from 'node:stream';
import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from 'fastify';
import Fastify from 'fastify';
import type { Config } from './config.ts';
import type { PortalParts } from './portal/services.ts';
import { packagedFolder } from './jobs/packaged-solution.ts';
import { portal } from './portal/index.ts';
import { named } from './plugins/named.ts';
import { problemJson } from './plugins/problem-json.ts';
import { chooseProvider } from './billing/choose-provider.ts';
import type { BillingSettings } from './billing/choose-provider.ts';
import { billingWebhook } from './routes/billing-webhook.ts';
import { requestForLog } from './plugins/request-for-log.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { dataverseWebhook } from './routes/dataverse-webhook.ts';
import { health } from './routes/health.ts';
import { solutionZip } from './routes/solution-zip.ts';
import { xeroWebhook } from './routes/xero-webhook.ts';
import type { Ledger } from './store/ledger.ts';

/** What the routes need of the rest. */
export interface AppOptions {
  readonly config: Pick<Config, 'LOG_LEVEL' | 'TRUSTED_PROXIES' | 'XERO_WEBHOOK_KEY'> & BillingSettings;
  readonly ledger: Ledger;
  /** Folder of the packaged solution. */
  readonly solutionFolder?: string;
  /** Records a request durably. */
  readonly record: (environmentId: string, requestId: string, requesterId: string | null) => Promise<unknown>;
  /** Tells the worker that there is something to do. */
  readonly wake: (environmentId: string) => void;
  /** Told of every notice with the right key. */
  readonly heard?: (environmentId: string) => void;
  /** Where the log goes; standard output where absent. */
  readonly log?: Writable;
  /** Remembers that a copy of an environment exists at this origin. */
  readonly copied?: (environmentId: string, origin: string) => Promise<void>;
  /** What the portal's pages are made with; without it the app has no pages. */
  readonly portal?: PortalParts;
}

/** No route has a JSON schema: Fastify's compilers for them, hundreds of files, are never loaded. */
const noSchemas = (): never => {
  throw new TypeError('Routes of the relay check what comes in themselves; a JSON schema would be without effect.');
};

/** Builds the app; tests call it with `inject`. */
export const buildApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    logger: {
      level: options.config.LOG_LEVEL,
      ...(options.log ? { stream: options.log } : {}),
      redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["x-stellarise-key"]'],
      serializers: { req: requestForLog },
    },
    trustProxy: options.config.TRUSTED_PROXIES.length > 0 ? [...options.config.TRUSTED_PROXIES] : false,
    // Slow or idle clients must not hold connections open.
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 75_000,
  });
  problemJson(app);
  const webhooks: FastifyPluginCallback = (scope, _options, done) => {
    dataverseWebhook(scope, options);
    xeroWebhook(scope, { key: options.config.XERO_WEBHOOK_KEY });
    billingWebhook(scope, { billing: chooseProvider(options.config), ledger: options.ledger });
    done();
  };
  await app.register(named('webhooks', webhooks));
  health(app, options);
  solutionZip(app, { solutionFolder: options.solutionFolder ?? packagedFolder });
  if (options.portal) {
    const parts = options.portal;
    const pages: FastifyPluginAsync = async (scope) => {
      await securityHeaders(scope, parts.config);
      await portal(scope, parts);
    };
    await app.register(named('portal', pages));
  }
  return app;
};
