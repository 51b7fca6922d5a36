import { expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { execFileSync } from 'node:child_process';

const names = [
  'acceptFromForm',
  'allocateFromForm',
  'approveFromForm',
  'approveFromGrid',
  'canAllocate',
  'canSend',
  'checkFromForm',
  'checkFromGrid',
  'openInXero',
  'openPane',
];
const more = ['refreshFromForm', 'sendFromForm', 'sendFromGrid', 'updateFromForm', 'voidFromForm'];

test('each script is one classic file that hands out its functions by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'webresources-'));
  const build = join(import.meta.dirname, '../../webresources/build.ts');
  // In a process of its own: esbuild refuses the byte arrays of the page environment that these tests run in.
  const program = `const { buildWebResources } = await import(${JSON.stringify(build)}); await buildWebResources(${JSON.stringify(folder)})`;
  try {
    execFileSync('node', ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program]);
    const script = readFileSync(join(folder, 'js/invoice.js'), 'utf8');
    const commands = runInNewContext(`${script}; Stellarise.Invoice`) as Record<string, unknown>;
    expect(Object.keys(commands).sort()).toEqual([...names, ...more]);
    expect(Object.values(commands).every((command) => typeof command === 'function')).toBe(true);
    const others = ['settings', 'views'].map((name) => readFileSync(join(folder, `js/${name}.js`), 'utf8'));
    const all = runInNewContext(`${[script, ...others].join(';')}; Stellarise`) as Record<string, Record<string, unknown>>;
    // A page may load several of them, in whatever order.
    expect(Object.keys(all).sort()).toEqual(['Invoice', 'Settings', 'Views']);
    expect(Object.keys(all['Settings'] ?? {}).sort()).toEqual(['canRefresh', 'onLoad', 'refreshFromXero']);
    expect(Object.keys(all['Views'] ?? {}).sort()).toEqual(['connectionState', 'exportState', 'historyResult', 'requestState']);
    expect(Buffer.byteLength(script)).toBe(script.length);
    expect(/\beval\(|new Function/.test(script)).toBe(false);
    expect(readdirSync(join(folder, 'strings')).sort()).toEqual(['connector.1031.resx', 'connector.1033.resx']);
    const icons = readdirSync(join(folder, 'icons')).sort();
    expect(icons).toEqual(readdirSync(join(import.meta.dirname, '../../webresources/icons')).sort());
    expect(icons).toEqual(expect.arrayContaining(['send-to-xero-16.png', 'send-to-xero-32.png', 'send-to-xero.svg']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
