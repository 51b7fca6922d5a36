/** A relay that dies while it creates a connection must not leave its set-up behind as one that is being created. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Stage } from './stage.ts';
import { ORGANISATION, setStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

test('whoever waited in vain for a relay that has died goes on afterwards, and one connection comes of both clicks', async () => {
  const id = await stage.begin();
  await stage.atXero(id, ORGANISATION);
  await stage.atMicrosoft(id);
  await stage.choose(id);
  await stage.options(id);
  const { ledger } = stage;
  await ledger.db
    .insertInto('holds')
    .values({ name: `set-up ${id}`, holder: 'a relay that died', until: ledger.now() + 3_600_000 })
    .execute();
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 100_000));
  expect(await stage.create(id)).toEqual({ problem: 'beingCreated' });
  jest.restoreAllMocks();
  expect((await stage.draft(id)).problem).toBeNull();
  await ledger.db.updateTable('holds').set({ until: 0 }).execute();
  const ends = await Promise.all([stage.create(id), stage.create(id)]);
  expect(ends.map((end) => Object.keys(end))).toEqual([['connection'], ['connection']]);
  expect(await ledger.db.selectFrom('connections').select('id').execute()).toHaveLength(1);
});
