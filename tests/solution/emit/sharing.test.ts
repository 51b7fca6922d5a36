import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const rooms = ['solution/src/emit', 'solution/src/check'];
const LINES = 6;

/** Lines that say something, with their texts and numbers taken out: what is left is their shape. */
const shapeOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .replaceAll(/^import[\s\S]*?;$/gm, '')
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replaceAll(/'[^']*'|`[^`]*`/g, "''")
        .replaceAll(/\d[\d_]*/g, '0'),
    )
    .filter((line) => !/^(\/\/|\/?\*|[\s()[\]{},;']*$)/.test(line));

test.each(rooms)(`no two files of %s repeat ${LINES} lines of the same shape`, (room) => {
  const seen = new Map<string, string>();
  const repeats: string[] = [];
  for (const path of globSync('**/*.ts', { cwd: join(root, room) })) {
    const lines = shapeOf(join(root, room, path));
    for (let start = 0; start + LINES <= lines.length; start++) {
      const block = lines.slice(start, start + LINES).join('\n');
      const first = seen.get(block);
      if (first !== undefined && first !== path) repeats.push(`${path} and ${first}:\n${block}`);
      seen.set(block, first ?? path);
    }
  }
  expect(repeats).toEqual([]);
});
