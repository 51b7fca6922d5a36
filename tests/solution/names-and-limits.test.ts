import { describe, expect, test } from '@jest/globals';
import type { Column } from '@stl3/solution';
import { extendedTables, publisher, registrationIds, relationships, roles, tables, webResourceId, webResources } from '@stl3/solution';
import { choices } from './list-vocabulary.ts';

const PREFIX = `${publisher.prefix}_`;
const all = [...tables, ...extendedTables];
const columns = all.flatMap((table) =>
  Object.entries(table.columns).map(([name, column]): [string, string, Column] => [`${table.logicalName}.${name}`, name, column]),
);
const repeated = (values: readonly string[]): readonly string[] => values.filter((value, index) => values.indexOf(value) !== index);
const offenders = <Item>(items: readonly Item[], wrong: (item: Item) => boolean, name: (item: Item) => string): readonly string[] =>
  items.filter(wrong).map(name);

/** Letters, digits and underscores after the publisher's prefix: what Dataverse takes as a name. */
const SCHEMA_NAME = new RegExp(`^${PREFIX}[A-Za-z][A-Za-z0-9_]*$`);

describe('tables', () => {
  test('the logical name is the schema name in lower case', () => {
    expect(
      offenders(
        all,
        (table) => table.logicalName !== table.schemaName.toLowerCase(),
        ({ logicalName }) => logicalName,
      ),
    ).toEqual([]);
  });
  test('a table of ours starts with the prefix, its name and set name fit (64 characters)', () => {
    expect(
      offenders(
        tables,
        ({ schemaName, setName }) => !SCHEMA_NAME.test(schemaName) || Math.max(schemaName.length, setName.length) > 64,
        ({ schemaName }) => schemaName,
      ),
    ).toEqual([]);
  });
  test('its set name and primary key are those that the platform gives', () => {
    for (const { logicalName, setName, primaryKey } of tables) {
      expect(setName).toBe(logicalName + (logicalName.endsWith('s') ? 'es' : 's'));
      expect(primaryKey).toBe(`${logicalName}id`);
    }
  });
  test('the primary name is a required single line of text', () => {
    for (const { columns: of, primaryName } of tables) expect(of[primaryName]).toMatchObject({ type: 'text', required: 'required' });
  });
  test('no name, set name or label is given twice', () => {
    expect(repeated(all.map(({ logicalName }) => logicalName))).toEqual([]);
    expect(repeated(all.map(({ setName }) => setName))).toEqual([]);
    expect(repeated(tables.map(({ label }) => label))).toEqual([]);
  });
  test('alternate keys name columns that exist, and at most 16 of them', () => {
    for (const table of tables)
      for (const key of table.keys) {
        expect(key.schemaName).toMatch(SCHEMA_NAME);
        expect(key.columns.filter((name) => !(name in table.columns))).toEqual([]);
        expect(key.columns.length).toBeGreaterThan(0);
        expect(key.columns.length).toBeLessThanOrEqual(16);
      }
  });
  test('alternate keys fit the index: 900 bytes, and at most 10 per table', () => {
    const bytesOf = (column: Column | undefined): number => (column?.type === 'text' ? column.maxLength * 2 : 16);
    for (const table of tables) {
      expect(table.keys.length).toBeLessThanOrEqual(10);
      for (const key of table.keys)
        expect(key.columns.reduce((sum, name) => sum + bytesOf(table.columns[name]), 0)).toBeLessThanOrEqual(900);
    }
  });
});

