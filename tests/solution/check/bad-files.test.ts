import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip } from '../../../solution/src/package/zip.ts';
import { edit, goodFiles } from './good-zip.ts';

const root = join(import.meta.dirname, '../../..');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-solution-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/check-solution.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

const checked = (bytes: Uint8Array): { readonly status: number | null; readonly lines: readonly string[] } => {
  writeFileSync(join(folder, 'file.zip'), bytes);
  const { status, stdout, stderr } = run('file.zip');
  expect(stderr).toBe('');
  expect(readdirSync(folder)).toEqual(['file.zip']);
  return { status, lines: stdout.trimEnd().split('\n') };
};

const good = zip(goodFiles());
const one = (path: string, content: Uint8Array): Uint8Array => zip(new Map([[path, content]]));

/** Overwrites the name of the only file, in both of its headers, with one of the same length. */
const renamed = (from: string, to: string): Uint8Array => {
  const bytes = Buffer.from(one(from, new Uint8Array([1])));
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  return bytes;
};

/** Turns bits within the first file's content. */
const damaged = (): Uint8Array => {
  const start = Buffer.from(good).indexOf('customizations.xml') + 1_000;
  return good.map((byte, index) => (index >= start && index < start + 50 ? byte ^ 0xff : byte));
};

/** Makes the directory claim less than the file unpacks to. */
const lying = (): Uint8Array => {
  const bytes = Buffer.from(one('customizations.xml', new Uint8Array(1024 * 1024)));
  bytes.writeUInt32LE(10, bytes.indexOf('PK\u0001\u0002') + 24);
  return bytes;
};

/** Makes the directory claim a size that nobody should unpack. */
const bomb = (): Uint8Array => {
  const bytes = Buffer.from(one('customizations.xml', new Uint8Array(1024)));
  bytes.writeUInt32LE(0x7fffffff, bytes.indexOf('PK\u0001\u0002') + 24);
  return bytes;
};

describe('what can be no solution gets one line, exit 1, and nothing is written', () => {
  test.each<[string, () => Uint8Array, string]>([
    ['text', () => Buffer.from('this is a text, and a long one at that'), 'file.zip: this is no zip file'],
    ['nothing', () => new Uint8Array(), 'file.zip: this is no zip file'],
    ['the first half', () => good.subarray(0, good.length / 2), 'file.zip: the zip is truncated: its directory is missing'],
    ['a damaged file', () => damaged(), 'file.zip: "customizations.xml" is damaged, or larger than the directory says'],
    ['a path upwards', () => renamed('aaaaaaa.xml', '../../a.xml'), 'file.zip: the path "../../a.xml" leaves the folder'],
    ['an absolute path', () => renamed('aaaaaaa.xml', '/etc/hosts1'), 'file.zip: the path "/etc/hosts1" leaves the folder'],
    ['a bomb', bomb, 'file.zip: "customizations.xml" would unpack to 2147483647 bytes, more than 67108864'],
    ['a lying directory', lying, 'file.zip: "customizations.xml" is damaged, or larger than the directory says'],
  ])('%s', (_what, bytes, line) => {
    const { status, lines } = checked(bytes());
    expect(status).toBe(1);
    expect(lines).toEqual([line]);
  });

  test('XML with entities is named, and nothing else is said of it', () => {
    const files = goodFiles();
    edit(files, 'customizations.xml', (xml) => xml.replace('?>', '?><!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'));
    expect(checked(zip(files))).toEqual({
      status: 1,
      lines: ['customizations.xml: xml: has a document type; entities are not allowed', 'file.zip: 1 found (without schemas)'],
    });
  });

  test('a file that is not there', () => {
    expect(run('nothing.zip')).toMatchObject({ status: 1, stdout: 'nothing.zip: there is no such file: nothing.zip\n' });
  });

  test('a folder of schemas that is not there', () => {
    writeFileSync(join(folder, 'file.zip'), good);
    expect(run('file.zip', '--schemas', 'nowhere')).toMatchObject({ status: 1, stdout: 'file.zip: there is no such folder: nowhere\n' });
  });

  test('no file at all is answered with the usage', () => {
    expect(run().status).toBe(2);
    expect(run('--nothing').stdout).toContain('Usage: npm run check:solution');
  });
});

test('the good zip is green', () => {
  expect(checked(good)).toEqual({ status: 0, lines: ['file.zip: nothing found (without schemas)'] });
});
