/** What forms and lists call is in the zip. */
import { describe, expect, test } from '@jest/globals';
import { connector, details, history, request, settings } from '@stl3/solution';
import type { XmlNode } from '../../../solution/src/check/xml-tree.ts';
import { at, childrenOf, descendants, parseXml, textAt } from '../../../solution/src/check/xml-tree.ts';
import { customizations } from '../../../solution/src/emit/customizations.ts';
import { xmlFile } from '../../../solution/src/emit/xml.ts';
import { goodBuild, goodFiles } from '../check/good-zip.ts';

const files = goodFiles();
const root = parseXml(new TextDecoder().decode(files.get('customizations.xml')));
const webResources = new Map(
  childrenOf(at(root, 'WebResources'), 'WebResource').map((node) => [textAt(node, 'Name'), textAt(node, 'FileName').slice(1)]),
);
const isInZip = (name: string): boolean => files.has(webResources.get(name) ?? '');
const entity = (schemaName: string): XmlNode | undefined =>
  childrenOf(at(root, 'Entities'), 'Entity').find((node) => textAt(node, 'Name') === schemaName);
const iconCells = (node: XmlNode | undefined): readonly XmlNode[] =>
  descendants(node, 'cell').filter(({ attributes }) => attributes['imageproviderfunctionname'] !== undefined);

describe('the settings form', () => {
  const form = descendants(entity(settings.schemaName), 'systemform')[0];

  test('loads a script of the zip and has it called with the execution context', () => {
    expect(descendants(form, 'Library').map(({ attributes }) => [attributes['name'], isInZip(attributes['name'] ?? '')])).toEqual([
      ['stl3_/js/settings.js', true],
    ]);
    expect(descendants(form, 'event').map(({ attributes }) => attributes['name'])).toEqual(['onload']);
    expect(descendants(form, 'Handler').map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({
        functionName: 'Stellarise.Settings.onLoad',
        libraryName: 'stl3_/js/settings.js',
        enabled: 'true',
        passExecutionContext: 'true',
      }),
    ]);
  });

  test('is the only form with a script', () => {
    expect(descendants(root, 'formLibraries')).toHaveLength(1);
  });
});

describe('signs before the states', () => {
  test.each([
    [details.schemaName, 'stl3_exportstate', 'Stellarise.Views.exportState'],
    [connector.schemaName, 'stl3_connectionstate', 'Stellarise.Views.connectionState'],
    [request.schemaName, 'stl3_state', 'Stellarise.Views.requestState'],
    [history.schemaName, 'stl3_result', 'Stellarise.Views.historyResult'],
    ['Invoice', 'xero.stl3_exportstate', 'Stellarise.Views.exportState'],
  ])('lists of %s draw %s by %s', (table, column, call) => {
    const cells = descendants(entity(table), 'cell').filter(({ attributes }) => attributes['name'] === column);
    expect(new Set(cells.map(({ attributes }) => attributes['imageproviderfunctionname']))).toEqual(new Set([call]));
  });

  test('come from a script of the zip', () => {
    const named = iconCells(root).map(({ attributes }) => (attributes['imageproviderwebresource'] ?? '').replace('$webresource:', ''));
    expect([...new Set(named)]).toEqual(['stl3_/js/views.js']);
    expect(named.every(isInZip)).toBe(true);
  });

  test.each(['busy', 'done', 'failed', 'none', 'warning'])('the sign %s is in the zip', (sign) => {
    expect(isInZip(`stl3_/icons/state-${sign}.svg`)).toBe(true);
  });
});

test('what was not built is not named', () => {
  const without = new Map([...goodBuild.webResources].filter(([name]) => !/(settings|views)\.js$/.test(name)));
  const xml = parseXml(xmlFile(customizations(without)));
  expect([...descendants(xml, 'formLibraries'), ...iconCells(xml)]).toEqual([]);
});
