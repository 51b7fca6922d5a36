/** What the disk allows: single commits a second on a bare SQLite with the ledger's own durability. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { round } from './report.ts';

const RUN_MS = 2_000;

export const rawCommitsPerSecond = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-commits-'));
  const database = new Database(join(folder, 'raw.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table rows (id integer primary key, text text)');
  const insert = database.prepare('insert into rows (text) values (?)');
  const started = performance.now();
  let commits = 0;
  for (; performance.now() - started < RUN_MS; commits++) insert.run('x'.repeat(150));
  const seconds = (performance.now() - started) / 1_000;
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return round(commits / seconds);
};
