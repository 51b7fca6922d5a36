import { describe, expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { impuritiesOf, modulesOf } from './impurities.ts';

const core = resolve(import.meta.dirname, '../../relay-service/src/core');
const files = globSync('**/*.ts', { cwd: core });
const read = (file: string): string => readFileSync(join(core, file), 'utf8');

/** A file of core itself, the schema, or decimal arithmetic. */
const isAllowed = (file: string, name: string): boolean =>
  name.startsWith('.')
    ? !relative(core, resolve(core, file, '..', name)).startsWith('..')
    : name === '@stl3/solution' || name === 'decimal.js';

describe('the core', () => {
  test('is there', () => {
    expect(files).toContain('to-xero-document.ts');
    expect(files.length).toBeGreaterThan(30);
  });

  test.each(files)('%s awaits nothing, reads no clock and draws no lots', (file) => {
    expect(impuritiesOf(read(file))).toEqual([]);
  });

  test.each(files)('%s imports files of the core, the schema and decimal arithmetic only', (file) => {
    expect(modulesOf(read(file)).filter((name) => !isAllowed(file, name))).toEqual([]);
  });
});

describe('what is told from pure', () => {
  test.each([
    ['const a = await b;', 'await'],
    ['for await (const a of b) c(a);', 'await'],
    ['const f = async () => 1;', 'async'],
    ['const now = Date.now();', 'Date.now'],
    ['const clock = Date.now;', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
    ['const now = new Date;', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['const now = performance.now();', 'performance'],
    ['const now = Temporal.Now.instant();', 'Temporal'],
    ['const lot = Math.random();', 'random'],
    ['const lot = crypto.randomUUID();', 'crypto'],
    ['const day = new Date(0).getDate();', 'getDate'],
    ['const order = a.localeCompare(b);', 'localeCompare'],
    ['const env = process.env;', 'process'],
    ["const fs = import('node:fs');", 'import()'],
    ['setTimeout(f, 1);', 'setTimeout'],
    ['Promise.resolve(1).then(f);', 'Promise'],
  ])('%s', (source, impurity) => {
    expect(impuritiesOf(source)).toEqual([`${impurity} in line 1`]);
  });

  test.each([
    'const day = new Date(ms).toISOString();',
    'const ms = Date.UTC(2026, 0, 1) + Date.parse(text);',
    '// await Date.now()',
    "const text = 'await new Date()';",
    'const row = { process: 1 }; row.process;',
  ])('%s is pure', (source) => {
    expect(impuritiesOf(source)).toEqual([]);
  });

  test.each([
    ["import { readFileSync } from 'node:fs';", 'node:fs'],
    ["export * from '../jobs/decide.ts';", '../jobs/decide.ts'],
    ["import type { A } from 'fastify';", 'fastify'],
  ])('%s is foreign', (source, name) => {
    expect(modulesOf(source)).toEqual([name]);
    expect(isAllowed('causes/cause.ts', name === '../jobs/decide.ts' ? '../../jobs/decide.ts' : name)).toBe(false);
  });
});
