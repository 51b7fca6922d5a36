import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoKeysIn, whyNoDemoIn } from '../sandbox/demo-folder.ts';
import { startWorld } from '../sandbox/world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stellarise-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a demo that is pointed at a real relay's folder does not start, and changes nothing in it", async () => {
  writeFileSync(join(folder, 'ledger.db'), 'the ledger of a real relay');
  await expect(startWorld({ dataDirectory: folder })).rejects.toThrow(/did not start, and nothing was changed: .*Set RELAY_DATA_DIR/);
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/demo.ts'], {
    env: { ...process.env, RELAY_DATA_DIR: folder, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: `${whyNoDemoIn(folder) ?? ''}\n` });
  expect(readdirSync(folder)).toEqual(['ledger.db']);
  expect(readFileSync(join(folder, 'ledger.db'), 'utf8')).toBe('the ledger of a real relay');
});

test('an empty folder, one that is not there yet, and one that a demo has used before are fine', () => {
  const fresh = join(folder, 'fresh');
  expect([whyNoDemoIn(folder), whyNoDemoIn(fresh)]).toEqual([null, null]);
  const keys = demoKeysIn(fresh);
  writeFileSync(join(fresh, 'ledger.db'), 'the ledger of a demo');
  expect(demoKeysIn(fresh)).toBe(keys);
  expect(existsSync(join(fresh, 'demo-secret-keys.txt'))).toBe(true);
});
