import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readGrant, saveGrant } from '../../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import type { XeroStandIn } from '../../sandbox/xero/start.ts';
import { startXero } from '../../sandbox/xero/start.ts';
import { postgresUrl } from '../store/homes.ts';
import type { BrokerOrder, BrokerStep, BrokerWord } from './broker-process.ts';

const url = await postgresUrl();
const MINUTE = 60_000;
/** Of the broker's waits: a lease of 20 s must outlast a refresh on a busy machine. */
const SCALE = 4;
/** Of Xero's half hour of grace. */
const GRACE_SCALE = 400;

interface Relay {
  readonly process: ChildProcess;
  order(order: BrokerOrder): Promise<readonly string[]>;
  /** Resolves when it has died or stopped. */
  struck(): Promise<void>;
}

/** Four relays share a PostgreSQL; a SQLite has one, which is started again after it died. */
describe.each([
  { name: 'SQLite', relaysAtOnce: 1, databaseUrl: null },
  ...(url === null ? [] : [{ name: 'PostgreSQL', relaysAtOnce: 4, databaseUrl: url }]),
])('50 users of one expired token, relays in processes of their own, on $name', ({ relaysAtOnce, databaseUrl }) => {
  let xero: XeroStandIn;
  let folder: string;
  let schema: pg.Client | null;
  let address: string;
  let relays: Relay[];
  const secret = randomBytes(32);
  const schemaName = `stl3_test_${randomUUID().replaceAll('-', '')}`;

  const withLedger = async <Value>(use: (ledger: Ledger) => Promise<Value>): Promise<Value> => {
    const ledger = await openLedger({
      dataDirectory: folder,
      databaseUrl: address === '' ? null : address,
      seal: createSeal([{ id: 1, key: secret }]),
    });
    try {
      return await use(ledger);
    } finally {
      await ledger.close();
    }
  };
  const begin = async (graceScale = SCALE): Promise<void> => {
    xero = await startXero({ timeScale: graceScale, grace: 'further-pair' });
    const refreshToken = xero.control.consent();
    await withLedger((ledger) =>
      saveGrant(ledger, { id: 'grant', system: 'xero', subject: 's', tenant: '', refreshToken, accessToken: 'old', accessExpiresAt: 0 }),
    );
    relays = [];
    for (let index = 0; index < relaysAtOnce; index++) relays.push(await startRelay());
  };
  const startRelay = (): Promise<Relay> => {
    const child = fork(join(import.meta.dirname, 'broker-process.ts'), [], {
      env: {
        PATH: process.env['PATH'] ?? '',
        XERO_ORIGIN: xero.origin,
        LEDGER_FOLDER: folder,
        LEDGER_URL: address,
        SECRET: secret.toString('base64'),
        TIME_SCALE: String(SCALE),
      },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const heard = (which: (word: BrokerWord) => boolean): Promise<BrokerWord> =>
      new Promise((resolve) => {
        const listen = (word: BrokerWord): void => {
          if (!which(word)) return;
          child.off('message', listen);
          resolve(word);
        };
        child.on('message', listen);
      });
    const relay: Relay = {
      process: child,
      order: async (order) => {
        const answer = heard(({ answers }) => answers !== undefined);
        child.send(order);
        return (await answer).answers ?? [];
      },
      struck: async () => {
        await heard(({ struck }) => struck !== undefined);
      },
    };
    return heard(({ ready }) => ready === true).then(() => relay);
  };
  const ended = (child: ChildProcess): Promise<unknown> =>
    child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
  const grant = () => withLedger((ledger) => readGrant(ledger, 'grant'));
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stellarise-broker-'));
    schema = null;
    address = '';
    if (databaseUrl !== null) {
      schema = new pg.Client({ connectionString: databaseUrl });
      await schema.connect();
      await schema.query(`create schema ${schemaName}`);
      const own = new URL(databaseUrl);
      own.searchParams.set('options', `-c search_path=${schemaName}`);
      address = own.href;
    }
  });
  afterEach(async () => {
    for (const { process: child } of relays) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended(child);
    }
    await xero.close();
    await schema?.query(`drop schema ${schemaName} cascade`);
    await schema?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** All users of the relays that are left. A SQLite's relay that died is started again first. */
  const everybody = async (): Promise<readonly string[]> => {
    const alive = relays.filter(({ process: child }) => child.exitCode === null && child.signalCode === null);
    if (alive.length === 0) relays.push(await startRelay());
    const asked = alive.length === 0 ? relays.slice(-1) : alive;
    return (
      await Promise.all(
        asked.map((relay, index) => relay.order({ users: Math.floor(50 / asked.length) + (index < 50 % asked.length ? 1 : 0) })),
      )
    ).flat();
  };
  /** @returns how often a token was refreshed once everybody has one */
  const expectAlive = async (answers: readonly string[], atMost: number): Promise<void> => {
    expect(answers.length).toBeGreaterThanOrEqual(48);
    expect(answers.filter((answer) => !answer.startsWith('eyJ'))).toEqual([]);
    expect(xero.control.refreshes()).toBeLessThanOrEqual(atMost);
    expect(await grant()).toMatchObject({ state: 'alive' });
  };

  test('one refresh', async () => {
    await begin();
    const answers = await everybody();
    expect(new Set(answers).size).toBe(1);
    if (relaysAtOnce === 1) for (const { process: child } of relays) child.kill('SIGKILL');
    await Promise.all(relaysAtOnce === 1 ? relays.map(({ process: child }) => ended(child)) : []);
    await expectAlive(answers, 1);
  });

  test.each<[BrokerStep, number]>([
    ['before the request', 1],
    ['after the answer', 2],
    ['after the store', 1],
  ])('killed %s: at most two refreshes and the connection lives', async (at, refreshes) => {
    await begin();
    const [first] = relays;
    const struck = first!.struck();
    void first!.order({ users: 1, strike: { at, signal: 'SIGKILL' } });
    await struck;
    await ended(first!.process);
    const answers = await everybody();
    for (const { process: child } of relaysAtOnce === 1 ? relays : []) {
      child.kill('SIGKILL');
      await ended(child);
    }
    await expectAlive(answers, 2);
    expect(xero.control.refreshes()).toBe(refreshes);
  });

  // One relay alone is stopped with all of its users.
  const severalRelays = relaysAtOnce > 1 ? test : test.skip;
  severalRelays.each<BrokerStep>(['before the request', 'after the answer', 'after the store'])(
    'stopped for 40 s %s: at most two refreshes and the connection lives',
    async (at) => {
      await begin();
      const [first, ...others] = relays;
      const struck = first!.struck();
      const stopped = first!.order({ users: 2, strike: { at, signal: 'SIGSTOP' } });
      await struck;
      const going = others.map((relay) => relay.order({ users: 16 }));
      await pause((40 * 1000) / SCALE);
      first!.process.kill('SIGCONT');
      const answers = [...(await stopped), ...(await Promise.all(going)).flat()];
      expect(answers).toHaveLength(50);
      await expectAlive(answers.slice(2), 2);
      // Who was stopped may hold the earlier token, which Xero takes as well until it ends.
      for (const answer of answers.slice(0, 2)) expect(answer).toMatch(/^eyJ/);
    },
  );

  test('stopped for more than 30 minutes after the answer: Reconnect for all, no storm; its late answer heals the connection', async () => {
    await begin(GRACE_SCALE);
    const [first, ...others] = relays;
    const struck = first!.struck();
    const stopped = first!.order({ users: 1, strike: { at: 'after the answer', signal: 'SIGSTOP' } });
    await struck;
    // Nobody asked meanwhile; the token that the ledger holds is dead.
    await pause((31 * MINUTE) / GRACE_SCALE);
    if (others.length > 0) {
      const answers = (await Promise.all(others.map((relay) => relay.order({ users: 16 })))).flat();
      expect(new Set(answers)).toEqual(new Set(['RECONNECT']));
      expect(xero.control.refreshes()).toBe(1);
      // Refused once: whoever comes later reads it in the ledger.
      expect(xero.control.refusedRefreshes()).toBe(1);
      expect(await grant()).toMatchObject({ state: 'reconnect' });
    }
    first!.process.kill('SIGCONT');
    expect((await stopped)[0]).toMatch(/^eyJ/);
    if (others.length === 0) {
      first!.process.kill('SIGKILL');
      await ended(first!.process);
    }
    expect(await grant()).toMatchObject({ state: 'alive' });
  });
});
