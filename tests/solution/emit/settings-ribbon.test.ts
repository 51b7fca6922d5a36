/** The one command of the settings form: it asks, so that whoever may not ask does not see it. */
import { expect, test } from '@jest/globals';
import { settings } from '@stl3/solution';
import type { XmlNode } from '../../../solution/src/check/xml-tree.ts';
import { at, childrenOf, descendants, parseXml, textAt } from '../../../solution/src/check/xml-tree.ts';
import { customizations } from '../../../solution/src/emit/customizations.ts';
import { xmlFile } from '../../../solution/src/emit/xml.ts';
import { goodBuild } from '../check/good-zip.ts';

const ribbonOf = (webResources: typeof goodBuild.webResources): XmlNode | undefined => {
  const entities = childrenOf(at(parseXml(xmlFile(customizations(webResources))), 'Entities'), 'Entity');
  return at(
    entities.find((node) => textAt(node, 'Name') === settings.schemaName),
    'RibbonDiffXml',
  );
};
const attributesOf = (ribbon: XmlNode | undefined, name: string) => descendants(ribbon, name).map(({ attributes }) => attributes);

test('Refresh from Xero stands on the form, calls the script of the form and is ruled by it', () => {
  const ribbon = ribbonOf(goodBuild.webResources);
  expect(attributesOf(ribbon, 'CustomAction').map(({ Location }) => Location)).toEqual([
    'Mscrm.Form.stl3_stellariseconnectorsettings.MainTab.Actions.Controls._children',
  ]);
  expect(attributesOf(ribbon, 'JavaScriptFunction')).toEqual([
    { Library: '$webresource:stl3_/js/settings.js', FunctionName: 'Stellarise.Settings.refreshFromXero' },
  ]);
  expect(attributesOf(ribbon, 'CustomRule').map(({ FunctionName }) => FunctionName)).toEqual(['Stellarise.Settings.canRefresh']);
  expect(attributesOf(ribbon, 'EntityPrivilegeRule')).toMatchObject([{ EntityName: 'stl3_xerorequest', PrivilegeType: 'Create' }]);
  expect(attributesOf(ribbon, 'FormStateRule').map(({ State }) => State)).toEqual(['Existing', 'ReadOnly', 'Disabled']);
});

test('where the script was not built there is no button that calls it', () => {
  const without = new Map([...goodBuild.webResources].filter(([name]) => name !== 'stl3_/js/settings.js'));
  expect(descendants(ribbonOf(without), 'CustomAction')).toEqual([]);
});
