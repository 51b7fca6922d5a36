/** The relay's HTTP side: plugins, then routes, in the order in which a reader needs them. Never listens. */
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import type { Config } from './config.ts';
import { problemJson } from './plugins/problem-json.ts';
import { dataverseWebhook } from './routes/dataverse-webhook.ts';
import { health } from './routes/health.ts';
import { packagedFolder, solutionZip } from './routes/solution-zip.ts';
import type { Ledger } from './store/ledger.ts';

/** What the routes need of the rest. */
export interface AppOptions {
  readonly config: Pick<Config, 'LOG_LEVEL' | 'TRUSTED_PROXIES'>;
  readonly ledger: Ledger;
  /** Folder of the packaged solution. */
  readonly solutionFolder?: string;
  /** Records a request durably. */
  readonly record: (environmentId: string, requestId: string) => Promise<unknown>;
  /** Tells the worker that there is something to do. */
  readonly wake: (environmentId: string) => void;
}

/** Builds the app; tests call it with `inject`. */
export const buildApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: { level: options.config.LOG_LEVEL, redact: ['req.headers.authorization', 'req.headers["x-stellarise-key"]'] },
    trustProxy: options.config.TRUSTED_PROXIES.length > 0 ? [...options.config.TRUSTED_PROXIES] : false,
    // Slow or idle clients must not hold connections open.
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 75_000,
  });
  problemJson(app);
  await app.register((scope, _options, done) => {
    dataverseWebhook(scope, options);
    done();
  });
  health(app, options);
  solutionZip(app, { solutionFolder: options.solutionFolder ?? packagedFolder });
  return app;
};
