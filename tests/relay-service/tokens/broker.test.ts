import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import type { Grant } from '../../../relay-service/src/store/grants.ts';
import { markDead, readGrant, saveGrant, saveRefreshed, takeRefresh } from '../../../relay-service/src/store/grants.ts';
import type { Refresh, Tokens } from '../../../relay-service/src/tokens/broker.ts';
import type { RemoteError } from '../../../relay-service/src/errors.ts';
import { createBroker } from '../../../relay-service/src/tokens/broker.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

/** Divides the waits of one test. No divisor of the lease, so that it has to be rounded: PostgreSQL takes no fraction of a millisecond. */
const SCALE = 19;
const MINUTE = 60_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Xero's side: a token that was rotated lives on for 30 minutes, and each of its uses gives a further pair. */
const authority = () => {
  let number = 1;
  let formerDies = Infinity;
  const state = { now: 0, refreshes: 0, alive: ['refresh 1'], former: null as string | null };
  const refresh: Refresh = ({ refreshToken }) => {
    const known = state.alive.includes(refreshToken) || (refreshToken === state.former && state.now < formerDies);
    if (!known) return Promise.reject(Object.assign(new Error('invalid_grant'), { error: 'invalid_grant' }));
    state.refreshes += 1;
    number += 1;
    if (state.alive.includes(refreshToken)) {
      state.former = refreshToken;
      formerDies = state.now + 30 * MINUTE;
      state.alive = [];
    }
    state.alive.push(`refresh ${String(number)}`);
    const tokens: Tokens = { accessToken: `access ${String(number)}`, refreshToken: `refresh ${String(number)}`, expiresInMs: 30 * MINUTE };
    return Promise.resolve(tokens);
  };
  return { state, refresh };
};

