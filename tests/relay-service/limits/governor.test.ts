import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CallInfo } from '../../../relay-service/src/limits/call-info.ts';
import type { Governor } from '../../../relay-service/src/limits/governor.ts';
import { createGovernor } from '../../../relay-service/src/limits/governor.ts';
import type { Priority } from '../../../relay-service/src/limits/priorities.ts';
import type { FakeClock } from './fake-clock.ts';
import { fakeClock } from './fake-clock.ts';

let clock: FakeClock;
let governor: Governor;

const fine: CallInfo = { status: 200, minuteLeft: null, dayLeft: null, appMinuteLeft: null, retryAfterMs: null, problem: null };
const refused = (retryAfterMs: number | null): CallInfo => ({ ...fine, status: 429, retryAfterMs });
const enter = (priority: Priority = 'clicks', patienceMs = Infinity) => governor.enter({ priority, patienceMs });

/** One call of `lastsMs`. @returns when it was let in */
const call = async (lastsMs = 0, info: CallInfo | null = fine, priority: Priority = 'clicks'): Promise<number> => {
  const leave = await enter(priority);
  const at = clock.now();
  if (lastsMs === 0) leave(info);
  else clock.after(lastsMs, () => leave(info));
  return at;
};
/** When each was let in, from the start of the test; in order. */
const timesOf = async (calls: readonly Promise<number>[]): Promise<number[]> =>
  (await Promise.all(calls)).map((at) => at - 1_000_000).toSorted((left, right) => left - right);

beforeEach(() => {
  clock = fakeClock();
  governor = createGovernor({ clock, random: () => 0.5 });
});

describe('the minute', () => {
  test('no window of a minute ever holds more than 60 calls, and none goes unused', async () => {
    const calls = Array.from({ length: 300 }, (_, index) => call(index % 7 === 0 ? 400 : 5));
    await clock.pass(5 * 61_000);
    const times = await timesOf(calls);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
    expect(most).toBe(60);
    expect(times.at(-1)).toBeLessThan(5 * 61_000);
  });

  test('whose time came between two looks at the clock was not woken until its patience ended', async () => {
    const LOOK_MS = 0.001;
    const letIn: Promise<number>[] = [];
    // Alarms that ring a little early, as a timer of whole milliseconds does, by one to twenty looks.
    for (let early = 1; early <= 20; early++) {
      let looked = 0;
      const own = createGovernor({
        random: () => 0.5,
        clock: {
          now: () => clock.now() + (looked += LOOK_MS),
          after: (ms, run) => clock.after(ms - early * LOOK_MS, run),
        },
      });
      for (let index = 0; index < 60; index++) (await own.enter({ priority: 'clicks', patienceMs: 0 }))(fine);
      letIn.push(own.enter({ priority: 'clicks', patienceMs: 90_000 }).then(() => clock.now() - 1_000_000));
    }
    await clock.pass(100_000);
    expect((await Promise.all(letIn)).filter((at) => at > 61_010)).toEqual([]);
  });

  test('headers lower our count, never raise it', async () => {
    await call(0, { ...fine, minuteLeft: 1 });
    await call(0, { ...fine, minuteLeft: 59 });
    const third = call();
    await clock.pass(61_000);
    expect(await timesOf([third])).toEqual([61_000]);
  });

  test('a call that needs no room waited behind one whose room could not be asked for', async () => {
    const failing = () => Promise.reject(new Error('The ledger cannot be written.'));
    const memory = { now: () => clock.now(), take: failing, end: failing, park: failing, parking: failing, takeProbe: failing };
    governor = createGovernor({ clock, random: () => 0.5, memory });
    const first = expect(governor.enter({ priority: 'background', patienceMs: 60_000 })).rejects.toThrow('cannot be written');
    const second = governor.enter({ priority: 'background', patienceMs: 60_000, counted: false }).then(() => clock.now());
    await clock.pass(100_000);
    await first;
    expect(await second).toBe(1_000_000);
  });

  test('a call that Xero does not count needs no room', async () => {
    await call(0, { ...fine, minuteLeft: 0 });
    const leave = await governor.enter({ priority: 'background', patienceMs: 0, counted: false });
    leave(fine);
    await expect(enter('clicks', 0)).rejects.toMatchObject({ code: 'XERO_LIMIT' });
  });
});

