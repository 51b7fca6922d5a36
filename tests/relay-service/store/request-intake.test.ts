import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestIntake } from '../../../relay-service/src/store/request-intake.ts';
import { createRequestIntake } from '../../../relay-service/src/store/request-intake.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

describe.each(await homes())('requests that arrive together, with the ledger on $name', ({ open }) => {
  let home: OpenHome;
  beforeEach(async () => {
    home = await open();
  });
  afterEach(() => home.close());

  const recorded = async (): Promise<string[]> =>
    (await home.ledger.db.selectFrom('requests').select(['environment_id', 'id']).execute())
      .map(({ environment_id, id }) => `${environment_id} ${id}`)
      .sort();

  test('each is durable when its caller hears of it, those of several environments and those that are known included', async () => {
    await recordRequests(home.ledger, 'a', ['0'], 'poll');
    const intake = createRequestIntake(home.ledger);
    const wanted = Array.from({ length: 500 }, (_, index) => ({ environment: index % 2 ? 'a' : 'b', id: String(index % 400) }));
    await Promise.all(
      wanted.map(async ({ environment, id }) => {
        await intake.record(environment, id);
        expect(await recorded()).toContain(`${environment} ${id}`);
      }),
    );
    expect(await recorded()).toEqual([...new Set([...wanted.map(({ environment, id }) => `${environment} ${id}`), 'a 0'])].sort());
  });

  /** An intake, and the kinds of its statements so far. */
  const observed = (): { readonly intake: RequestIntake; readonly statements: readonly string[] } => {
    const statements: string[] = [];
    const db = home.ledger.db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(node.kind);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    return { intake: createRequestIntake({ ...home.ledger, db }), statements };
  };

  test('what arrives in one turn is one statement', async () => {
    const { intake, statements } = observed();
    await Promise.all(Array.from({ length: 50 }, (_, index) => intake.record('a', String(index))));
    expect(statements).toEqual(['InsertQueryNode']);
    expect(await recorded()).toHaveLength(50);
  });

  test('in a storm what follows closely is gathered: each turn had a commit of its own', async () => {
    const { intake, statements } = observed();
    const storm: Promise<void>[] = [];
    let turns = 0;
    for (const end = performance.now() + 200; performance.now() < end; turns += 1) {
      storm.push(intake.record('a', String(turns)));
      await pause(1);
    }
    await Promise.all(storm);
    expect(statements.length).toBeLessThanOrEqual(200 / 5 + 2);
    expect(await recorded()).toHaveLength(turns);
  });

  test('a ledger that cannot be written is told to every caller, and those who come later are served again', async () => {
    const intake = createRequestIntake(home.ledger);
    await home.ledger.db.schema.alterTable('requests').renameTo('requests_gone').execute();
    const answers = await Promise.allSettled([intake.record('a', '1'), intake.record('a', '2')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await home.ledger.db.schema.alterTable('requests_gone').renameTo('requests').execute();
    await intake.record('a', '3');
    expect(await recorded()).toEqual(['a 3']);
  });
});
