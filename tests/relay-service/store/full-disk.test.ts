import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mounted = (folder: string, command: string) =>
  run('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', `mount -t tmpfs -o size=16m none "$1" && ${command}`, 'sh', folder]);

test('a SQLite on a disk that is full to the last byte: refused by name, everything acknowledged is there, and it goes on with room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-full-'));
  try {
    const may = await mounted(folder, 'true').then(
      () => true,
      () => false,
    );
    if (!may) {
      process.stdout.write('Skipped: a ledger on a disk that is full in truth (nobody may mount a small one here).\n');
      return;
    }
    const entry = join(import.meta.dirname, 'full-disk-process.ts');
    const node = `exec '${process.execPath}' --disable-warning=ExperimentalWarning '${entry}' "$1"`;
    const found = JSON.parse((await mounted(folder, node)).stdout) as Record<string, unknown>;
    expect(found).toMatchObject({ atFirst: null, whenFull: 'LEDGER_FULL', afterwards: null, started: 'LEDGER_FULL' });
    expect(found['stored']).toBe(found['acknowledged']);
    expect(found['acknowledged']).toBeGreaterThanOrEqual(200);
    expect(found['readWhileFull']).toBe((found['acknowledged'] as number) - 100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
