/** Which XML of a zip is held against which of Microsoft's schemas. */
import { CUSTOMIZATIONS } from './solution-model.ts';
import type { SolutionModel } from './solution-model.ts';
import type { SchemaTask } from './schemas.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, textAt } from './xml-tree.ts';
import type { XmlElement } from '../emit/xml.ts';
import { element, xmlFile } from '../emit/xml.ts';

const toElement = ({ name, attributes, children, text }: XmlNode): XmlElement =>
  element(name, attributes, children.length === 0 ? (text === '' ? [] : [text]) : children.map(toElement));

/** Customizations as a whole, and each ribbon, form and site map by itself. */
export const schemaTasks = (model: SolutionModel): readonly SchemaTask[] => {
  const whole = model.files.get(CUSTOMIZATIONS);
  const part = (file: string, node: XmlNode | undefined, schema: SchemaTask['schema']): readonly SchemaTask[] =>
    node === undefined ? [] : [{ file: `${CUSTOMIZATIONS} (${file})`, xml: xmlFile(toElement(node)), schema }];
  return [
    ...(whole === undefined
      ? []
      : [{ file: CUSTOMIZATIONS, xml: new TextDecoder().decode(whole), schema: 'CustomizationsSolution.xsd' as const }]),
    ...model.tables.flatMap(({ logicalName, node, forms }) => [
      ...part(`ribbon of ${logicalName}`, at(node, 'RibbonDiffXml'), 'RibbonCore.xsd'),
      ...forms.flatMap((form) => part(`form ${textAt(form.node, 'formid')} of ${logicalName}`, at(form.node, 'form'), 'FormXml.xsd')),
    ]),
    ...childrenOf(at(model.customizations, 'AppModuleSiteMaps'), 'AppModuleSiteMap').flatMap((map) =>
      part(`site map ${textAt(map, 'SiteMapUniqueName')}`, at(map, 'SiteMap'), 'SiteMap.xsd'),
    ),
  ];
};