describe.each(await homes())('the token broker on $name', ({ open }) => {
  let home: OpenHome;
  let ledger: Ledger;
  let xero: ReturnType<typeof authority>;
  beforeEach(async () => {
    home = await open();
    ({ ledger } = home);
    xero = authority();
    await saveGrant(ledger, {
      id: 'grant',
      system: 'xero',
      subject: 'somebody',
      tenant: '',
      refreshToken: 'refresh 1',
      accessToken: 'access 1',
      accessExpiresAt: ledger.now() - 1,
    });
  });
  afterEach(() => home.close());

  const relay = (refresh: Refresh = xero.refresh, atRenewed: () => Promise<void> | void = () => undefined, timeScale = 1) =>
    createBroker(ledger, refresh, { save: saveRefreshed, atRenewed, timeScale });
  const never = new Promise<never>(() => undefined);
  /**
   * The lease of whoever died or stopped is over. It grows old in the ledger: short ones would be over before their time on a busy
   * machine, and whoever lives would rightly be taken over as well.
   */
  const leaseIsOver = async (): Promise<void> => {
    const { numUpdatedRows } = await ledger.db
      .updateTable('grants')
      .set({ refreshing_since: ledger.now() - 20_000 })
      .where('refreshing_since', 'is not', null)
      .executeTakeFirst();
    expect(Number(numUpdatedRows)).toBe(1);
  };

  /** A relay that Xero answers and that stands still before it keeps the answer, until `goOn`. */
  const stoppedBeforeItIsKept = () => {
    const answer = Promise.withResolvers<undefined>();
    const stop = Promise.withResolvers<undefined>();
    const stopped = relay(xero.refresh, () => (answer.resolve(undefined), stop.promise));
    return { stopped, answered: answer.promise, goOn: () => stop.resolve(undefined) };
  };

  test('50 users of one expired token on 4 relays: one refresh', async () => {
    const slow: Refresh = async (grant) => {
      await pause(30);
      return xero.refresh(grant);
    };
    const relays = [0, 1, 2, 3].map(() => relay(slow));
    const given = await Promise.all(Array.from({ length: 50 }, (_, user) => relays[user % 4]!.accessToken('grant')));
    expect(new Set(given)).toEqual(new Set(['access 2']));
    expect(xero.state.refreshes).toBe(1);
  });

  test.each([
    ['before the request', (_, die) => die(), undefined, 1],
    ['after the answer', (grant, die) => xero.refresh(grant).then(die), undefined, 2],
    ['before it is kept', (grant) => xero.refresh(grant), (die) => die(), 2],
  ] as readonly (readonly [
    string,
    (grant: Grant, die: () => Promise<never>) => Promise<Tokens>,
    ((die: () => Promise<never>) => Promise<never>) | undefined,
    number,
  ])[])('a refresher that dies %s: another one takes over, and the connection lives', async (_, refresh, atRenewed, refreshes) => {
    await new Promise<void>((dead) => {
      const die = (): Promise<never> => (dead(), never);
      void relay(
        (grant) => refresh(grant, die),
        () => atRenewed?.(die),
      ).accessToken('grant');
    });
    await leaseIsOver();
    expect(await Promise.all([relay().accessToken('grant'), relay().accessToken('grant')])).toEqual([
      `access ${String(refreshes + 1)}`,
      `access ${String(refreshes + 1)}`,
    ]);
    expect(xero.state.refreshes).toBe(refreshes);
    expect(await readGrant(ledger, 'grant')).toMatchObject({ state: 'alive', generation: 2 });
  });

  test('one that dies after the store costs nothing', async () => {
    await relay().accessToken('grant');
    expect(await relay().accessToken('grant')).toBe('access 2');
    expect(xero.state.refreshes).toBe(1);
  });

  test('one that was stopped for 40 s goes on with what another one has kept; at most two refreshes', async () => {
    const { stopped, answered, goOn } = stoppedBeforeItIsKept();
    const first = stopped.accessToken('grant');
    await answered;
    await leaseIsOver();
    expect(await relay().accessToken('grant')).toBe('access 3');
    goOn();
    expect(['access 2', 'access 3']).toContain(await first);
    expect(xero.state.refreshes).toBe(2);
    expect(await stopped.accessToken('grant')).toBe('access 3');
    expect(await readGrant(ledger, 'grant')).toMatchObject({ state: 'alive', generation: 2, refreshToken: 'refresh 3' });
  });

  test('a late answer is tried before anybody has to connect again', async () => {
    const { stopped, answered, goOn } = stoppedBeforeItIsKept();
    const first = stopped.accessToken('grant');
    await answered;
    await leaseIsOver();
    await relay().accessToken('grant');
    goOn();
    await first;
    // Xero takes the earlier pair for the living one.
    xero.state.alive = ['refresh 2'];
    xero.state.now = 31 * MINUTE;
    await ledger.db.updateTable('grants').set({ access_expires_at: 0 }).execute();
    expect(await stopped.accessToken('grant')).toBe('access 4');
    expect(await readGrant(ledger, 'grant')).toMatchObject({ state: 'alive' });
  });

  test('stopped for more than 30 minutes after the answer: Reconnect, once, and no storm', async () => {
    await xero.refresh({ refreshToken: 'refresh 1' } as Parameters<Refresh>[0]);
    xero.state.now = 31 * MINUTE;
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => relay().accessToken('grant')));
    expect(new Set(answers.map((answer) => answer.status === 'rejected' && (answer.reason as RemoteError).code))).toEqual(
      new Set(['RECONNECT']),
    );
    expect(xero.state.refreshes).toBe(1);
    expect(await readGrant(ledger, 'grant')).toMatchObject({ state: 'reconnect' });
  });

  test('a relay that read the grant while it was alive asked for a dead one again', async () => {
    const { generation } = (await readGrant(ledger, 'grant'))!;
    await markDead(ledger, 'grant', generation);
    expect(await takeRefresh(ledger, 'grant', generation, 20_000, null)).toBeNull();
  });

  test('answers that are lost are tried again by the same relay, and then given up for others to try', async () => {
    let tries = 0;
    const lost: Refresh = () => Promise.reject(new Error(`lost ${String(++tries)}`));
    await expect(relay(lost, undefined, SCALE).accessToken('grant')).rejects.toMatchObject({ code: 'TOKEN_NOT_RENEWED' });
    expect(tries).toBe(3);
    expect(await relay().accessToken('grant')).toBe('access 2');
  });

  test('a token that Xero refuses before its time is renewed; one that is new is not blamed', async () => {
    const broker = relay();
    await broker.accessToken('grant');
    await broker.refused('grant', 'access 2');
    expect(await broker.accessToken('grant')).toBe('access 2');
    await ledger.db
      .updateTable('grants')
      .set({ updated_at: ledger.now() - 31_000 })
      .execute();
    await broker.refused('grant', 'another');
    expect(await broker.accessToken('grant')).toBe('access 2');
    await broker.refused('grant', 'access 2');
    expect(await broker.accessToken('grant')).toBe('access 3');
  });
});
