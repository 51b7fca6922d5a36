import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CallInfo } from '../../../relay-service/src/limits/call-info.ts';
import type { Governor } from '../../../relay-service/src/limits/governor.ts';
import { createGovernor } from '../../../relay-service/src/limits/governor.ts';
import { laneMemory } from '../../../relay-service/src/limits/lane-memory.ts';
import type { Priority } from '../../../relay-service/src/limits/priorities.ts';
import type { RemoteError } from '../../../relay-service/src/errors.ts';
import { commitCall } from '../../../relay-service/src/store/calls.ts';
import { holdLane, laneIdOf, openLane } from '../../../relay-service/src/store/lanes.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';
import type { FakeClock } from './fake-clock.ts';
import { fakeClock } from './fake-clock.ts';

const START = 1_900_000_000_000;
const HOUR = 3_600_000;
const lane = laneIdOf('app', 'tenant');
const fine: CallInfo = { status: 200, minuteLeft: null, dayLeft: null, appMinuteLeft: null, retryAfterMs: null, problem: null };
const silence: CallInfo = { ...fine, status: null };

describe.each(await homes())('the governor and its ledger on $name', ({ open }) => {
  let home: OpenHome;
  let ledger: Ledger;
  let clock: FakeClock;
  let writes: number;
  /** Questions to the ledger that are not answered yet; until then no time passes. */
  let pending: number;
  beforeEach(async () => {
    home = await open();
    pending = 0;
    clock = fakeClock(START, async () => {
      do await new Promise((resolve) => setTimeout(resolve, 1));
      while (pending > 0);
    });
    ledger = { ...home.ledger, now: () => clock.now() };
    writes = 0;
    await openLane(ledger, lane);
  });
  afterEach(() => home.close());

  const relay = (laneId = lane): Governor => {
    const memory = laneMemory(ledger, 'app', laneId, 1);
    const noted = <Given extends unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) => {
      return async (...given: Given): Promise<Answer> => {
        pending += 1;
        try {
          return await ask(...given);
        } finally {
          pending -= 1;
        }
      };
    };
    const watched = {
      now: () => clock.now(),
      take: noted((...given: Parameters<typeof memory.take>) => ((writes += 1), memory.take(...given))),
      end: noted(memory.end),
      park: noted(memory.park),
      parking: noted(memory.parking),
      takeProbe: noted(memory.takeProbe),
    };
    return createGovernor({ clock, random: () => 0, memory: watched });
  };
  /** So many calls that are over at once. @returns the times at which they were let in, from the start */
  const calls = async (governor: Governor, count: number, info: CallInfo = fine, priority: Priority = 'clicks'): Promise<number[]> => {
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
      const leave = await governor.enter({ priority, patienceMs: Infinity });
      times.push(clock.now() - START);
      leave(info);
    }
    return times;
  };
  const refusalOf = (entered: Promise<unknown>) =>
    entered.then(
      () => 'let in',
      (problem: unknown) => [(problem as RemoteError).code, (problem as RemoteError).retryAfterMs],
    );
  const enter = (governor: Governor, priority: Priority = 'clicks') => governor.enter({ priority, patienceMs: 0 });

  test('a successor starts from what its predecessor sent in the last 61 s, with a write for each ten calls', async () => {
    await calls(relay(), 25);
    expect(writes).toBe(3);
    // It died: the third slice is counted whole, and as sent at its end.
    const successor = relay();
    const later = calls(successor, 31);
    await clock.pass(75_000);
    expect((await later).filter((at) => at === 0)).toHaveLength(30);
    expect((await later)[30]).toBe(61_000);
  });

  test('one that closes gives back what it did not send', async () => {
    const first = relay();
    await calls(first, 3);
    await first.close();
    expect(await ledger.db.selectFrom('call_slices').select(['calls', 'counts_until']).execute()).toEqual([
      { calls: 3, counts_until: START },
    ]);
  });

  test('a slice that was not used up is given back by its time', async () => {
    await calls(relay(), 1);
    await clock.pass(15_000);
    expect(await ledger.db.selectFrom('call_slices').select(['calls', 'counts_until']).execute()).toEqual([
      { calls: 1, counts_until: START },
    ]);
  });

  test('two relays that ask for one organisation stay within its minute together', async () => {
    const both = [relay(), relay()] as const;
    const times = [await calls(both[0], 30), await calls(both[1], 30)];
    expect(times.flat()).toEqual(Array<number>(60).fill(0));
    expect(await refusalOf(enter(both[1]))).toEqual(['XERO_LIMIT', 61_000]);
  });

  test('a call whose sender died keeps its place until it can no longer run', async () => {
    const lease = await holdLane(ledger, lane, 'first');
    const call = { laneId: lane, epoch: lease!.epoch, kind: 'clicks' as const, body: '', timeoutMs: 30_000, members: [] };
    for (let index = 0; index < 4; index++) await commitCall(ledger, call);
    await clock.pass(25_000);
    await holdLane(ledger, lane, 'second');
    const successor = relay();
    const leave = await enter(successor);
    const second = refusalOf(successor.enter({ priority: 'clicks', patienceMs: 30_000 }));
    const third = successor.enter({ priority: 'clicks', patienceMs: 120_000 }).then(() => clock.now() - START);
    await clock.pass(70_000);
    expect(await second).toEqual(['XERO_LIMIT', 1_000]);
    expect(await third).toBe(90_000);
    leave(fine);
  });

  test('the app’s minute is shared by all organisations', async () => {
    const taken = { app_id: 'app', lane_id: 'app|others', counts_until: START - 1_000 };
    await ledger.db
      .insertInto('call_slices')
      .values({ id: 'others', calls: 9_885, ...taken })
      .execute();
    await ledger.db
      .insertInto('call_slices')
      .values({ id: 'elsewhere', calls: 9_000, ...taken, app_id: 'another app' })
      .execute();
    const governor = relay();
    const times = calls(governor, 11);
    await clock.pass(61_000);
    expect(await times).toEqual([...Array<number>(10).fill(0), 60_000]);
  });

  test('the day is kept: a tenth for clicks, and its end as Xero told it', async () => {
    const first = relay();
    await calls(first, 1, { ...fine, dayLeft: 100 });
    await calls(first, 1, { ...fine, dayLeft: 99 });
    await clock.pass(15_000);
    expect(await ledger.db.selectFrom('lanes').select(['calls_day_left', 'calls_day_limit', 'day_resets_at']).execute()).toEqual([
      { calls_day_left: 99, calls_day_limit: 1_000, day_resets_at: null },
    ]);
    const successor = relay();
    await calls(successor, 1);
    expect(await refusalOf(enter(successor, 'bulk'))).toEqual(['XERO_DAY_LIMIT', null]);
    expect(await refusalOf(enter(successor))).toBe('let in');
  });

  test('the day’s limit parks the organisation for every relay; after the reset one probe, then all', async () => {
    const [first, second] = [relay(), relay()] as const;
    await calls(second, 1);
    const dayLimit: CallInfo = { ...fine, status: 429, dayLeft: 0, retryAfterMs: 2 * HOUR, problem: 'day' };
    await calls(first, 1, dayLimit);
    await clock.pass(20_000);
    expect(await refusalOf(enter(first))).toEqual(['XERO_DAY_LIMIT', 2 * HOUR - 20_000]);
    expect(await refusalOf(second.enter({ priority: 'clicks', patienceMs: 1_000 }))).toEqual(['XERO_DAY_LIMIT', 2 * HOUR - 20_000]);
    expect(await ledger.db.selectFrom('lanes').select(['parked_until', 'parked_cause']).execute()).toEqual([
      { parked_until: START + 2 * HOUR, parked_cause: 'day' },
    ]);
    await clock.pass(2 * HOUR);
    // The first to come probes; nobody else goes until it is answered.
    const probe = first.enter({ priority: 'bulk', patienceMs: 60_000 });
    await clock.pass(1);
    const others = [first, second].map((governor) => governor.enter({ priority: 'clicks', patienceMs: 60_000 }).then(() => clock.now()));
    const leave = await probe;
    await clock.pass(5_000);
    const answered = clock.now();
    leave({ ...fine, dayLeft: 999 });
    await clock.pass(5_000);
    for (const at of await Promise.all(others)) expect(at).toBeGreaterThanOrEqual(answered);
  });

  test('three silences open the circuit for a successor too; a probe that fails opens it for longer', async () => {
    await calls(relay(), 3, silence);
    const successor = relay();
    await clock.pass(10_000);
    expect(await refusalOf(successor.enter({ priority: 'clicks', patienceMs: 1_000 }))).toEqual(['XERO_NOT_ANSWERING', 10_000]);
    await clock.pass(10_000);
    const probe = successor.enter({ priority: 'clicks', patienceMs: 1_000 });
    await clock.pass(100);
    (await probe)(silence);
    expect(await refusalOf(enter(successor))).toEqual(['XERO_NOT_ANSWERING', 40_000]);
    await clock.pass(40_000);
    const again = successor.enter({ priority: 'clicks', patienceMs: 1_000 });
    await clock.pass(100);
    (await again)(fine);
    await clock.pass(100);
    expect(await ledger.db.selectFrom('lanes').select(['parked_until', 'parked_failures', 'probe_until']).execute()).toEqual([
      { parked_until: null, parked_failures: null, probe_until: null },
    ]);
    expect(await refusalOf(successor.enter({ priority: 'clicks', patienceMs: 1_000 }))).toBe('let in');
  });

  test('refusals never open the circuit', async () => {
    const governor = relay();
    for (const status of [400, 401, 403, 404, 409, 400, 400, 400]) await calls(governor, 1, { ...fine, status });
    expect(await refusalOf(enter(governor))).toBe('let in');
  });
});