describe('a day that nobody knows the end of', () => {
  test('is not parked for ever when its last call is gone: half an hour later one asks, and the new day lets all go', async () => {
    await call(0, { ...fine, dayLeft: 0 });
    await expect(enter('clicks', 0)).rejects.toMatchObject({ code: 'XERO_DAY_LIMIT' });
    await clock.pass(30 * 60_000);
    const asks = await enter('clicks', 0);
    await expect(enter('clicks', 0)).rejects.toMatchObject({ code: 'XERO_DAY_LIMIT' });
    asks({ ...fine, dayLeft: 4_999 });
    (await enter('bulk', 0))(fine);
  });
});

describe('five at once', () => {
  test('the sixth waits for a place, and leaving twice frees one only', async () => {
    const leaves = await Promise.all(Array.from({ length: 5 }, () => enter()));
    await expect(enter('clicks', 0)).rejects.toMatchObject({ code: 'XERO_LIMIT', executed: 'no', retryable: true });
    leaves[0]?.(fine);
    leaves[0]?.(fine);
    await enter('clicks', 0);
    await expect(enter('clicks', 0)).rejects.toMatchObject({ code: 'XERO_LIMIT' });
  });

  test('a call that was never answered frees its place', async () => {
    for (let index = 0; index < 6; index++) await call(0, null);
    expect(clock.now()).toBe(1_000_000);
  });

  test('patience that ends while waiting for a place is told', async () => {
    await Promise.all(Array.from({ length: 5 }, () => enter()));
    const sixth = enter('clicks', 2_000).then(
      () => 'let in',
      () => clock.now(),
    );
    await clock.pass(60_000);
    expect(await sixth).toBe(1_002_000);
  });

  test('"too many at once" takes half of the places, for a second and a jitter nothing goes, and they come back one by one', async () => {
    await call(0, refused(null));
    const calls = Array.from({ length: 12 }, () => call(60_000));
    await clock.pass(59_000);
    // 5 places become 2; one more after 10, 20 and 30 seconds.
    expect(await timesOf(calls.slice(0, 5))).toEqual([1_250, 1_250, 10_000, 20_000, 30_000]);
  });
});

describe('what Xero asks for', () => {
  test('a 429 pauses for as long as Xero says, and who is in a hurry hears how long', async () => {
    await call(0, refused(30_000));
    await expect(enter('clicks', 2_000)).rejects.toMatchObject({ code: 'XERO_LIMIT', retryAfterMs: 30_000 });
    const next = call();
    await clock.pass(30_000);
    expect(await timesOf([next])).toEqual([30_000]);
  });

  test('a governor that is closed sends everybody away', async () => {
    await call(0, refused(30_000));
    const waiting = expect(enter()).rejects.toMatchObject({ code: 'XERO_LIMIT' });
    await governor.close();
    await waiting;
    await expect(enter()).rejects.toMatchObject({ code: 'XERO_LIMIT' });
  });
});

