/** Ids are chosen once and for ever, and the emitted shape changes only on purpose. */
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brandingTheme, settings, tables, extendedTables, roles, webResourceId } from '@stl3/solution';
import { formId, viewId } from '../../../solution/src/emit/ids.ts';
import { formsOfExtended } from '../../../solution/src/emit/forms/microsoft.ts';
import { formsOf } from '../../../solution/src/emit/forms/own-tables.ts';
import { viewsOfExtended } from '../../../solution/src/emit/views/microsoft.ts';
import { viewsOf } from '../../../solution/src/emit/views/own-tables.ts';
import type { XmlElement } from '../../../solution/src/emit/xml.ts';
import { xmlFile } from '../../../solution/src/emit/xml.ts';
import { customizations } from '../../../solution/src/emit/customizations.ts';
import { goodBuild } from '../check/good-zip.ts';
import { appended, differenceOf, explain, linesOf } from '../golden-list.ts';

const UPDATE = 'UPDATE_GOLDEN=1 npm test -- tests/solution/emit';
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const golden = (name: string): string => join(import.meta.dirname, 'golden', name);

const root = customizations(goodBuild.webResources);
const elementsOf = (node: XmlElement): readonly XmlElement[] => node.content.filter((part) => typeof part === 'object');
const below = (node: XmlElement): readonly XmlElement[] => elementsOf(node).flatMap((child) => [child, ...below(child)]);
const named = (node: XmlElement, name: string): readonly XmlElement[] => below(node).filter((child) => child.name === name);
const textOf = (node: XmlElement, name: string): string => {
  const [text] = elementsOf(node).find((child) => child.name === name)?.content ?? [];
  return typeof text === 'string' ? text : '';
};
const idAttribute = ({ attributes }: XmlElement): string => String(attributes['id'] ?? '');

const partsOf = (form: XmlElement, prefix: string): readonly string[] => [
  ...['tab', 'section'].flatMap((kind) =>
    named(form, kind).map((part) => `${prefix} ${kind} ${String(part.attributes['name'])} ${idAttribute(part)}`),
  ),
  ...named(form, 'section').flatMap((section) =>
    named(section, 'cell').map(
      (cell) =>
        `${prefix} cell ${String(section.attributes['name'])}.${String(named(cell, 'control')[0]?.attributes['id'])} ${idAttribute(cell)}`,
    ),
  ),
];

const ids = (): readonly string[] => [
  ...Object.values(roles).map(({ name, id }) => `role ${name} ${id}`),
  ...[...tables].flatMap((table) => [
    ...formsOf(table).map(({ key }) => `form ${table.logicalName} ${key} ${formId(table.logicalName, key)}`),
    ...viewsOf(table).map(({ title, id }) => `view ${table.logicalName} "${title}" ${id}`),
  ]),
  ...extendedTables.flatMap((table) => [
    ...formsOfExtended(table).map(({ key }) => `form ${table.logicalName} ${key} ${formId(table.logicalName, key)}`),
    ...viewsOfExtended(table).map(({ title, id }) => `view ${table.logicalName} "${title}" ${id}`),
  ]),
  ...[...goodBuild.webResources.keys()].toSorted().map((name) => `web-resource ${name} ${webResourceId(name)}`),
];

const formParts = (): readonly string[] =>
  named(root, 'Entity').flatMap((entity) =>
    named(entity, 'systemform').flatMap((form) => partsOf(form, `part ${textOf(entity, 'Name')} ${textOf(form, 'formid')}`)),
  );

const holds = (file: string, now: readonly string[]): void => {
  const text = existsSync(golden(file)) ? readFileSync(golden(file), 'utf8') : '';
  const difference = differenceOf(linesOf(text), now);
  if (isUpdate) writeFileSync(golden(file), appended(text, difference));
  else expect(explain(difference, UPDATE)).toBe('');
};

describe('ids', () => {
  test('of roles, forms, views and web resources', () => holds('ids.txt', ids()));

  test('of what forms are made of; a part may go, but never come back under another id', () => {
    const now = formParts();
    const nameOf = (line: string): string => line.slice(0, line.lastIndexOf(' '));
    const present = new Set(now.map(nameOf));
    const text = existsSync(golden('form-parts.txt')) ? readFileSync(golden('form-parts.txt'), 'utf8') : '';
    const gone = linesOf(text).filter((line) => !present.has(nameOf(line)));
    holds('form-parts.txt', [...now, ...gone]);
    expect(new Set(now).size).toBe(now.length);
  });

  test('are not given twice', () => {
    const all = [...ids(), ...formParts()].map((line) => line.slice(line.lastIndexOf(' ') + 1));
    expect(all.length - new Set(all).size).toBe(0);
    expect(viewId('a', 'b')).not.toBe(formId('a', 'b'));
  });
});

const entity = (schemaName: string): XmlElement => {
  const found = named(root, 'Entity').find((node) => textOf(node, 'Name') === schemaName);
  if (found === undefined) throw new Error(`no ${schemaName}`);
  return found;
};
const first = (node: XmlElement, name: string): XmlElement => named(node, name)[0] ?? node;

describe('the emitted shape', () => {
  test.each<[string, () => XmlElement]>([
    ['table.xml', () => entity(brandingTheme.schemaName)],
    ['form.xml', () => first(entity(settings.schemaName), 'systemform')],
    ['ribbon.xml', () => first(entity('Invoice'), 'RibbonDiffXml')],
    ['role.xml', () => first(root, 'Role')],
  ])('%s', (file, node) => {
    const now = xmlFile(node());
    if (isUpdate) writeFileSync(golden(file), now);
    else expect(now).toBe(readFileSync(golden(file), 'utf8'));
  });
});
