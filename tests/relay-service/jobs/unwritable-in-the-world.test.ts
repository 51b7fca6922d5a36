import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { withOwnSchema } from '../../prove/own-schema.ts';
import { until } from '../../prove/until.ts';
import type { World, WorldOptions } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { postgresUrl } from '../store/homes.ts';
import { asking } from './asking.ts';

/** Lets the ledger take no write, or writes again. */
type Gate = (writable: boolean) => Promise<void> | void;

const play = async (options: WorldOptions, gate: Gate): Promise<void> => {
  const world: World = await startWorld({ ...options, webhookDelayMs: () => 20, xero: { limits: false } });
  try {
    const { ask, asked, answered, plain } = asking(() => world);
    const { environment } = world.dataverse.control;
    const statuses = (from: number): (number | null)[] => environment.deliveries.slice(from).map(({ status }) => status);
    const made = () => world.xero.control.journal().filter(({ documentType }) => documentType === 'invoice').length;
    await asked(plain(0).id);
    await gate(false);
    const before = environment.deliveries.length;
    const clicks = await Promise.all([1, 2, 3].map((index) => ask(plain(index).id)));
    expect(await until(() => statuses(before).length >= 3 && statuses(before).every((status) => status !== null), 20_000)).toBe(true);
    expect(statuses(before)).toEqual([503, 503, 503]);
    expect(made()).toBe(1);
    await gate(true);
    for (const id of clicks) await answered(id, 90);
    expect(made()).toBe(4);
  } finally {
    await world.close();
  }
};

test('a SQLite ledger that takes no write while the relay runs: webhooks hear 503, nothing is sent, nothing is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-unwritable-'));
  const gate: Gate = (writable) => {
    const database = new Database(join(folder, 'ledger.db'));
    const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all() as {
      name: string;
    }[];
    for (const { name } of tables)
      for (const event of ['insert', 'update'])
        database.exec(
          writable
            ? `drop trigger if exists "full_${event}_${name}"`
            : `create trigger "full_${event}_${name}" before ${event} on "${name}" begin select raise(abort, 'database or disk is full'); end`,
        );
    database.close();
  };
  try {
    await play({ dataDirectory: folder }, gate);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a PostgreSQL whose disk is full for a while: webhooks hear 503, nothing is sent, nothing is lost', async () => {
  const url = await postgresUrl();
  if (url === null) {
    process.stdout.write('Skipped: a ledger on PostgreSQL that takes no write (no PostgreSQL).\n');
    return;
  }
  await withOwnSchema(url, async (own) => {
    const client = new pg.Client({ connectionString: own });
    await client.connect();
    await client.query(
      `create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'no space left' using errcode = '53100'; end $$`,
    );
    const gate: Gate = async (writable) => {
      const { rows } = await client.query<{ name: string }>('select tablename as name from pg_tables where schemaname = current_schema()');
      for (const { name } of rows)
        await client.query(
          writable
            ? `drop trigger if exists full_disk on "${name}"`
            : `create trigger full_disk before insert or update on "${name}" for each statement execute function full_disk()`,
        );
    };
    try {
      await play({ databaseUrl: own }, gate);
    } finally {
      await client.end();
    }
  });
});
