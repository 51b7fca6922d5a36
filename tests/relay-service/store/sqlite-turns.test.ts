/** SQLite answers at once; what follows it must not keep everybody else from the event loop, nor mix with what is open. */
import { createHook } from 'node:async_hooks';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inTransaction } from '../../../relay-service/src/store/in-transaction.ts';
import { LedgerSqliteDialect } from '../../../relay-service/src/store/sqlite-dialect.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

let home: OpenHome;
beforeEach(async () => {
  const [sqlite] = await homes();
  home = await sqlite!.open();
});
afterEach(() => home.close());

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
const known = async (): Promise<string[]> =>
  (await home.ledger.db.selectFrom('requests').select('id').orderBy('id').execute()).map(({ id }) => id);

test('a long row of statements lets timers and webhooks have their turn', async () => {
  let loops = 0;
  const others = setInterval(() => (loops += 1), 1);
  for (let index = 0; index < 10; index++) {
    await recordRequests(home.ledger, 'environment', [String(index)], 'poll');
    busy(10);
  }
  clearInterval(others);
  expect(loops).toBeGreaterThanOrEqual(5);
});

test('while a transaction lets others have their turn, what they write is none of it, and its failure takes back its own alone', async () => {
  const beside: Promise<unknown>[] = [];
  const failing = inTransaction(home.ledger, async (inside) => {
    for (let index = 0; index < 5; index++) {
      busy(10);
      await recordRequests(inside, 'environment', [`inside ${String(index)}`], 'poll');
    }
    throw new Error('The last one fails.');
  });
  const others = setInterval(() => {
    if (beside.length < 3) beside.push(recordRequests(home.ledger, 'environment', [`beside ${String(beside.length)}`], 'webhook'));
  }, 1);
  await expect(failing).rejects.toThrow('The last one fails.');
  clearInterval(others);
  expect(beside.length).toBeGreaterThan(0);
  await Promise.all(beside);
  expect(await known()).toEqual(beside.map((_, index) => `beside ${String(index)}`));
});

test('who waits for the ledger gets it in the order they came, and nobody else is woken for it', async () => {
  const promisesOf = async (statements: number): Promise<number> => {
    let promises = 0;
    const hook = createHook({ init: (_id, type) => void (promises += type === 'PROMISE' ? 1 : 0) }).enable();
    const order: number[] = [];
    try {
      await Promise.all(Array.from({ length: statements }, (_, at) => known().then(() => order.push(at))));
    } finally {
      hook.disable();
    }
    expect(order).toEqual([...order.keys()]);
    return promises;
  };
  await promisesOf(1);
  const [few, many] = [await promisesOf(20), await promisesOf(400)];
  // Where each release wakes all who wait, 400 make nearly a hundred times as many as 20.
  expect(many).toBeLessThan(few * 30);
});

test('who comes just as the connection is handed over waits behind whoever it was handed to', async () => {
  const driver = new LedgerSqliteDialect(new Database(':memory:')).createDriver();
  const got: string[] = [];
  const acquire = (name: string) => driver.acquireConnection().then((connection) => (got.push(name), connection));
  await acquire('first');
  const second = acquire('second');
  const released = driver.releaseConnection();
  const late = acquire('late');
  await released;
  const held = await second;
  await new Promise(setImmediate);
  expect(got).toEqual(['first', 'second']);
  await driver.releaseConnection();
  expect(await late).toBe(held);
  await driver.releaseConnection();
  expect(got).toEqual(['first', 'second', 'late']);
  expect(await acquire('free')).toBe(held);
});