describe('columns', () => {
  test('the logical name is the schema name in lower case', () => {
    expect(
      offenders(
        columns,
        ([, name, column]) => name !== column.schemaName.toLowerCase(),
        ([of]) => of,
      ),
    ).toEqual([]);
  });
  test('names start with the prefix and fit (100 characters, 50 for the column)', () => {
    expect(
      offenders(
        columns,
        ([, , { schemaName }]) => !SCHEMA_NAME.test(schemaName) || schemaName.length > 50,
        ([of]) => of,
      ),
    ).toEqual([]);
  });
  test('no column has the name of its table’s primary key', () => {
    for (const table of all) expect(Object.keys(table.columns)).not.toContain(table.primaryKey);
  });
  test('text fits 4,000 characters and memo 1,048,576', () => {
    expect(
      offenders(
        columns,
        ([, , column]) =>
          (column.type === 'text' && (column.maxLength < 1 || column.maxLength > 4000)) ||
          (column.type === 'memo' && (column.maxLength < 1 || column.maxLength > 1_048_576)),
        ([of]) => of,
      ),
    ).toEqual([]);
  });
  test('numbers stay within what the platform holds', () => {
    for (const [of, , column] of columns) {
      if (column.type !== 'whole' && column.type !== 'decimal') continue;
      const [least, most] = column.type === 'whole' ? [-2_147_483_648, 2_147_483_647] : [-100_000_000_000, 100_000_000_000];
      expect([of, column.min >= least, column.max <= most, column.min < column.max]).toEqual([of, true, true, true]);
      if (column.type === 'decimal') expect([of, column.precision >= 0 && column.precision <= 10]).toEqual([of, true]);
    }
  });
  test('labels fit 100 characters and descriptions 2,000', () => {
    const long = columns.filter(([, , { label, description }]) => label === '' || label.length > 100 || description.length > 2000);
    expect(long.map(([of]) => of)).toEqual([]);
  });
  test('a table says no label twice', () => {
    for (const table of all)
      expect([table.logicalName, ...repeated(Object.values(table.columns).map(({ label }) => label))]).toHaveLength(1);
  });
});

describe('choices', () => {
  test('names start with the prefix, are lower case and fit (100 characters)', () => {
    for (const [, { schemaName }] of choices) {
      expect(schemaName).toMatch(SCHEMA_NAME);
      expect(schemaName).toBe(schemaName.toLowerCase());
      expect(schemaName.length).toBeLessThanOrEqual(100);
    }
    expect(repeated(choices.map(([, { schemaName }]) => schemaName))).toEqual([]);
  });
  test('values lie in the publisher’s range, each once', () => {
    const first = publisher.optionValuePrefix * 10_000;
    for (const [name, { values }] of choices) {
      const numbers = Object.values(values).map(({ value }) => value);
      expect([name, ...numbers.filter((value) => value < first || value > first + 9_999)]).toEqual([name]);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });
  test('labels fit, and a choice says none twice', () => {
    for (const [name, { label, values }] of choices) {
      const labels = Object.values(values).map((option) => option.label);
      expect([name, ...[label, ...labels].filter((text) => text === '' || text.length > 100)]).toEqual([name]);
      expect([name, ...repeated(labels)]).toEqual([name]);
    }
  });
  test('every choice column uses a choice that is exported, with a default of its own', () => {
    for (const [of, , column] of columns) {
      if (column.type !== 'choice') continue;
      expect(choices.map(([, choice]) => choice)).toContain(column.choice);
      if (column.default !== null)
        expect([of, Object.values(column.choice.values).map(({ value }) => value)]).toEqual([of, expect.arrayContaining([column.default])]);
    }
  });
});

describe('relationships', () => {
  test('names are unique, start with the prefix and fit (100 characters)', () => {
    const names = relationships.map(({ schemaName }) => schemaName);
    expect(repeated(names.map((name) => name.toLowerCase()))).toEqual([]);
    expect(names.filter((name) => !SCHEMA_NAME.test(name) || name.length > 100)).toEqual([]);
  });
  test('every lookup points at a table of ours or at one that Dynamics has', () => {
    const known = new Set([...all.map(({ logicalName }) => logicalName), 'systemuser']);
    expect(relationships.filter(({ referenced }) => !known.has(referenced))).toEqual([]);
  });
  test('deleting a row of Microsoft’s removes the link and nothing else', () => {
    const theirs = new Set([...extendedTables.map(({ logicalName }) => logicalName), 'systemuser']);
    expect(
      relationships
        .filter(({ referenced, column }) => theirs.has(referenced) && column.onDelete !== 'RemoveLink')
        .map(({ schemaName }) => schemaName),
    ).toEqual([]);
  });
});

describe('roles', () => {
  test('a role speaks of our tables by their schema names', () => {
    const known = new Set(tables.map(({ schemaName }) => schemaName));
    for (const { rights } of Object.values(roles))
      expect(Object.keys(rights).filter((name) => name.startsWith(PREFIX) && !known.has(name))).toEqual([]);
  });
});

describe('ids', () => {
  test('each is a UUIDv5 and given once', () => {
    const ids = [
      ...Object.values(roles).map(({ id }) => id),
      ...Object.values(webResources).map(webResourceId),
      ...Object.values(registrationIds),
    ];
    expect(repeated(ids)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
