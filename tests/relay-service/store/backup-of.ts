/** What a backup of a ledger holds, byte for byte: the file that SQLite writes, the dump that PostgreSQL's own tool makes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';

/** A copy that is whole while the relay works, as an administrator makes it. */
export const backupOfSqlite = async ({ db }: Ledger): Promise<Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-backup-'));
  const file = join(folder, 'backup.db');
  try {
    await sql`vacuum into ${sql.lit(file)}`.execute(db);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Every row as PostgreSQL itself writes it, where its tool is not at hand. */
const rowsAsText = async ({ db }: Ledger): Promise<Buffer> => {
  const tables = await db.introspection.getTables();
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db);
    texts.push(name, ...rows.map(({ text }) => text));
  }
  return Buffer.from(texts.join('\n'));
};

/** @param url of the database @param schema that the ledger is in */
export const backupOfPostgres = (ledger: Ledger, url: string, schema: string): Promise<Buffer> => {
  const dump = spawnSync('pg_dump', ['--schema', schema, '--dbname', url], { maxBuffer: 256 * 1024 * 1024 });
  return dump.status === 0 ? Promise.resolve(dump.stdout) : rowsAsText(ledger);
};
