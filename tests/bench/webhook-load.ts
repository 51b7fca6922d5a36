/** Webhooks in great number from a process of its own, as the platform posts them. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { request as requestTable } from '@stl3/solution';
import { people } from '../sandbox/company/people.ts';
import { rowsOf } from '../sandbox/dataverse/state.ts';
import { webhookBody } from '../sandbox/dataverse/webhook-body.ts';
import type { World } from '../sandbox/world.ts';
import type { LoadOrder, LoadResult, LoadSaid } from './webhook-load-process.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Key and address as they were registered with Dynamics. */
const registered = (world: World): { readonly url: string; readonly headers: Readonly<Record<string, string>> } => {
  const [endpoint] = [...rowsOf(world.dataverse.control.environment, 'serviceendpoint').values()];
  const [, name = '', value = ''] = /<setting name="([^"]+)" value="([^"]+)"/.exec(textOf(endpoint?.values['authvalue'])) ?? [];
  return { url: textOf(endpoint?.values['url']), headers: { [name]: value } };
};

/** The order of a load on this world's relay, with the body that a real request has. */
export const loadOrder = (world: World, load: Pick<LoadOrder, 'perSecond' | 'seconds' | 'ids' | 'tellAt'>): LoadOrder => {
  const { environment } = world.dataverse.control;
  const rowId = randomUUID();
  const [invoice] = world.company.invoices;
  const change = {
    at: new Date().toISOString(),
    by: people.clerk.userId,
    operation: 'Create' as const,
    table: requestTable.logicalName,
    id: rowId,
    changes: { stl3_name: 'Asked by the bench', stl3_invoiceid: { table: 'invoice', id: invoice?.id ?? '' } },
    tag: null,
  };
  return { ...registered(world), body: webhookBody(environment, change, randomUUID()).text, rowId, ...load };
};

/** Runs a load. @param underWay is called once, when `tellAt` of the order were acknowledged */
export const postWebhooks = (order: LoadOrder, underWay: () => void = () => undefined): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'webhook-load-process.ts'), [], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    child.on('message', ({ acknowledging, result }: LoadSaid) => {
      if (acknowledging) underWay();
      if (!result) return;
      resolve(result);
      child.disconnect();
    });
    child.once('exit', (code) => reject(new Error(`The load ended with ${String(code)}.`)));
    child.send(order);
  });
