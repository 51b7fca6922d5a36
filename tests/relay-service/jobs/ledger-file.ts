/** Backups of the SQLite ledger's file, taken with the relay at work and put back while it is closed. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** @param data folder of the ledger @param into folder that holds the backups @returns folder of this one */
export const backUpFile = (data: string, into: string): string => {
  const to = mkdtempSync(join(into, 'backup-'));
  const source = new Database(join(data, 'ledger.db'));
  // With what stands in the log only, which the relay's own checkpoint may keep from being moved into the file.
  writeFileSync(join(to, 'ledger.db'), source.serialize());
  source.close();
  return to;
};

/** The ledger in this folder is what it was. */
export const putBackFile = (backup: string, data: string): void => {
  for (const end of ['-wal', '-shm']) rmSync(join(data, `ledger.db${end}`), { force: true });
  cpSync(join(backup, 'ledger.db'), join(data, 'ledger.db'));
};

/** The first row of a query to the ledger in this folder. */
export const firstRow = <Row>(query: string, data: string): Row => {
  const database = new Database(join(data, 'ledger.db'), { readonly: true });
  const row = database.prepare(query).get() as Row;
  database.close();
  return row;
};
