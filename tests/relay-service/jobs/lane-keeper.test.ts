import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { LaneKeeper } from '../../../relay-service/src/jobs/lane-keeper.ts';
import { createLaneKeeper } from '../../../relay-service/src/jobs/lane-keeper.ts';
import { openLane } from '../../../relay-service/src/store/lanes.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

describe.each(await homes())('lanes kept on $name', ({ open }) => {
  let home: OpenHome;
  const keepers: LaneKeeper[] = [];
  const keeper = (holder: string): LaneKeeper => {
    const made = createLaneKeeper(home.ledger, holder, (problem) => {
      throw problem;
    });
    keepers.push(made);
    return made;
  };
  beforeEach(async () => {
    home = await open();
    await openLane(home.ledger, 'lane');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const each of keepers.splice(0)) await each.close();
    await home.close();
  });

  test('rounds of one relay share a lease, another relay waits until it is given back', async () => {
    const [first, second] = [keeper('first'), keeper('second')];
    const [one, two] = [await first.hold('lane'), await first.hold('lane')];
    expect(two?.epoch).toBe(one?.epoch);
    expect(await second.hold('lane')).toBeNull();
    await first.close();
    expect((await second.hold('lane'))?.epoch).toBe(one!.epoch + 1);
  });

  test('a round beside another one writes nothing while the lease is young, and renews it after five seconds', async () => {
    const first = keeper('first');
    const heldUntil = async (): Promise<number> =>
      (await home.ledger.db.selectFrom('lanes').select('lease_until').executeTakeFirstOrThrow()).lease_until;
    await first.hold('lane');
    const taken = await heldUntil();
    await pause(5);
    await first.hold('lane');
    expect(await heldUntil()).toBe(taken);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 5_001);
    await first.hold('lane');
    expect(await heldUntil()).toBeGreaterThan(taken);
  });

  test('whoever lost the lane may not send, nor under an epoch of before once it is won again', async () => {
    const [first, second] = [keeper('first'), keeper('second')];
    const lease = await first.hold('lane');
    expect(await first.maySend('lane', lease!.epoch)).toBe(true);
    await home.ledger.db.updateTable('lanes').set({ lease_until: 0 }).execute();
    await second.hold('lane');
    expect(await first.maySend('lane', lease!.epoch)).toBe(false);
    await second.close();
    const again = await first.hold('lane');
    expect(await first.maySend('lane', lease!.epoch)).toBe(false);
    expect(await first.maySend('lane', again!.epoch)).toBe(true);
  });

  test('a renewal that took so long that the lease is nearly over does not let anything leave', async () => {
    const first = keeper('first');
    await first.hold('lane');
    const clock = jest.spyOn(performance, 'now');
    const now = performance.now();
    clock.mockReturnValueOnce(now).mockReturnValue(now + 15_001);
    expect(await first.maySend('lane')).toBe(false);
    clock
      .mockReset()
      .mockReturnValueOnce(now)
      .mockReturnValue(now + 14_999);
    expect(await first.maySend('lane')).toBe(true);
  });
});
