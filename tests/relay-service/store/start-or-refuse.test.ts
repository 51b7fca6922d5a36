import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../../relay-service/src/store/migrate.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { dueRequests, recordRequests } from '../../../relay-service/src/store/requests.ts';
import { homes, postgresUrl } from './homes.ts';

interface Said {
  readonly installationId?: string;
  readonly code?: string;
  readonly message?: string;
}
const run = promisify(execFile);
const entry = join(import.meta.dirname, 'open-ledger-process.ts');
/** @param uid user that the process runs as */
const openElsewhere = async (folder: string, databaseUrl = '', uid?: number): Promise<Said> => {
  const user = uid === undefined ? [] : [String(uid)];
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', entry, folder, databaseUrl, ...user]);
  return JSON.parse(stdout) as Said;
};
const seal = createSeal([{ id: 1, key: Buffer.alloc(32, 1) }]);

describe.each(await homes())('a ledger on $name', ({ open }) => {
  test('from the future: the relay does not start, says which version, and changes nothing', async () => {
    const home = await open();
    try {
      const { db } = home.ledger;
      const ours = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
      await sql`insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '2099-01-01T00:00:00.000Z')`.execute(db);
      await recordRequests(home.ledger, 'e', ['kept'], 'webhook');
      await expect(migrate(db, home.ledger.home)).rejects.toMatchObject({
        code: 'LEDGER_FROM_THE_FUTURE',
        message: expect.stringContaining('9999-of-tomorrow') as unknown,
      });
      await sql`delete from kysely_migration where name = '9999-of-tomorrow'`.execute(db);
      expect(await sql<{ name: string }>`select name from kysely_migration`.execute(db)).toMatchObject({ rows: ours.rows });
      expect(await dueRequests(await home.reopen(), 'e', 'clicks', 10)).toHaveLength(1);
    } finally {
      await home.close();
    }
  });
});

describe('a SQLite ledger', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stellarise-start-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  test('that may not be written: the relay does not start, and says where', async () => {
    await (await openLedger({ dataDirectory: folder, databaseUrl: null, seal })).close();
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    // The superuser may write everywhere: somebody else has to try.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    expect(await openElsewhere(folder, '', uid)).toMatchObject({
      code: 'LEDGER_READ_ONLY',
      message: expect.stringContaining(folder) as unknown,
    });
  });

  test('whose file alone may not be written is refused too', async () => {
    await (await openLedger({ dataDirectory: folder, databaseUrl: null, seal })).close();
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    if (uid !== undefined) {
      chownSync(folder, uid, uid);
      chownSync(join(folder, 'relay.lock.db'), uid, uid);
    }
    chmodSync(join(folder, 'ledger.db'), 0o444);
    expect(await openElsewhere(folder, '', uid)).toMatchObject({ code: 'LEDGER_READ_ONLY' });
  });

  test('that is no database is refused as damaged', async () => {
    writeFileSync(join(folder, 'ledger.db'), 'this is not a database, but long enough to be taken for one by its size'.repeat(40));
    expect(await openElsewhere(folder)).toMatchObject({ code: 'LEDGER_DAMAGED', message: expect.stringContaining('backup') as unknown });
  });

  test('that another relay holds is refused, and the way out is named', async () => {
    const held = await openLedger({ dataDirectory: folder, databaseUrl: null, seal });
    expect(await openElsewhere(folder)).toMatchObject({ code: 'LEDGER_HELD', message: expect.stringContaining('DATABASE_URL') as unknown });
    await held.close();
    expect((await openElsewhere(folder)).installationId).toBe(held.installationId);
  });

  test('a migration that fails half way leaves nothing behind', async () => {
    const ledger = await openLedger({ dataDirectory: folder, databaseUrl: null, seal });
    // What the newest migration adds stands in the way of itself.
    const names = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(ledger.db);
    const last = names.rows.at(-1)!.name;
    await sql`delete from kysely_migration where name = ${last}`.execute(ledger.db);
    await ledger.close();
    await expect(openLedger({ dataDirectory: folder, databaseUrl: null, seal })).rejects.toMatchObject({
      code: 'LEDGER_NOT_MIGRATED',
      message: expect.stringContaining(last) as unknown,
    });
  });
});

