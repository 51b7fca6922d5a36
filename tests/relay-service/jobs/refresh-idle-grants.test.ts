import { describe, expect, test } from '@jest/globals';
import { refreshIdleGrants } from '../../../relay-service/src/jobs/refresh-idle-grants.ts';
import { changeConnection } from '../../../relay-service/src/store/connections.ts';
import { giveConnection } from '../portal/connection/given-connections.ts';
import { homes } from '../store/homes.ts';

const DAY = 86_400_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe.each(await homes())('idle consents on $name', ({ open }) => {
  /** @returns subjects whose grants were asked for, with a connection of each of these */
  const refreshed = async (given: readonly { name: string; age: number; state?: string; fails?: boolean }[]): Promise<string[]> => {
    const home = await open();
    const { ledger } = home;
    try {
      const names = new Map<string, string>();
      for (const { name, age, state } of given) {
        const { id } = await giveConnection(ledger, name);
        if (state !== undefined) await changeConnection(ledger, id, { state });
        for (const grant of await ledger.db.selectFrom('grants').select(['id', 'system']).where('subject', '=', name).execute())
          names.set(grant.id, `${name} ${grant.system}`);
        await ledger.db
          .updateTable('grants')
          .set({ refreshed_at: ledger.now() - age })
          .where('subject', '=', name)
          .execute();
      }
      const asked: string[] = [];
      const accessToken = (id: string): Promise<string> => {
        asked.push(names.get(id) ?? '');
        return given.some(({ name, fails }) => fails && names.get(id)?.startsWith(name))
          ? Promise.reject(new Error('no network'))
          : Promise.resolve('token');
      };
      await refreshIdleGrants({ ledger, log: silent, accessToken, timeScale: 1 });
      return asked.sort();
    } finally {
      await home.close();
    }
  };

  test.each([
    ['a week old: left alone', [{ name: 'young', age: 7 * DAY }], []],
    ['26 days old: both sides', [{ name: 'old', age: 26 * DAY }], ['old entra', 'old xero']],
    ['paused: kept alive', [{ name: 'paused', age: 26 * DAY, state: 'paused' }], ['paused entra', 'paused xero']],
    ['disconnected: never', [{ name: 'gone', age: 26 * DAY, state: 'disconnected' }], []],
    [
      'one that fails stops no other',
      [
        { name: 'bad', age: 50 * DAY, fails: true },
        { name: 'good', age: 30 * DAY },
      ],
      ['bad entra', 'bad xero', 'good entra', 'good xero'],
    ],
  ])('%s', async (_name, given, asked) => {
    expect(await refreshed(given)).toEqual(asked);
  });
});
