/** What a harness may do with the stand-in, in process and over `/_control`. */
import type { FastifyInstance } from 'fastify';
import type { Fault } from '../faults.ts';
import type { IntentCheck } from './intent-to-receive.ts';
import { leftOfDay } from './limits.ts';
import { consentTo } from './oauth.ts';
import type { Organisation } from './organisation.ts';
import type { XeroPerson } from './people.ts';
import type { JournalRow, RequestRow, XeroState } from './state.ts';
import type { Registration, XeroDelivery, XeroWebhooks } from './webhooks.ts';

export interface XeroControl {
  state(): {
    readonly organisations: readonly Organisation[];
    readonly connections: XeroState['connections'];
    readonly faults: readonly Fault[];
  };
  journal(): readonly JournalRow[];
  requests(): readonly RequestRow[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  faultHits(): Readonly<Record<string, number>>;
  /** Replaces the organisations; consents stay. */
  seed(organisations: readonly Organisation[]): void;
  /** Forgets everything but the organisations given at the start. */
  reset(): void;
  tag(tag: string | null): void;
  advance(ms: number): void;
  /** Milliseconds until the day ends by which an organisation's calls are counted. */
  leftOfDay(tenantId: string): number;
  /** The user removes the app in Xero: the API answers 403 from then on, refresh still works. */
  disconnect(tenantId: string): void;
  /** A person's consent to the first organisation, without a browser. @returns its refresh token */
  consent(): string;
  /** How often a token was refreshed, and how often that was refused. */
  refreshes(): number;
  refusedRefreshes(): number;
  /** Access tokens that were given out. */
  tokensGiven(): number;
  /** Registers the app's webhook address after checking its intent to receive; null removes it. */
  registerWebhook(to: Registration | null): Promise<IntentCheck>;
  deliveries(): readonly XeroDelivery[];
  /** Whether a person is asked on a page, or everything is agreed to at once. */
  askOnPage(ask: boolean): void;
  /** The organisation takes a custom connection back. */
  endCustomConnection(): void;
  /** Whoever signs in at Xero from now on. */
  signInAs(person: XeroPerson): void;
}

export const createControl = (state: XeroState, initial: readonly Organisation[], webhooks: XeroWebhooks): XeroControl => ({
  state: () => ({ organisations: state.organisations, connections: state.connections, faults: state.faults.list() }),
  journal: () => state.journal,
  requests: () => state.requests,
  addFault: (fault) => state.faults.add(fault),
  clearFaults: () => state.faults.clear(),
  faultHits: () => state.faults.hits(),
  seed: (organisations) => (state.organisations = structuredClone([...organisations])),
  reset: () => {
    Object.assign(state, {
      organisations: structuredClone([...initial]),
      journal: [],
      requests: [],
      connections: [],
      tag: null,
      shiftMs: 0,
      refreshes: 0,
      refusedRefreshes: 0,
    });
    for (const map of [state.grants, state.codes, state.keys, state.calls, state.running]) map.clear();
    state.faults.clear();
    webhooks.forget();
  },
  tag: (tag) => (state.tag = tag),
  advance: (ms) => (state.shiftMs += ms),
  leftOfDay: (tenantId) => leftOfDay(state, tenantId),
  disconnect: (tenantId) => (state.connections = state.connections.filter((connection) => connection.tenantId !== tenantId)),
  consent: () => consentTo(state),
  refreshes: () => state.refreshes,
  refusedRefreshes: () => state.refusedRefreshes,
  tokensGiven: () => [...state.grants.values()].reduce((sum, { accessTokens }) => sum + accessTokens.size, 0),
  registerWebhook: (to) => {
    if (to) return webhooks.register(to);
    webhooks.remove();
    return Promise.resolve({ passed: true, problems: [] });
  },
  deliveries: () => webhooks.deliveries(),
  askOnPage: (ask) => (state.consentPage = ask),
  endCustomConnection: () => {
    state.connections = state.connections.filter(({ tenantId }) => tenantId !== state.options.customConnection);
    state.options = { ...state.options, customConnection: null };
  },
  signInAs: (person) => void (state.person = person),
});

/** The same verbs over HTTP. */
export const controlRoutes = (app: FastifyInstance, control: XeroControl): void => {
  app.get('/_control/state', () => control.state());
  app.get('/_control/journal', () => control.journal());
  app.get('/_control/requests', () => control.requests());
  app.get('/_control/faults', () => ({ on: control.state().faults, hits: control.faultHits() }));
  app.post<{ Body: Fault }>('/_control/faults', async ({ body }, reply) => {
    try {
      control.addFault(body);
      return { on: control.state().faults };
    } catch (failure) {
      return reply.code(400).send({ message: (failure as Error).message });
    }
  });
  app.delete('/_control/faults', () => {
    control.clearFaults();
    return { on: [] };
  });
  app.post<{ Body: { organisations: Organisation[] } }>('/_control/seed', ({ body }) => {
    control.seed(body.organisations);
    return { organisations: body.organisations.length };
  });
  app.post('/_control/reset', () => {
    control.reset();
    return { reset: true };
  });
  app.post<{ Body: { tag: string | null } }>('/_control/tag', ({ body }) => {
    control.tag(body.tag);
    return body;
  });
  app.post<{ Body: { advanceMs: number } }>('/_control/clock', ({ body }) => {
    control.advance(body.advanceMs);
    return body;
  });
  app.post<{ Params: { id: string } }>('/_control/organisations/:id/disconnect', ({ params }) => {
    control.disconnect(params.id);
    return { disconnected: params.id };
  });
  app.get('/_control/deliveries', () => control.deliveries());
  app.post<{ Body: Registration | null }>('/_control/webhooks', async ({ body }, reply) => {
    const check = await control.registerWebhook(body);
    return reply.code(check.passed ? 200 : 400).send(check);
  });
};