const url = await postgresUrl();
(url === null ? describe.skip : describe)('a PostgreSQL', () => {
  let schema: string;
  let admin: pg.Client;
  const into = (user?: string, options = ''): string => {
    const own = new URL(url ?? '');
    if (user !== undefined) own.username = user;
    own.searchParams.set('options', `-c search_path=${schema} ${options}`.trim());
    return own.href;
  };
  beforeEach(async () => {
    schema = `stl3_test_${randomUUID().replaceAll('-', '')}`;
    admin = new pg.Client({ connectionString: url ?? '' });
    await admin.connect();
    await admin.query(`create schema ${schema}`);
  });
  afterEach(async () => {
    await admin.query(`drop schema if exists ${schema} cascade`);
    await admin.end();
  });

  test('four relays that start at once on an empty schema migrate once and are one installation', async () => {
    const said = await Promise.all(Array.from({ length: 4 }, () => openElsewhere('', into())));
    expect(said.map(({ message }) => message)).toEqual([undefined, undefined, undefined, undefined]);
    expect(new Set(said.map(({ installationId }) => installationId)).size).toBe(1);
    expect((await admin.query(`select count(*)::int as rows from ${schema}.installation`)).rows).toEqual([{ rows: 1 }]);
    const { rows } = await admin.query<{ name: string }>(`select name from ${schema}.kysely_migration`);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test('whose other schemas come and go meanwhile is read without a word about them', async () => {
    const ledger = await openLedger({ dataDirectory: '', databaseUrl: into(), seal });
    let reads = 60;
    const neighbour = (async () => {
      for (let name = `${schema}_next`; reads > 0;) {
        await admin.query(`create schema ${name} create table passing (id serial primary key) create table by (id serial primary key)`);
        await admin.query(`drop schema ${name} cascade`);
      }
    })();
    try {
      for (; reads > 0; reads--) {
        const tables = await ledger.db.introspection.getTables();
        expect(new Set(tables.map((table) => table.schema))).toEqual(new Set([schema]));
        expect(tables.map(({ name }) => name)).toContain('postings');
      }
    } finally {
      reads = 0;
      await neighbour;
      await ledger.close();
    }
  });

  test('that ends the session of a relay in the middle of starting: it starts all the same', async () => {
    await admin.query(`select pg_advisory_lock(hashtext('stellarise ledger'), hashtext('${schema}'))`);
    const starting = openLedger({ dataDirectory: '', databaseUrl: into(), seal });
    const waiting = `select pid from pg_locks where locktype = 'advisory' and not granted and objid = (hashtext('${schema}')::bigint & 4294967295)::oid`;
    const waiter = async (): Promise<number> => {
      for (;;) {
        const [row] = (await admin.query<{ pid: number }>(waiting)).rows;
        if (row) return row.pid;
        await pause(20);
      }
    };
    // A start that fails before it waits says so by itself.
    const pid = await Promise.race([waiter(), starting.then(() => Promise.reject(new Error('It did not wait for the lock.')))]);
    await admin.query(`select pg_terminate_backend(${String(pid)})`);
    await admin.query(`select pg_advisory_unlock_all()`);
    await (await starting).close();
  });

  test('that is a standby, or whose role may not write, is refused by name', async () => {
    await (await openLedger({ dataDirectory: '', databaseUrl: into(), seal })).close();
    await expect(
      openLedger({ dataDirectory: '', databaseUrl: into(undefined, '-c default_transaction_read_only=on'), seal }),
    ).rejects.toMatchObject({ code: 'LEDGER_READ_ONLY' });
    const role = `reader_${schema}`.slice(0, 60);
    await admin.query(`create role ${role} login`);
    try {
      await admin.query(`grant usage on schema ${schema} to ${role}`);
      await admin.query(`grant select on all tables in schema ${schema} to ${role}`);
      await expect(openLedger({ dataDirectory: '', databaseUrl: into(role), seal })).rejects.toMatchObject({ code: 'LEDGER_READ_ONLY' });
    } finally {
      await admin.query(`drop owned by ${role}`);
      await admin.query(`drop role ${role}`);
    }
  });

  test('that does not answer is refused by its address, without the password', async () => {
    const problem = await openLedger({ dataDirectory: '', databaseUrl: 'postgresql://relay:secret@127.0.0.1:1/ledger', seal }).catch(
      (each: unknown) => each as Error,
    );
    expect(problem).toMatchObject({ code: 'LEDGER_NOT_REACHED', message: expect.stringContaining('127.0.0.1:1/ledger') as unknown });
    expect((problem as Error).message).not.toContain('secret');
  });
});
