import { describe, expect, test } from '@jest/globals';
import { extendedTables, relationships, tables } from '@stl3/solution';
import { isOlder, isTooOld, lackingIn, newestVersion, oldestServed } from '../../../relay-service/src/core/installed-solution.ts';

describe('versions', () => {
  test.each([
    ['1.0.0.0', '1.0.0.0', false],
    ['1.0.0.9', '1.0.0.10', true],
    ['1.0.9.0', '1.0.10.0', true],
    ['1.0.10.0', '1.0.9.0', false],
    ['1.2', '1.2.0.1', true],
    ['2.0.0.0', '1.9.9.9', false],
    ['1.2.0.0', '1.10.0.0', true],
    ['1.2.0.0', '1.2', false],
  ])('%s is older than %s: %p', (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected);
  });

  test('the minor version before the newest is served still, and whatever nobody may look at', () => {
    expect([oldestServed('1.4.2.0'), oldestServed('2.0.0.0'), oldestServed('1.1.0.0')]).toEqual(['1.3.0.0', '2.0.0.0', '1.0.0.0']);
    expect([isTooOld(null), isTooOld(newestVersion()), isTooOld('0.1.0.0')]).toEqual([false, false, true]);
  });
});

describe('what an installed version lacks', () => {
  test('nothing, where it is the newest or later, or is not known', () => {
    expect([lackingIn(null), lackingIn(newestVersion()), lackingIn('99.0.0.0')]).toEqual([null, null, null]);
  });

  test('everything of ours, before the first one: our tables, our columns on others, and every way between them', () => {
    const lacking = lackingIn('0.1.0.0');
    expect([...(lacking?.sets ?? [])]).toEqual(tables.map(({ setName }) => setName));
    for (const { setName, columns } of [...tables, ...extendedTables])
      expect([setName, [...(lacking?.columns.get(setName) ?? [])]]).toEqual([setName, Object.keys(columns)]);
    expect(lacking?.navigations).toEqual(new Set(relationships.flatMap(({ schemaName, column }) => [schemaName, column.schemaName])));
  });
});
