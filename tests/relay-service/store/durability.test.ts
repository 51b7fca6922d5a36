/** A commit is on the disk before anybody is told of it: set, asked for at run time, and seen where the system lets us look. */
import { expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { objectionTo } from '../../../relay-service/src/store/postgres-home.ts';
import { recordRequests } from '../../../relay-service/src/store/requests.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { startCheckpoints } from '../../../relay-service/src/store/checkpoints.ts';
import { withOwnSchema } from '../../prove/own-schema.ts';
import { until } from '../../prove/until.ts';
import { postgresUrl } from './homes.ts';

const COMMITS = 100;
const seal = createSeal([{ id: 1, key: randomBytes(32) }]);
const postgres = await postgresUrl();
const strace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
const testWith = (what: boolean) => (what ? test : test.skip);

const inFolder = async <T>(run: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-durable-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withLedger = async <T>(options: { folder?: string; url?: string }, run: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger({ dataDirectory: options.folder ?? '', databaseUrl: options.url ?? null, seal });
  try {
    return await run(ledger);
  } finally {
    await ledger.close();
  }
};

const commitMany = async (ledger: Ledger): Promise<void> => {
  for (let count = 0; count < COMMITS; count++) await recordRequests(ledger, 'environment', [String(count)], 'webhook');
};

/**
 * Commits on a connection of the ledger's, and looks each time whether the commit is in the flushed part of the log.
 * @returns how many were not when PostgreSQL called them done
 */
const countUnflushed = (ledger: Ledger, durable: boolean): Promise<number> =>
  ledger.db.connection().execute(async (db) => {
    let unflushed = 0;
    for (let count = 0; count < COMMITS; count++) {
      await sql`begin`.execute(db);
      if (!durable) await sql`set local synchronous_commit = off`.execute(db);
      await recordRequests({ ...ledger, db }, 'environment', [`${String(durable)} ${String(count)}`], 'webhook');
      // The record of the commit comes after this place. A place read after the commit might lie behind what others wrote since.
      const before = await sql<{ lsn: string }>`select pg_current_wal_insert_lsn()::text as lsn`.execute(db);
      const lsn = sql.lit(before.rows[0]?.lsn);
      // One message, of which Kysely gives no rows: between two of them, others on a busy server might flush what we left.
      await sql`commit; select set_config('test.flushed', (pg_current_wal_flush_lsn() > ${lsn}::pg_lsn)::text, false)`.execute(db);
      const { rows } = await sql<{ flushed: string }>`select current_setting('test.flushed') as flushed`.execute(db);
      if (rows[0]?.flushed !== 'true') unflushed += 1;
    }
    return unflushed;
  });

/** Watches a process while something runs. @returns how often it flushed a file; null where it cannot be watched */
const countFlushes = (pid: number, run: () => Promise<void>): Promise<number | null> =>
  inFolder(async (folder) => {
    const file = join(folder, 'trace');
    const watcher: ChildProcess = spawn('strace', ['-f', '-e', 'trace=fsync,fdatasync', '-o', file, '-p', String(pid)]);
    const ended = new Promise((resolve) => watcher.once('exit', resolve));
    const said = await new Promise((resolve) => watcher.stderr?.once('data', (words: Buffer) => resolve(words.toString())));
    if (!String(said).includes(' attached')) {
      await ended;
      return null;
    }
    await run();
    watcher.kill('SIGINT');
    await ended;
    return (readFileSync(file, 'utf8').match(/f(?:data)?sync\(/g) ?? []).length;
  });

test('SQLite says that it logs ahead and flushes at each commit', () =>
  inFolder((folder) =>
    withLedger({ folder }, async ({ db }) => {
      const { rows } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
      const { rows: level } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
      expect([rows[0]?.journal_mode, level[0]?.synchronous]).toEqual(['wal', 2]);
    }),
  ));

testWith(strace)(`SQLite flushes at least once for each of ${String(COMMITS)} commits (strace)`, () =>
  inFolder(async (folder) => {
    await withLedger({ folder }, async (ledger) => {
      expect(await countFlushes(process.pid, () => commitMany(ledger))).toBeGreaterThanOrEqual(COMMITS);
    });
  }),
);

test('a PostgreSQL that forgets is refused in words that say what is wrong and what to do', () => {
  expect(objectionTo({ fsync: 'on', synchronous_commit: 'on' })).toBeNull();
  expect(objectionTo({ fsync: 'on', synchronous_commit: 'remote_apply' })).toBeNull();
  expect(objectionTo({ fsync: 'off', synchronous_commit: 'on' })).toMatch(/fsync is off.*Switch fsync on/s);
  expect(objectionTo({ fsync: 'on', synchronous_commit: 'off' })).toMatch(/synchronous_commit is off/);
});

testWith(postgres !== null)('PostgreSQL: every connection commits durably, also where role or address say otherwise', () =>
  withOwnSchema(postgres ?? '', async (own) => {
    const forgetful = new URL(own);
    forgetful.searchParams.set('options', `${forgetful.searchParams.get('options') ?? ''} -c synchronous_commit=off`);
    await withLedger({ url: forgetful.href }, async ({ db }) => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () =>
          sql<{ setting: string }>`select current_setting('synchronous_commit') as setting from pg_sleep(0.1)`.execute(db),
        ),
      );
      expect(answers.map(({ rows }) => rows[0]?.setting)).toEqual(Array(6).fill('on'));
    });
  }),
);

