/** The asynchronous service: posts registered webhooks half a second to five seconds late, once more only on 502, 503 and 504. */
import { randomUUID } from 'node:crypto';
import type { Delivery, Environment, JournalRow, Row } from './state.ts';
import { referenceOf, rowsOf } from './state.ts';
import { webhookBody } from './webhook-body.ts';

const TIMEOUT_MS = 60_000;
const RETRIED = [502, 503, 504];
const WEBHOOK = 8;

export interface WebhookTiming {
  /** Delay of the next delivery; 0.5 to 5 s by default, as measured on real environments. */
  delayMs: () => number;
}

type Snapshot = ReturnType<typeof webhookBody> & { readonly correlationId: string };

export const realDelay = (): number => 500 + Math.random() * 4500;

const nameIs = (environment: Environment, row: Row, column: string, table: string, nameColumn: string, expected: string): boolean => {
  const reference = referenceOf(row, column);
  return reference !== null && rowsOf(environment, table).get(reference.id)?.values[nameColumn] === expected;
};

const textOf = (row: Row, name: string): string => {
  const value = row.values[name];
  return typeof value === 'string' ? value : '';
};

/** A step on Update may name the columns whose change it wants; none named = any. */
const concerns = (step: Row, change: JournalRow): boolean => {
  const named = textOf(step, 'filteringattributes').split(',').filter(Boolean);
  return change.operation !== 'Update' || named.length === 0 || named.some((name) => name.trim() in change.changes);
};

const stepsFor = (environment: Environment, change: JournalRow): Row[] =>
  [...rowsOf(environment, 'sdkmessageprocessingstep').values()].filter(
    (step) =>
      step.values['statecode'] === 0 &&
      step.values['mode'] === 1 &&
      concerns(step, change) &&
      nameIs(environment, step, 'sdkmessageid', 'sdkmessage', 'name', change.operation) &&
      nameIs(environment, step, 'sdkmessagefilterid', 'sdkmessagefilter', 'primaryobjecttypecode', change.table),
  );

const keyHeaders = (endpoint: Row): Record<string, string> =>
  Object.fromEntries(
    [...textOf(endpoint, 'authvalue').matchAll(/<setting name="([^"]+)" value="([^"]+)"\s*\/>/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

/** Sends what is registered for a change; `close` drops what is still waiting. */
export const createWebhooks = (environment: Environment, timing: WebhookTiming) => {
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();

  const post = async (endpoint: Row, change: JournalRow, { text, stripped, correlationId }: Snapshot): Promise<number | null> => {
    try {
      const answer = await fetch(textOf(endpoint, 'url'), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-ms-dynamics-organization': new URL(environment.origin).host,
          'x-ms-dynamics-entity-name': change.table,
          'x-ms-dynamics-request-name': change.operation,
          'x-ms-correlation-request-id': correlationId,
          ...(stripped ? { 'x-ms-dynamics-msg-size-exceeded': 'true' } : {}),
          ...keyHeaders(endpoint),
        },
        body: text,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), closing.signal]),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return null;
    }
  };

  const failedJob = (change: JournalRow, status: number | null): void => {
    const id = randomUUID();
    rowsOf(environment, 'asyncoperation').set(id, {
      id,
      version: ++environment.version,
      values: {
        asyncoperationid: id,
        name: 'Stellarise Connector',
        messagename: change.operation,
        statuscode: 31,
        message: `The webhook answered ${String(status)}.`,
      },
    });
  };

  const deliver = async (endpoint: Row, change: JournalRow, snapshot: Snapshot, delivery: Delivery): Promise<void> => {
    let status = await post(endpoint, change, snapshot);
    if (status !== null && RETRIED.includes(status)) status = await post(endpoint, change, snapshot);
    if (closing.signal.aborted) return;
    if (status === null || status >= 300) failedJob(change, status);
    Object.assign(delivery, { deliveredAt: environment.now(), status });
  };

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  return {
    /** To be told of each commit. */
    onCommit: (change: JournalRow): void => {
      for (const step of stepsFor(environment, change)) {
        const endpoint = rowsOf(environment, 'serviceendpoint').get(referenceOf(step, 'eventhandler')?.id ?? '');
        if (endpoint?.values['contract'] !== WEBHOOK) continue;
        const take = environment.faults.take.bind(null, 'POST', `/webhook/${change.table}`);
        const delayMs = timing.delayMs() + (take('webhook-late')?.seconds ?? 0) * 1000;
        const lost = take('webhook-lost') !== undefined;
        const times = take('webhook-twice') ? 2 : 1;
        // Taken now: what is posted seconds later, and again, is the row as it was and one and the same job.
        const snapshot: Snapshot = { ...webhookBody(environment, change, step.id), correlationId: randomUUID() };
        for (let time = 0; time < times; time++) {
          const delivery = {
            table: change.table,
            rowId: change.id,
            createdAt: environment.now(),
            delayMs,
            deliveredAt: null,
            status: null,
            lost,
          };
          environment.deliveries.push(delivery);
          if (!lost) later(delayMs, () => void deliver(endpoint, change, snapshot, delivery));
        }
      }
    },
    close: (): void => {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
export type Webhooks = ReturnType<typeof createWebhooks>;
