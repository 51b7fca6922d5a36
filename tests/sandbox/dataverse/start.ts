/** Starts the Dataverse stand-in: the Web API of one environment, Global Discovery, webhooks and `/_control`, on one loopback origin. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import Fastify from 'fastify';
import { named } from '../../../relay-service/src/plugins/named.ts';
import { coralBay } from '../company/company.ts';
import { environmentOf } from '../company/environment.ts';
import type { DataverseControl } from './control.ts';
import { controlRoutes, createControl } from './control.ts';
import { discoveryRoutes } from './discovery.ts';
import { importPage } from './import-page.ts';
import { createProtectionLimits } from './protection-limits.ts';
import { apiRoutes } from './serve-api.ts';
import type { Meter } from '../meter.ts';
import { measure } from '../meter.ts';
import type { Environment, JournalRow } from './state.ts';
import { cloneEnvironment } from './state.ts';
import type { WebhookTiming } from './webhooks.ts';
import { createWebhooks, realDelay } from './webhooks.ts';

export interface DataverseOptions {
  readonly port?: number;
  /** What it holds; the demo company by default. */
  readonly environment?: Environment;
  /** Origin of the identity stand-in; without one a bearer token is the systemuser's id itself. */
  readonly identityOrigin?: string | null;
  readonly latencyMs?: () => number | Promise<number>;
  readonly webhookDelayMs?: () => number;
  /** Clock of the service protection limits, where it runs faster than the environment's. */
  readonly protectionClock?: () => number;
  /** Told of each change beside the webhooks. */
  readonly onCommit?: (change: JournalRow) => void;
  /** Told of each request of the Web API that is open. */
  readonly meter?: Meter;
  /** Adds pages of a model-driven app to the origin. */
  readonly pages?: (app: FastifyInstance, environment: Environment) => Promise<void> | void;
}
export interface DataverseStandIn {
  readonly origin: string;
  readonly control: DataverseControl;
  /** Copies the environment, as an administrator copies production into a sandbox. */
  readonly clone: () => Promise<DataverseStandIn>;
  close(): Promise<void>;
}

/** Dataverse takes 128 MB in a batch; the tests never come near. */
const BODY_LIMIT = 16_000_000;

export const startDataverse = async (options: DataverseOptions = {}): Promise<DataverseStandIn> => {
  const environment = options.environment ?? environmentOf(coralBay());
  const timing: WebhookTiming = { delayMs: options.webhookDelayMs ?? realDelay };
  const webhooks = createWebhooks(environment, timing);
  const onCommit = (change: JournalRow): void => {
    options.onCommit?.(change);
    webhooks.onCommit(change);
  };
  const control = createControl(environment, timing, onCommit);
  const clones: DataverseStandIn[] = [];
  const clone = async (): Promise<DataverseStandIn> => {
    const copy = await startDataverse({
      ...options,
      port: 0,
      environment: cloneEnvironment(environment, `${environment.friendlyName} (copy)`),
    });
    clones.push(copy);
    return copy;
  };
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const webApi: FastifyPluginCallback = (api, _options, done) => {
    if (options.meter) measure(api, options.meter);
    apiRoutes(api, {
      environment,
      identityOrigin: options.identityOrigin ?? null,
      latencyMs: options.latencyMs ?? (() => 0),
      limits: createProtectionLimits(options.protectionClock ?? (() => environment.now())),
      onCommit,
    });
    discoveryRoutes(api, environment, options.identityOrigin ?? null);
    done();
  };
  const controls: FastifyPluginCallback = (rest, _options, done) => {
    rest.removeAllContentTypeParsers();
    rest.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body === '' ? null : JSON.parse(body as string)),
    );
    importPage(rest, control);
    controlRoutes(rest, control, async () => ({ origin: (await clone()).origin }));
    done();
  };
  app.register(named('web-api', webApi));
  app.register(named('controls', controls));
  if (options.pages) await options.pages(app, environment);
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  environment.origin = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
  return {
    origin: environment.origin,
    control,
    clone,
    close: async () => {
      webhooks.close();
      await Promise.all(clones.map((each) => each.close()));
      await app.close();
    },
  };
};
