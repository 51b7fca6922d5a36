/** A relay that takes over from another one dies right after it has remembered the connection. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { LedgerSqliteDialect } from '../../../relay-service/src/store/sqlite-dialect.ts';
import { people } from '../../sandbox/company/people.ts';
import { connectIn } from '../../sandbox/connect-company.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { createFate } from './fate.ts';
import { mortalDialect } from './mortal-database.ts';

let world: World;
let folder: string;
let ledger: Ledger;
beforeEach(async () => {
  // Connected by the first installation, which sends no more.
  world = await startWorld({ startRelay: () => Promise.resolve({ origin: '', close: () => Promise.resolve() }) });
  folder = mkdtempSync(join(tmpdir(), 'stellarise-second-'));
  ledger = await openLedger({ dataDirectory: folder, databaseUrl: null, seal: createSeal(world.config.RELAY_SECRET_KEYS) });
});
afterEach(async () => {
  await ledger.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a relay that died while it connected led afterwards and had forgotten that another one has sent before it', async () => {
  const fate = createFate(null, (point) => Promise.resolve(/(insert|update) connections\b/.test(point)));
  const db = new Kysely<never>({
    dialect: mortalDialect(new LedgerSqliteDialect(new Database(join(folder, 'ledger.db'))), fate),
  }) as unknown as Ledger['db'];
  await expect(connectIn({ ...ledger, db }, world.config, people.administrator.upn, () => undefined)).rejects.toThrow();
  expect(fate.isDead()).toBe(true);
  await db.destroy();
  const connections = await ledger.db.selectFrom('connections').selectAll().execute();
  expect(connections).toMatchObject([{ state: 'connected', ledger_epoch: 1, look_first_before: expect.any(Number) }]);
});