describe('who goes first', () => {
  test('clicks keep a place while bulk runs, and go before what came earlier', async () => {
    const bulk = Array.from({ length: 20 }, () => call(10_000, fine, 'bulk'));
    await clock.pass(1);
    const click = call(100);
    await clock.pass(60_000);
    expect(await timesOf([click])).toEqual([1]);
    // Four at a time; the fifth place is the clicks'.
    expect((await timesOf(bulk)).slice(0, 5)).toEqual([0, 0, 0, 0, 10_000]);
  });

  test('bulk leaves a part of the minute to clicks', async () => {
    const bulk = Array.from({ length: 200 }, () => call(50, fine, 'bulk'));
    await clock.pass(60_000);
    // 44 soon, the rest as those get older: were people to click now, each would find a place until they come back.
    const times = (await Promise.all(bulk.slice(0, 54))).map((at) => at - 1_000_000);
    expect(times.filter((at) => at < 1_000)).toHaveLength(44);
    expect(times.at(-1)).toBeLessThan(60_000);
    const clicks = [call(), call(), call()];
    await clock.pass(900);
    expect(await timesOf(clicks)).toEqual([60_000, 60_000, 60_000]);
    // Five are kept, and as many more as may come before places do.
    await clock.pass(61_000 * 2);
    const second = [...Array.from({ length: 6 }, () => call())];
    await clock.pass(0);
    expect(await timesOf(second)).toEqual(second.map(() => 60_000 + 900 + 122_000));
  });

  test('the rest of a selection waited a minute for clicks like its first few, which never came', async () => {
    const first = Array.from({ length: 22 }, () => call());
    await clock.pass(300);
    const rest = Array.from({ length: 12 }, () => call(50, fine, 'bulk'));
    await clock.pass(1_000);
    await Promise.all(first);
    expect((await timesOf(rest)).every((at) => at < 1_300)).toBe(true);
  });

  test('somebody who clicks every three seconds waited twelve for the minute that bulk had used up', async () => {
    const bulk = Array.from({ length: 600 }, () => call(2_700, fine, 'bulk'));
    const waits: number[] = [];
    for (let click = 0; click < 100; click++) {
      await clock.pass(3_000);
      const asked = clock.now();
      void call(250).then((at) => waits.push(at - asked));
    }
    await clock.pass(1_000);
    expect(waits).toHaveLength(100);
    expect(waits.every((wait) => wait === 0)).toBe(true);
    // Twenty of sixty are the clicks', five stay free: bulk has the rest.
    await clock.pass(20 * 60_000);
    const beside = (await timesOf(bulk)).filter((at) => at > 61_000 && at <= 300_000).length;
    expect(beside / ((300 - 61) / 61)).toBeGreaterThan(33);
  });

  test.each([
    [300, 3_000],
    [2_700, 3_000],
    [2_700, 2_000],
  ])('somebody who begins to click in the middle of bulk: calls of %i ms, a click every %i ms', async (lasts, every) => {
    const bulk = Array.from({ length: 600 }, () => call(lasts, fine, 'bulk'));
    await clock.pass(200_000);
    const waits: number[] = [];
    for (let click = 0; click < 60; click++) {
      await clock.pass(every);
      const asked = clock.now();
      void call(250).then((at) => waits.push(at - asked));
    }
    await clock.pass(60_000);
    expect(waits).toHaveLength(60);
    expect(waits.filter((wait) => wait > 3_000).length).toBeLessThanOrEqual(3);
    await clock.pass(20 * 60_000);
    await Promise.all(bulk);
  });

  test('clicks had stopped, and bulk waited for half a minute as if they went on', async () => {
    for (let index = 0; index < 20; index++) void call(100, fine, 'bulk');
    await clock.pass(1_000);
    for (let click = 0; click < 20; click++) {
      void call(250);
      await clock.pass(300);
    }
    const bulk = Array.from({ length: 8 }, () => call(2_700, fine, 'bulk'));
    await clock.pass(61_000);
    // A quarter of a minute later nothing is expected of them any more; the fifth had to wait for 34 seconds.
    expect((await timesOf(bulk)).filter((at) => at > 7_000 + 15_000)).toEqual([]);
  });

  test('bulk keeps at least one call in ten however many people click', async () => {
    const order: Priority[] = [];
    const note = async (priority: Priority): Promise<void> => {
      const leave = await enter(priority);
      order.push(priority);
      clock.after(1_000, () => leave(fine));
    };
    for (let index = 0; index < 60; index++) void note('clicks');
    for (let index = 0; index < 5; index++) void note('bulk');
    await clock.pass(40_000);
    const share = order.slice(0, 50).filter((priority) => priority === 'bulk').length;
    expect(share).toBeGreaterThanOrEqual(4);
    expect(order.slice(0, 20)).toContain('bulk');
  });

  test('background work and extras go when posting leaves room, extras last', async () => {
    const order: Priority[] = [];
    const note = async (priority: Priority): Promise<void> => {
      const leave = await enter(priority);
      order.push(priority);
      clock.after(1_000, () => leave(fine));
    };
    for (const priority of ['extras', 'background', 'bulk', 'clicks'] as const) for (let index = 0; index < 4; index++) void note(priority);
    await clock.pass(30_000);
    // Who comes when nobody waits goes at once; then by rank.
    expect(order.slice(0, 4)).toEqual(['extras', 'extras', 'extras', 'bulk']);
    expect(order.slice(4)).toEqual([
      ...Array<Priority>(4).fill('clicks'),
      ...Array<Priority>(3).fill('bulk'),
      ...Array<Priority>(4).fill('background'),
      'extras',
    ]);
  });

  test('first come, first served within one', async () => {
    const order: number[] = [];
    await Promise.all(Array.from({ length: 5 }, () => call(1_000)));
    for (let index = 0; index < 8; index++) void call(100).then(() => order.push(index));
    await clock.pass(5_000);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
