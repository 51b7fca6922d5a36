import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { hearRelays } from '../../../relay-service/src/jobs/hear-relays.ts';
import type { RelayBell } from '../../../relay-service/src/store/relay-bell.ts';
import { openRelayBell } from '../../../relay-service/src/store/relay-bell.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import { until } from '../../prove/until.ts';
import type { OpenHome } from './homes.ts';
import { homes, postgresUrl } from './homes.ts';

/** A busy PostgreSQL answers late. */
const PATIENCE_MS = 15_000;
/** More than a bell waits for its own ring before it says that it is deaf. */
const LATE_MS = 1_300;
const url = await postgresUrl();
const postgres = (await homes()).find(({ name }) => name === 'PostgreSQL');

(postgres === undefined || url === null ? describe.skip : describe)('relays that share a PostgreSQL', () => {
  const listenUrl = url ?? '';
  let home: OpenHome;
  const bells: RelayBell[] = [];
  const warnings: string[] = [];
  const bell = async (heard: string[], of: OpenHome = home, listen = listenUrl): Promise<RelayBell> => {
    const opened = await openRelayBell(of.ledger, {
      listenUrl: listen,
      heard: (id) => heard.push(id),
      warn: (_problem, message) => warnings.push(message),
    });
    bells.push(opened);
    return opened;
  };
  /** One that has heard itself, however late a busy machine let it. */
  const hearing = async (...settings: Parameters<typeof bell>): Promise<RelayBell> => {
    const opened = await bell(...settings);
    expect(await until(() => !opened.deaf, PATIENCE_MS)).toBe(true);
    return opened;
  };
  beforeEach(async () => {
    home = await postgres!.open();
  });
  afterEach(async () => {
    await Promise.all(bells.splice(0).map((each) => each.close()));
    await home.close();
    warnings.length = 0;
  });

  test('hear each other, many rings of a moment as one, and not themselves', async () => {
    const [mine, theirs]: [string[], string[]] = [[], []];
    const first = await hearing(mine);
    await hearing(theirs);
    for (let time = 0; time < 50; time++) first.ring('environment');
    expect(await until(() => theirs.length > 0, PATIENCE_MS)).toBe(true);
    await pause(100);
    expect([mine, theirs]).toEqual([[], ['environment']]);
  });

  test('of another schema are not woken', async () => {
    const other = await postgres!.open();
    const theirs: string[] = [];
    await hearing(theirs, other);
    const [first, heard] = [await hearing([]), [] as string[]];
    await hearing(heard);
    first.ring('environment');
    expect(await until(() => heard.length > 0, PATIENCE_MS)).toBe(true);
    expect(theirs).toEqual([]);
    await Promise.all(bells.splice(0).map((each) => each.close()));
    await other.close();
  });

  test('whose notices a pooler swallows say so, and look at the ledger twice a second', async () => {
    // Another database of the same server: it lets us listen, and nothing that is notified here is ever heard there.
    const elsewhere = new URL(listenUrl);
    elsewhere.pathname = '/template1';
    const woken: string[] = [];
    const log = { info: () => undefined, error: () => undefined, warn: (_: object, message: string) => warnings.push(message) };
    const config = { DATABASE_URL: listenUrl, DATABASE_LISTEN_URL: elsewhere.href };
    const hearing = await hearRelays(config, home.ledger, log, (id) => woken.push(id));
    expect(warnings.join()).toContain('DATABASE_LISTEN_URL');
    await recordRequests(home.ledger, 'environment', ['a'], 'webhook');
    // Eight looks take four seconds; at the pace of the poll they would take forty.
    expect(await until(() => woken.length >= 8, PATIENCE_MS)).toBe(true);
    expect(woken[0]).toBe('environment');
    await hearing.close();
  });

  test('that heard themselves too late, as on a busy server, were taken for deaf as long as their connection lasted', async () => {
    const { hostname, port } = new URL(listenUrl);
    const slow = createServer((near) => {
      const far = connect(Number(port || 5432), hostname);
      near.on('error', () => far.destroy()).pipe(far);
      far.on('data', (data) => void setTimeout(() => near.write(data), LATE_MS)).on('close', () => near.destroy());
    });
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    const through = new URL(listenUrl);
    through.host = `127.0.0.1:${String((slow.address() as AddressInfo).port)}`;
    const heard: string[] = [];
    await hearing(heard, home, through.href);
    expect(warnings).toHaveLength(1);
    (await hearing([])).ring('environment');
    expect(await until(() => heard.length > 0, PATIENCE_MS)).toBe(true);
    slow.close();
  });

  test('that cannot listen at all work on', async () => {
    const opened = await bell([], home, 'postgresql://nobody@127.0.0.1:1/nowhere');
    expect(opened.deaf).toBe(true);
    expect(warnings).toHaveLength(1);
    opened.ring('environment');
  });

  test('that lose their connection say so, and listen again', async () => {
    const heard: string[] = [];
    const deaf = await hearing(heard);
    const first = await hearing([]);
    await endListeners();
    expect(await until(() => deaf.deaf, PATIENCE_MS)).toBe(true);
    expect(await until(() => !deaf.deaf && !first.deaf, PATIENCE_MS)).toBe(true);
    first.ring('environment');
    expect(await until(() => heard.length > 0, PATIENCE_MS)).toBe(true);
  });

  /** As a server that restarts does. */
  const endListeners = async (): Promise<void> => {
    const { sql } = await import('kysely');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen "stellarise:' || current_schema() || '"%'`.execute(
      home.ledger.db,
    );
  };
});

test('on SQLite nobody is there to be told', async () => {
  const log = { info: () => undefined, error: () => undefined, warn: () => undefined };
  const sqlite = (await homes()).find(({ name }) => name === 'SQLite')!;
  const home = await sqlite.open();
  const hearing = await hearRelays({ DATABASE_URL: null, DATABASE_LISTEN_URL: null }, home.ledger, log, () => undefined);
  hearing.tell('environment');
  await hearing.close();
  await home.close();
});
