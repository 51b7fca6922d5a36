import { describe, expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Rooms of the relay from the lowest floor up; rooms on one floor never import each other. */
const floors: readonly (readonly string[])[] = [
  ['core'],
  ['errors', 'take-turns'],
  ['config'],
  ['store'],
  ['tokens', 'limits', 'mail'],
  ['dataverse', 'xero', 'billing'],
  ['jobs'],
  ['routes', 'portal', 'plugins'],
  ['app', 'cannot-listen'],
  ['start-relay'],
  ['serve'],
  ['server'],
];

const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));
const importsOf = (file: string): { readonly name: string }[] =>
  [...readFileSync(file, 'utf8').matchAll(/^\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'/gm)].map((match) => ({
    name: match[1] ?? match[2] ?? '',
  }));

const relay = join(root, 'relay-service/src');
const roomOf = (file: string): string => (relative(relay, file).split('/')[0] ?? '').replace(/\.ts$/, '');
const files = globSync('**/*.ts', { cwd: relay }).map((file) => join(relay, file));

describe('floors of the relay', () => {
  test('every room has its floor', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => floorOf(room) < 0)).toEqual([]);
  });

  test('a file imports only from its own room and from floors below', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ name }) => name.startsWith('.'))
        .map(({ name }) => ({ target: roomOf(resolve(dirname(file), name)) }))
        .filter(({ target }) => target !== roomOf(file) && floorOf(target) >= floorOf(roomOf(file)))
        .map(({ target }) => `${relative(root, file)} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('only the settings read the environment', () => {
    const readers = files.filter((file) => readFileSync(file, 'utf8').includes('process.env')).map((file) => relative(relay, file));
    expect(readers.filter((file) => file !== 'config.ts' && file !== 'serve.ts')).toEqual([]);
  });
});

describe('rooms beside the relay', () => {
  const outsideImports = (folder: string): string[] =>
    globSync('**/*.{ts,tsx}', {
      cwd: join(root, folder),
      exclude: (name) => ['node_modules', 'dist', 'out', 'generated'].includes(name),
    })
      .flatMap((file) => importsOf(join(root, folder, file)).map(({ name }) => name))
      .filter((name) => name.startsWith('@stl3/') && name !== '@stl3/solution');

  test.each(['webresources/src', 'pcf-controls/XeroStatus'])('%s imports the schema only', (folder) => {
    expect(outsideImports(folder)).toEqual([]);
  });

  test('the solution imports no other room', () => {
    expect(outsideImports('solution/src')).toEqual([]);
  });
});
