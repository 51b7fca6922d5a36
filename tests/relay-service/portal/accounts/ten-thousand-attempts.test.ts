/** Whoever guesses a password from 10,000 addresses, real or forged, guesses no faster than from one, and costs the relay next to nothing. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { limits } from '../../../../relay-service/src/portal/accounts/limits.ts';
import { sweepAttempts } from '../../../../relay-service/src/store/attempts.ts';
import { homes } from '../../store/homes.ts';
import type { OpenPortal } from '../open-portal.ts';
import { openPortalIn, portalConfig } from '../open-portal.ts';
import { hiddenFields, visitorOf } from '../visitor.ts';
import { PASSWORD, kim, logIn, register } from './people.ts';

jest.setTimeout(600_000);

/** The counting is one statement; that PostgreSQL counts as well is seen in fewer. */
const ATTEMPTS: Readonly<Record<string, number>> = { SQLite: 10_000, PostgreSQL: 2_000 };
const FIRST = 500;
const AT_ONCE = 50;
const PROXY = '192.0.2.1';

const byteOf = (attempt: number, place: number): string => String((attempt >> (8 * place)) & 255);
const addressOf = (attempt: number): string => `198.${byteOf(attempt, 2)}.${byteOf(attempt, 1)}.${byteOf(attempt, 0)}`;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes that are really in use. */
const inUse = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

describe.each(await homes())('guessing from many addresses, with the ledger on $name', ({ open, name }) => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await openPortalIn(open, portalConfig({ TRUSTED_PROXIES: PROXY }));
    await register(portal);
  });
  afterEach(() => portal.close());

  test('10,000 attempts from as many addresses are 10 guesses', async () => {
    const attempts = ATTEMPTS[name] ?? 0;
    const visitor = visitorOf(portal.app, PROXY);
    const fields = hiddenFields((await visitor.get('/login')).body, '/login');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const guess = async (attempt: number): Promise<number> => {
      const { statusCode } = await portal.app.inject({
        method: 'POST',
        url: '/login',
        // Half come straight from another machine and forge what is before them; half come through the proxy, which is believed.
        remoteAddress: attempt % 2 === 0 ? addressOf(attempt) : PROXY,
        headers: {
          accept: 'text/html',
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          'x-forwarded-for': attempt % 2 === 0 ? `203.0.113.${byteOf(attempt, 0)}` : addressOf(attempt),
        },
        payload: new URLSearchParams({ ...fields, email: kim.email, password: `guess ${String(attempt)} of many` }).toString(),
      });
      return statusCode;
    };
    const guesses = async (from: number, to: number): Promise<Map<number, number>> => {
      const counts = new Map<number, number>();
      for (let start = from; start < to; start += AT_ONCE) {
        const answers = await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - start) }, (_, index) => guess(start + index)));
        for (const status of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
      }
      return counts;
    };
    const warm = await guesses(0, FIRST);
    const before = inUse();
    const rest = await guesses(FIRST, attempts);
    // Only what is not limited reaches the password, which is slow to compare on purpose.
    expect([warm.get(401), warm.get(429), rest]).toEqual([10, FIRST - 10, new Map([[429, attempts - FIRST]])]);
    expect(inUse() - before).toBeLessThan(20_000_000);
    // The account's owner is locked out for the span alone, and what was counted is forgotten with it.
    expect((await logIn(visitorOf(portal.app), kim.email, PASSWORD)).statusCode).toBe(429);
    const counted = () => portal.ledger.db.selectFrom('attempts').select('id').execute();
    expect((await counted()).length).toBeGreaterThan(attempts);
    const later = { ...portal.ledger, now: () => portal.ledger.now() + Math.max(...Object.values(limits).map(({ spanMs }) => spanMs)) + 1 };
    await sweepAttempts(later);
    expect(await counted()).toEqual([]);
  });
});
