import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { canSend } from '../../webresources/src/can-send.ts';
import type { FakeHost } from './fake-xrm.ts';
import { installXrm } from './fake-xrm.ts';

const CONNECTED = 715_330_000;
let host: FakeHost;
let now = Date.parse('2026-11-23T09:00:00Z');

// The rule remembers its answer for a minute, also from one test to the next.
beforeEach(() => {
  now += 3_600_000;
  jest.useFakeTimers({ now });
  host = installXrm();
});
afterEach(() => void jest.useRealTimers());

const connect = (stl3_connectionstate: number): void =>
  void host.api.rows('stl3_dynamicsxeroconnector').push({ statecode: 0, stl3_connectionstate });

describe('enable rule', () => {
  test.each([
    ['connected', CONNECTED, true],
    ['in need of a new sign-in', CONNECTED + 1, true],
    ['disconnected', CONNECTED + 2, false],
    ['a copy', CONNECTED + 3, false],
  ])('a connection that is %s', async (_case, state, expected) => {
    connect(state);
    await expect(canSend()).resolves.toBe(expected);
  });

  test('no connection, no button', async () => {
    await expect(canSend()).resolves.toBe(false);
  });

  test('whoever may not read the connection gets no button and no error', async () => {
    host.api.failQuery = () => ({ errorCode: 2_147_746_336, message: 'missing prvRead' });
    await expect(canSend()).resolves.toBe(false);
  });

  test('asks once a minute, however often the ribbon asks', async () => {
    connect(CONNECTED);
    await Promise.all([canSend(), canSend(), canSend()]);
    expect(host.api.queries).toHaveLength(1);
    jest.setSystemTime(now + 61_000);
    await canSend();
    expect(host.api.queries).toHaveLength(2);
  });
});
