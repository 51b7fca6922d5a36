import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createProtectionLimits } from './protection-limits.ts';
import { Refusal } from './refusal.ts';
import type { Talk } from './talk.ts';
import { startTalk } from './talk.ts';

describe('counted with a clock of its own', () => {
  const counted = () => {
    const clock = { ms: 1_000_000_000 };
    const limits = createProtectionLimits(() => clock.ms);
    const call = (user: string, lasting = 0): void => {
      const leave = limits.enter(user);
      clock.ms += lasting;
      leave();
    };
    const refusal = (user: string): Refusal => {
      try {
        limits.enter(user);
      } catch (problem) {
        if (problem instanceof Refusal) return problem;
      }
      throw new Error('It was let in.');
    };
    return { clock, limits, call, refusal };
  };

  test('6000 requests of a user in five minutes, then 429 until the oldest is that old', () => {
    const { clock, call, refusal } = counted();
    for (let count = 0; count < 6000; count++) call('ada');
    clock.ms += 100_000;
    expect(refusal('ada')).toMatchObject({ status: 429, code: '0x80072322', retryAfter: 200 });
    expect(() => call('ben')).not.toThrow();
    clock.ms += 199_999;
    expect(refusal('ada')).toMatchObject({ retryAfter: 1 });
    clock.ms += 1;
    expect(() => call('ada')).not.toThrow();
  });

  test('1,200 s of work in five minutes', () => {
    const { clock, limits, call, refusal } = counted();
    // Ten at once for 120 s each.
    const ends = Array.from({ length: 10 }, () => limits.enter('ada'));
    clock.ms += 120_000;
    for (const end of ends) end();
    expect(refusal('ada')).toMatchObject({ status: 429, code: '0x80072321', retryAfter: 180 });
    clock.ms += 180_000;
    expect(() => call('ada')).not.toThrow();
  });

  test('52 at once', () => {
    const { limits, refusal } = counted();
    const ends = Array.from({ length: 52 }, () => limits.enter('ada'));
    expect(refusal('ada')).toMatchObject({ status: 429, code: '0x80072326' });
    ends[0]?.();
    expect(() => limits.enter('ada')).not.toThrow();
  });
});

describe('over HTTP', () => {
  const PLACES = 52;
  let talk: Talk;
  /** Whoever was let in stays until the door is opened: a slow machine must not let one leave before the last has come. */
  const door = Promise.withResolvers<number>();
  const cameIn = Promise.withResolvers<undefined>();
  let inside = 0;
  beforeAll(async () => {
    talk = await startTalk({
      latencyMs: () => {
        inside += 1;
        if (inside > PLACES) cameIn.resolve(undefined);
        return door.promise;
      },
    });
  });
  afterAll(() => {
    door.resolve(0);
    return talk.standIn.close();
  });

  test('the 53rd request at once gets 429 with Retry-After; another person is let in', async () => {
    let refusals = 0;
    const allTurnedAway = Promise.withResolvers<undefined>();
    const all = Array.from({ length: 60 }, async () => {
      const said = await talk.get('uoms?$select=name', {}, 'clerk');
      if (said.status === 429 && ++refusals === 60 - PLACES) allTurnedAway.resolve(undefined);
      return said;
    });
    await allTurnedAway.promise;
    const other = talk.get('uoms?$select=name', {}, 'visitor');
    await cameIn.promise;
    door.resolve(0);
    const said = await Promise.all(all);
    const refused = said.filter(({ status }) => status === 429);
    expect(said.filter(({ status }) => status === 200)).toHaveLength(PLACES);
    expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => '0x80072326'));
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect((await other).status).toBe(200);
  });

  test('a fault says 429 as well, so many times', async () => {
    talk.standIn.control.addFault({ name: 'rate-limited', path: 'uoms', times: 1 });
    const first = await talk.get('uoms?$select=name');
    expect([first.status, first.code, first.headers.get('retry-after')]).toEqual([429, '0x80072322', '2']);
    expect((await talk.get('uoms?$select=name')).status).toBe(200);
    expect(talk.standIn.control.faultHits()['rate-limited']).toBe(1);
  });
});
