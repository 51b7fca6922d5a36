/** What a harness may do with the stand-in, in process and over `/_control`. */
import type { FastifyInstance } from 'fastify';
import { addSolution } from '../company/environment.ts';
import { pretendVersion } from './installed-version.ts';
import type { Fault } from '../faults.ts';
import type { Delivery, Environment, JournalRow, RequestRow, Row } from './state.ts';
import type { Answer, Operation } from './web-api.ts';
import { performTogether } from './perform-together.ts';
import type { WebhookTiming } from './webhooks.ts';
import { realDelay } from './webhooks.ts';

export interface DataverseControl {
  readonly environment: Environment;
  rows(table: string): readonly Row[];
  /** Operations of a person as one transaction, without the wire. */
  perform(userId: string, operations: readonly Operation[]): readonly Answer[];
  journal(): readonly JournalRow[];
  requests(): readonly RequestRow[];
  deliveries(): readonly Delivery[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  faultHits(): Readonly<Record<string, number>>;
  tag(tag: string | null): void;
  advance(ms: number): void;
  /** Delay of webhooks from now on; null = 0.5 to 5 s. */
  webhookDelay(ms: number | null): void;
  /** An administrator imports the managed solution. */
  importSolution(): void;
  /** The environment has an older version of it, without what came later; null = the newest. */
  installVersion(version: string | null): void;
  /** Takes privileges away from everybody, by their names; an empty list gives all back. */
  withhold(names: readonly string[]): void;
}

export const createControl = (
  environment: Environment,
  timing: WebhookTiming,
  onCommit: (change: JournalRow) => void,
): DataverseControl => ({
  environment,
  perform: (userId, operations) => performTogether(environment, userId, operations, onCommit),
  rows: (table) => [...(environment.tables.get(table)?.values() ?? [])],
  journal: () => environment.journal,
  requests: () => environment.requests,
  deliveries: () => environment.deliveries,
  addFault: (fault) => environment.faults.add(fault),
  clearFaults: () => environment.faults.clear(),
  faultHits: () => environment.faults.hits(),
  tag: (tag) => (environment.tag = tag),
  advance: (ms) => (environment.shiftMs += ms),
  webhookDelay: (ms) => (timing.delayMs = ms === null ? realDelay : () => ms),
  importSolution: () => addSolution(environment),
  installVersion: (version) => {
    pretendVersion(version);
    addSolution(environment);
    for (const { values } of environment.tables.get('solution')?.values() ?? []) if (version !== null) Object.assign(values, { version });
  },
  withhold: (names) => {
    environment.withheld.clear();
    for (const name of names) environment.withheld.add(name.toLowerCase());
  },
});

/** The same verbs over HTTP. */
export const controlRoutes = (app: FastifyInstance, control: DataverseControl, clone: () => Promise<{ readonly origin: string }>): void => {
  app.get('/_control/state', () => ({
    organizationId: control.environment.organizationId,
    origin: control.environment.origin,
    tables: Object.fromEntries([...control.environment.tables].map(([name, rows]) => [name, rows.size])),
    faults: control.environment.faults.list(),
  }));
  app.get<{ Params: { table: string } }>('/_control/rows/:table', ({ params }) => control.rows(params.table));
  app.get('/_control/journal', () => control.journal());
  app.get('/_control/requests', () => control.requests());
  app.get('/_control/deliveries', () => control.deliveries());
  app.get('/_control/faults', () => ({ on: control.environment.faults.list(), hits: control.faultHits() }));
  app.post<{ Body: Fault }>('/_control/faults', async ({ body }, reply) => {
    try {
      control.addFault(body);
      return { on: control.environment.faults.list() };
    } catch (failure) {
      return reply.code(400).send({ message: (failure as Error).message });
    }
  });
  app.delete('/_control/faults', () => {
    control.clearFaults();
    return { on: [] };
  });
  app.post<{ Body: { tag: string | null } }>('/_control/tag', ({ body }) => {
    control.tag(body.tag);
    return body;
  });
  app.post<{ Body: { advanceMs: number } }>('/_control/clock', ({ body }) => {
    control.advance(body.advanceMs);
    return body;
  });
  app.post<{ Body: { delayMs: number | null } }>('/_control/webhooks', ({ body }) => {
    control.webhookDelay(body.delayMs);
    return body;
  });
  app.post('/_control/solution', () => {
    control.importSolution();
    return { imported: true };
  });
  app.post<{ Body: { privileges: string[] } }>('/_control/withheld', ({ body }) => {
    control.withhold(body.privileges);
    return body;
  });
  app.post('/_control/clone', () => clone());
};
