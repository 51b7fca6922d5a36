import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inShortCommits } from '../../../relay-service/src/store/in-short-commits.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const ids = Array.from({ length: 60 }, (_, index) => `request-${String(index).padStart(2, '0')}`);

describe.each(await homes())('many writes, with the ledger on $name', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());
  const record = async (inside: Ledger, id: string): Promise<void> => {
    await recordRequests(inside, 'environment', [id], 'poll');
  };
  const written = async (): Promise<string[]> =>
    (await home.ledger.db.selectFrom('requests').select('id').orderBy('id').execute()).map(({ id }) => id);

  test('all of them are written, and others have their turn before the last', async () => {
    // Two connections are there already: opening one could take longer than all the writes.
    await Promise.all([written(), written()]);
    const seen = new Promise<string[]>((resolve) => setImmediate(() => resolve(written())));
    await inShortCommits(home.ledger, ids, record);
    expect(await written()).toEqual(ids);
    expect((await seen).length).toBeLessThan(60);
  });

  test('a commit of slow writes is ended early on SQLite, where others wait for it', async () => {
    let commits = 0;
    const db = home.ledger.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const counting: Ledger = {
      ...home.ledger,
      db: Object.assign(Object.create(db) as typeof db, {
        transaction: () => {
          commits += 1;
          return db.transaction();
        },
      }),
    };
    await inShortCommits(counting, ids.slice(0, 10), async (inside, id) => {
      for (const end = performance.now() + 10; performance.now() < end;);
      await record(inside, id);
    });
    expect(commits).toBe(home.ledger.home === 'SQLite' ? 10 : 1);
    expect(await written()).toEqual(ids.slice(0, 10));
  });

  test('where one fails, its own commit is taken back and those before it stay', async () => {
    const commits = new Map<Ledger, string[]>();
    const failing = async (inside: Ledger, id: string): Promise<void> => {
      commits.set(inside, [...(commits.get(inside) ?? []), id]);
      if (id === ids[30]) throw new Error('This one fails.');
      await record(inside, id);
    };
    await expect(inShortCommits(home.ledger, ids, failing)).rejects.toThrow('This one fails.');
    const before = [...commits.values()].slice(0, -1);
    expect(before.length).toBeGreaterThanOrEqual(1);
    expect(await written()).toEqual(before.flat());
  });
});
