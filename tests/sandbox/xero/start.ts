/** Starts the Xero stand-in: sign-in, tokens, connections and the Accounting API on one loopback origin. */
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { XeroControl } from './control.ts';
import { controlRoutes, createControl } from './control.ts';
import { demoOrganisation } from './demo-organisation.ts';
import { oauthRoutes } from './oauth.ts';
import type { Meter } from '../meter.ts';
import { measure } from '../meter.ts';
import { apiRoutes } from './serve-api.ts';
import type { XeroOptions } from './state.ts';
import { createState } from './state.ts';
import { createXeroWebhooks } from './webhooks.ts';

export interface XeroStandIn {
  readonly origin: string;
  readonly control: XeroControl;
  close(): Promise<void>;
}

/** Xero takes 3.5 MB. */
const BODY_LIMIT = 3_500_000;

/** A name that comes twice is a list. */
const formOf = (body: string): Record<string, string | readonly string[]> => {
  const fields = new URLSearchParams(body);
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const [first = '', ...others] = fields.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
};

/** @param options latency, limits and clock; one demo company unless organisations are given */
export const startXero = async (options: XeroOptions = {}, meter?: Meter): Promise<XeroStandIn> => {
  const initial = options.organisations ?? [demoOrganisation()];
  const state = createState(options, initial);
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, formOf(body as string)),
  );
  // xero-node sends a content type with reads that have no body.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? null : JSON.parse(body as string));
    } catch (failure) {
      done(Object.assign(failure as Error, { statusCode: 400 }));
    }
  });
  const webhooks = createXeroWebhooks(state);
  state.onCommit = webhooks.onCommit;
  const control = createControl(state, initial, webhooks);
  if (meter) measure(app, meter);
  oauthRoutes(app, state);
  apiRoutes(app, state);
  controlRoutes(app, control);
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  state.origin = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
  const close = async (): Promise<void> => {
    webhooks.close();
    await app.close();
  };
  return { origin: state.origin, control, close };
};
