import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mapDrawnInvoices } from './core/random/map-drawn.ts';

const COUNT = 300;
const run = promisify(execFile);

/** What a process of this time zone and language makes of the same invoices, their properties in this order. */
const digestIn = async (TZ: string, language: string, order: 'as-drawn' | 'reversed'): Promise<string> => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'core/random/map-drawn.ts'), String(COUNT), order], {
    env: { PATH: process.env['PATH'], TZ, LANG: language, LC_ALL: language, LANGUAGE: language },
  });
  return stdout.trim();
};

test('the same inputs give the same bytes in every process, whatever its time zone, language and order of properties', async () => {
  const here = createHash('sha256').update(mapDrawnInvoices(COUNT, 'as-drawn')).digest('hex');
  const there = await Promise.all([
    digestIn('Pacific/Kiritimati', 'de_DE.UTF-8', 'as-drawn'),
    digestIn('America/St_Johns', 'tr_TR.UTF-8', 'reversed'),
    digestIn('UTC', 'C', 'reversed'),
  ]);
  expect(there).toEqual([here, here, here]);
});