testWith(postgres !== null)(`PostgreSQL has flushed each of ${String(COMMITS)} commits when it calls it done`, () =>
  withOwnSchema(postgres ?? '', (own) =>
    withLedger({ url: own }, async (ledger) => {
      expect(await countUnflushed(ledger, true)).toBe(0);
      // Else the look itself would see nothing.
      expect(await countUnflushed(ledger, false)).toBeGreaterThan(0);
    }),
  ),
);

testWith(postgres !== null && strace)(`PostgreSQL flushes in the process that makes ${String(COMMITS)} commits (strace on it)`, () =>
  withOwnSchema(postgres ?? '', (own) =>
    withLedger({ url: own }, async (ledger) => {
      const { rows } = await sql<{
        pid: number;
        method: string;
      }>`select pg_backend_pid() as pid, current_setting('wal_sync_method') as method`.execute(ledger.db);
      const { pid = 0, method = '' } = rows[0] ?? {};
      // The others flush by opening the file so; and a server in another container cannot be watched.
      const flushes = /^f(?:data)?sync$/.test(method) ? await countFlushes(pid, () => commitMany(ledger)) : null;
      if (flushes === null) {
        process.stdout.write('Skipped: flushes of PostgreSQL (its process cannot be watched from here).\n');
        return;
      }
      // One log is everybody's: a flush of another process covers what we have written by then. Without flushing there would be none.
      expect(flushes).toBeGreaterThan(0);
    }),
  ),
);

test('a file that somebody else has locked is waited for without holding up anything else', () =>
  inFolder((folder) =>
    withLedger({ folder }, async (ledger) => {
      const other = new Database(join(folder, 'ledger.db'));
      other.exec('BEGIN IMMEDIATE');
      let turns = 0;
      const turning = setInterval(() => (turns += 1), 10);
      const recorded = recordRequests(ledger, 'environment', ['a'], 'webhook');
      await pause(500);
      // A busy machine may give fewer turns by then; the ledger waits for five seconds.
      await until(() => turns > 5, 3_500);
      other.exec('COMMIT');
      other.close();
      expect(await recorded).toBe(1);
      clearInterval(turning);
      // Each try holds the process up for 50 ms at the most.
      expect(turns).toBeGreaterThan(5);
    }),
  ));

test('the log of SQLite is moved into the file by a thread while commits go on', () =>
  inFolder((folder) =>
    withLedger({ folder }, async (ledger) => {
      const file = join(folder, 'ledger.db');
      const before = statSync(file).size;
      const end = startCheckpoints(file, 50);
      let count = 0;
      const hasMoved = async (): Promise<boolean> => {
        const ids = Array.from({ length: 50 }, (_, index) => `${String(count)}-${String(index)}-${'x'.repeat(30)}`);
        count++;
        await recordRequests(ledger, 'environment', ids, 'webhook');
        return statSync(file).size > before + 50_000;
      };
      expect(await until(hasMoved, 30_000)).toBe(true);
      await end();
    }),
  ));
