/** SQLite answers at once; what follows it must not keep everybody else from the event loop, nor mix with what is open. */
import { createHook } from 'node:async_hooks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inTransaction } from '../../../relay-service/src/store/in-transaction.ts';
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

test('who comes just as the ledger is handed over waits in turn, and writes into nobody else’s transaction', async () => {
  let open = 0;
  let together = 0;
  const transaction = (id: string): Promise<void> =>
    inTransaction(home.ledger, async (inside) => {
      together = Math.max(together, (open += 1));
      await recordRequests(inside, 'environment', [id], 'poll');
      open -= 1;
    });
  const late: Promise<void>[] = [];
  /** Asks again at each step of the promises, so that one of them falls between the release and whoever is next. */
  const comeLate = async (): Promise<void> => {
    for (let step = 0; step < 200; step++) {
      await Promise.resolve();
      late.push(transaction(`late ${String(step)}`));
    }
  };
  await Promise.all([transaction('first'), transaction('second'), comeLate()]);
  await Promise.all(late);
  expect(together).toBe(1);
  expect(await known()).toHaveLength(202);
});
