/** What the zip says, read by a reader of its own, is what the typed schema says. */
import { describe, expect, test } from '@jest/globals';
import type { Column } from '@stl3/solution';
import { extendedTables, publisher, relationships, roles, solutionName, tables } from '@stl3/solution';
import type { XmlNode } from '../../../solution/src/check/xml-tree.ts';
import { at, childrenOf, descendants, parseXml, textAt } from '../../../solution/src/check/xml-tree.ts';
import { goodFiles } from '../check/good-zip.ts';
import { choices } from '../list-vocabulary.ts';

const read = (path: string): XmlNode => parseXml(new TextDecoder().decode(goodFiles().get(path)));
const customizations = read('customizations.xml');
const entities = new Map(childrenOf(at(customizations, 'Entities'), 'Entity').map((node) => [textAt(node, 'Name'), node]));
const labelIn = (node: XmlNode | undefined, list: string, item: string): string | undefined =>
  at(node, list, item)?.attributes['description'];

/** A column as plain data. */
type Plain = Readonly<Record<string, unknown>>;

const limits = (column: Column): Plain => {
  switch (column.type) {
    case 'text':
      return { type: 'nvarchar', maxLength: String(column.maxLength), format: column.format };
    case 'memo':
      return { type: 'ntext', maxLength: String(column.maxLength) };
    case 'whole':
      return { type: 'int', min: String(column.min), max: String(column.max) };
    case 'decimal':
      return { type: 'decimal', min: String(column.min), max: String(column.max), precision: String(column.precision) };
    case 'money':
      return { type: 'money' };
    case 'yesno':
      return { type: 'bit', default: column.default ? '1' : '0' };
    case 'date':
      return { type: 'datetime', format: 'date', behavior: '2' };
    case 'instant':
      return { type: 'datetime', format: 'datetime', behavior: '1' };
    case 'choice':
      return { type: 'picklist', choice: column.choice.schemaName, default: String(column.default ?? -1) };
    case 'lookup':
      return { type: 'lookup' };
  }
};

const expected = (column: Column): Plain => ({
  ...limits(column),
  label: column.label,
  description: column.description,
  required: column.required,
  audited: column.audited,
  since: column.since,
});

const elements = {
  maxLength: 'MaxLength',
  format: 'Format',
  min: 'MinValue',
  max: 'MaxValue',
  precision: 'Accuracy',
  behavior: 'Behavior',
  choice: 'OptionSetName',
  default: 'AppDefaultValue',
} as const;

/** The properties that `like` has, as the zip says them. */
const found = (node: XmlNode | undefined, like: Plain): Plain => ({
  ...Object.fromEntries(Object.entries(elements).flatMap(([key, name]) => (key in like ? [[key, textAt(node, name)]] : []))),
  type: textAt(node, 'Type'),
  label: labelIn(node, 'displaynames', 'displayname'),
  description: labelIn(node, 'Descriptions', 'Description'),
  required: textAt(node, 'RequiredLevel'),
  audited: textAt(node, 'IsAuditEnabled') === '1',
  since: textAt(node, 'IntroducedVersion'),
});

const customColumns = (table: string): ReadonlyMap<string, XmlNode> =>
  new Map(
    childrenOf(at(entities.get(table), 'EntityInfo', 'entity', 'attributes'), 'attribute')
      .filter((node) => textAt(node, 'IsCustomField') === '1' && textAt(node, 'CalculationOf') === '')
      .map((node) => [node.attributes['PhysicalName'] ?? '', node]),
  );

test('the tables are those of the schema', () => {
  expect([...entities.keys()]).toEqual([...tables, ...extendedTables].map(({ schemaName }) => schemaName));
});

describe.each([...tables, ...extendedTables].map((table) => [table.schemaName, table] as const))('%s', (name, table) => {
  test('its columns, with type, limits, default, texts and auditing', () => {
    const columns = Object.values(table.columns);
    const inZip = customColumns(name);
    expect([...inZip.keys()]).toEqual(columns.map(({ schemaName }) => schemaName));
    for (const column of columns) {
      const like = expected(column);
      expect([column.schemaName, found(inZip.get(column.schemaName), like)]).toEqual([column.schemaName, like]);
    }
  });
});

