import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestState } from '@stl3/solution';
import Database from 'better-sqlite3';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { deleteRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
let announcing: (() => void) | null = null;
beforeEach(async () => {
  announcing = null;
  world = await startWorld({
    webhookDelayMs: () => 20,
    relay: {
      atStep: (step) => {
        if (step === 'prepared') announcing?.();
      },
    },
  });
});
afterEach(() => world.close());
const { ask, askUnannounced, answered, asked, plain, organisation } = asking(() => world);

const remove = (table: string, id: string): void =>
  deleteRow({ environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] }, tableNamed(table), id);

/** What the ledger says of a request. */
const inLedger = (
  id: string,
): { readonly state: string; readonly cause: string | null; readonly answered_by: string | null } | undefined => {
  const ledger = new Database(join(world.config.RELAY_DATA_DIR, 'ledger.db'), { readonly: true });
  try {
    return ledger
      .prepare(
        'select requests.state, cause, organisation_name as answered_by from requests left join connections on connections.id = connection_id where requests.id = ?',
      )
      .get(id) as ReturnType<typeof inLedger>;
  } finally {
    ledger.close();
  }
};
const ended = async (id: string): Promise<ReturnType<typeof inLedger>> => {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50)))
    if (['done', 'refused'].includes(inLedger(id)?.state ?? '')) return inLedger(id);
  return inLedger(id);
};

describe('what vanishes', () => {
  test('a request that was deleted before it was read ends by that name, and its neighbour is served', async () => {
    world.dataverse.control.addFault({ name: 'webhook-late', seconds: 1 });
    const gone = await ask(plain().id);
    remove('stl3_xerorequest', gone);
    expect(await asked(plain(1).id)).toMatchObject(done);
    expect(await ended(gone)).toEqual({ state: 'refused', cause: 'REQUEST_GONE', answered_by: null });
    expect(organisation().invoices).toHaveLength(1);
  });

  test('an invoice that was deleted between click and read is refused by that name', async () => {
    world.dataverse.control.addFault({ name: 'webhook-late', seconds: 1 });
    const invoice = copyInvoice(world, plain(), 'GONE-1');
    const id = await ask(invoice);
    remove('invoice', invoice);
    expect(await answered(id)).toMatchObject(refused('INVOICE_GONE'));
    // Noted, so that it stays in the lists of this connection when another one comes.
    expect((await ended(id))?.answered_by).toBe('Demo Company (AU)');
    expect(organisation().invoices).toEqual([]);
  });

  test('an invoice that is deleted after it was read is not sent', async () => {
    const invoice = copyInvoice(world, plain(), 'GONE-2');
    announcing = () => {
      announcing = null;
      remove('invoice', invoice);
    };
    expect(await asked(invoice)).toMatchObject(refused('INVOICE_GONE'));
    expect(organisation().invoices).toEqual([]);
    expect(await asked(plain().id)).toMatchObject(done);
  });

  test('a connection that is removed with work queued: each request is told so, nothing is sent, and connecting again loses nothing', async () => {
    await world.restartRelay(() => {
      const ledger = new Database(join(world.config.RELAY_DATA_DIR, 'ledger.db'));
      ledger.prepare("update connections set state = 'disconnected'").run();
      ledger.close();
      return Promise.resolve();
    });
    const answer = await asked(plain().id);
    expect(answer['stl3_state']).toBe(requestState.values.refused.value);
    expect(answer['stl3_cause']).toMatch(/^(CONNECTOR_UNKNOWN|CONNECTION_REMOVED)$/);
    expect(organisation().invoices).toEqual([]);
    await world.restartRelay(() => {
      const ledger = new Database(join(world.config.RELAY_DATA_DIR, 'ledger.db'));
      ledger.prepare("update connections set state = 'connected'").run();
      ledger.close();
      return Promise.resolve();
    });
    expect(await asked(plain().id)).toMatchObject(done);
  });
});

test('documents that together are larger than Xero takes go in several calls', async () => {
  const invoices = Array.from({ length: 50 }, (_, index) =>
    copyInvoice(world, { ...plain(), lines: Array.from({ length: 40 }, () => plain().lines[0]!) }, `L-${String(index)}`),
  );
  const large = new Set(invoices);
  for (const { values } of world.dataverse.control.rows('invoicedetail'))
    if (large.has((values['invoiceid'] as { id: string }).id)) Object.assign(values, { description: 'x'.repeat(2_000) });
  let requests: readonly string[] = [];
  // Found together at the relay's first look, all but the first five, which are clicks, would come into one call.
  await world.restartRelay(() => Promise.resolve((requests = askUnannounced(invoices))));
  for (const id of requests) expect(await answered(id, 120)).toMatchObject(done);
  const bodies = world.xero.control
    .requests()
    .flatMap(({ method, path, body }) => (method === 'PUT' && path.endsWith('/Invoices') ? [body] : []));
  const sizes = bodies.map((body) => Buffer.byteLength(JSON.stringify(body)));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3_500_000);
  const clicks = Math.min(...sizes);
  expect(sizes.reduce((total, size) => total + size, 0) - clicks).toBeGreaterThan(3_500_000);
  expect(organisation().invoices).toHaveLength(50);
});
