/** The README's table of Xero's checkpoints is whole, and each test that it names is there under that name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const [, chapter = ''] = /## Xero's certification\n([\s\S]*?)\n## /.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
const [sixteen = '', eight = ''] = chapter.split("Today's page names eight");
const rowsOf = (table: string): readonly (readonly string[])[] =>
  table
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const numberOf = (cell = ''): number => Number.parseInt(cell, 10);
const upTo = (most: number): number[] => Array.from({ length: most }, (_, index) => index + 1);

test('holds the sixteen checkpoints in their order, and the eight of today, which rest on all of them', () => {
  expect([...new Set(rowsOf(sixteen).map(([checkpoint]) => numberOf(checkpoint)))]).toEqual(upTo(16));
  expect(rowsOf(eight).map(([today]) => numberOf(today))).toEqual(upTo(8));
  const used = rowsOf(eight).flatMap(([, on = '']) => (on.match(/\d+/g) ?? []).map(Number));
  expect([...new Set(used)].toSorted((a, b) => a - b)).toEqual(upTo(16));
});

test.each(rowsOf(sixteen).map(([checkpoint = '', , proof = '']) => [checkpoint, proof] as const))('%s', (checkpoint, proof) => {
  const [, path, words] = /^`([^`]+)`: "([^"]+)"$/.exec(proof) ?? [];
  // Buttons are looked at by people, and payments are not sent.
  if ([2, 16].includes(numberOf(checkpoint))) expect(path).toBeUndefined();
  else {
    expect(existsSync(join(root, path ?? 'nothing'))).toBe(true);
    expect(readFileSync(join(root, path ?? ''), 'utf8')).toContain(words);
  }
});