describe.each(tables.map((table) => [table.schemaName, table] as const))('%s of our own', (name, table) => {
  const entity = at(entities.get(name), 'EntityInfo', 'entity');
  test('is owned by users, with its names, auditing and change tracking', () => {
    expect({
      ownership: textAt(entity, 'OwnershipTypeMask'),
      setName: textAt(entity, 'EntitySetName'),
      audited: textAt(entity, 'IsAuditEnabled'),
      tracked: textAt(entity, 'ChangeTrackingEnabled'),
      label: labelIn(entity, 'LocalizedNames', 'LocalizedName'),
      plural: labelIn(entity, 'LocalizedCollectionNames', 'LocalizedCollectionName'),
    }).toEqual({
      ownership: 'UserOwned',
      setName: table.setName,
      audited: table.audited ? '1' : '0',
      tracked: table.changeTracking ? '1' : '0',
      label: table.label,
      plural: table.pluralLabel,
    });
  });
  test('has its alternate keys', () => {
    const keys = descendants(at(entity, 'EntityKeys'), 'EntityKey').map((key) => ({
      schemaName: textAt(key, 'Name'),
      label: labelIn(key, 'displaynames', 'displayname'),
      columns: descendants(key, 'AttributeName').map(({ text }) => text),
    }));
    expect(keys).toEqual(table.keys.map(({ schemaName, label, columns }) => ({ schemaName, label, columns: [...columns] })));
  });
});

describe.each(extendedTables.map((table) => [table.schemaName] as const))('%s of Microsoft', (name) => {
  test('is a shell: no label, no flag, no column but ours', () => {
    const entity = at(entities.get(name), 'EntityInfo', 'entity');
    expect(entity?.children.map((child) => child.name)).toEqual(['attributes']);
    const columns = childrenOf(at(entity, 'attributes'), 'attribute').map(({ attributes }) => attributes['PhysicalName'] ?? '');
    expect(columns.filter((column) => !column.startsWith('stl3_'))).toEqual([]);
  });
});

test('the choices, with every value and label', () => {
  const inZip = childrenOf(at(customizations, 'optionsets'), 'optionset').map((set) => [
    set.attributes['Name'],
    labelIn(set, 'displaynames', 'displayname'),
    descendants(set, 'option').map((option) => [Number(option.attributes['value']), labelIn(option, 'labels', 'label')]),
  ]);
  const inSchema = choices.map(([, choice]) => [
    choice.schemaName,
    choice.label,
    Object.values(choice.values).map(({ value, label }) => [value, label]),
  ]);
  expect(inZip.toSorted()).toEqual(inSchema.toSorted());
});

test('the relationships of our lookups, with what happens on deletion', () => {
  const inZip = new Map(
    childrenOf(at(customizations, 'EntityRelationships'), 'EntityRelationship').map((node) => [
      node.attributes['Name'],
      [
        ...['ReferencingEntityName', 'ReferencedEntityName', 'ReferencingAttributeName'].map((name) => textAt(node, name).toLowerCase()),
        textAt(node, 'CascadeDelete'),
      ],
    ]),
  );
  for (const { schemaName, referencing, referenced, column } of relationships)
    expect([schemaName, inZip.get(schemaName)]).toEqual([
      schemaName,
      [referencing, referenced, column.schemaName.toLowerCase(), column.onDelete],
    ]);
});

const privilegesOf = (role: XmlNode): Record<string, string | undefined> =>
  Object.fromEntries(descendants(role, 'RolePrivilege').map(({ attributes }) => [attributes['name'] ?? '', attributes['level']]));

test('the roles, with every privilege and its depth', () => {
  const inZip = Object.fromEntries(
    childrenOf(at(customizations, 'Roles'), 'Role').map((role) => [role.attributes['name'] ?? '', privilegesOf(role)]),
  );
  const inSchema = Object.fromEntries(
    Object.values(roles).map(({ name, rights }) => [
      name,
      Object.fromEntries(
        Object.entries(rights).flatMap(([table, of]) => Object.entries(of).map(([right, depth]) => [`prv${right}${table}`, depth])),
      ),
    ]),
  );
  expect(inZip).toEqual(inSchema);
});

test('the envelope names the solution and its publisher', () => {
  const manifest = at(read('solution.xml'), 'SolutionManifest');
  expect(textAt(manifest, 'UniqueName')).toBe(solutionName);
  expect(textAt(manifest, 'Publisher', 'CustomizationPrefix')).toBe(publisher.prefix);
  expect(textAt(manifest, 'Publisher', 'CustomizationOptionValuePrefix')).toBe(String(publisher.optionValuePrefix));
});
