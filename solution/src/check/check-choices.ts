/** Group 11: values and labels of choices. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, repeated } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, textAt } from './xml-tree.ts';

const say = (message: string): Finding => finding(11, CUSTOMIZATIONS, message);

const labels = (model: SolutionModel, name: string, option: XmlNode): readonly Finding[] => {
  const found = childrenOf(at(option, 'labels'), 'label');
  // Others may leave a language to the platform's own texts, but not all of them.
  const languages = model.ours ? model.languages : model.languages.filter(() => found.length === 0);
  return languages
    .filter(
      (language) => !found.some(({ attributes }) => attributes['languagecode'] === language && (attributes['description'] ?? '') !== ''),
    )
    .map((language) => say(`value ${option.attributes['value'] ?? ''} of ${name} has no label in language ${language}`));
};

/** Values lie in the publisher's range, once each, with a label in every language; columns name choices that exist. */
export const checkChoices = (model: SolutionModel): readonly Finding[] => {
  const global = childrenOf(at(model.customizations, 'optionsets'), 'optionset');
  const inline = descendants(at(model.customizations, 'Entities'), 'optionset');
  const first = Number(textAt(model.manifest, 'Publisher', 'CustomizationOptionValuePrefix')) * 10_000;
  const names = new Set(global.map(({ attributes }) => attributes['Name']));
  const isOutside = (value: number): boolean => value < first || value > first + 9_999;
  return [
    ...global.flatMap((set) => {
      const name = set.attributes['Name'] ?? '';
      const values = childrenOf(at(set, 'options'), 'option').map(({ attributes }) => attributes['value'] ?? '');
      return [
        ...values
          .filter((value) => !/^-?\d+$/.test(value) || (model.ours && isOutside(Number(value))))
          .map((value) => say(`value ${value} of ${name} is outside ${first} to ${first + 9_999}`)),
        ...(values.length === 0 ? [say(`${name} has no values`)] : []),
      ];
    }),
    ...[...global, ...inline].flatMap((set) => {
      const name = set.attributes['Name'] ?? '';
      const options = [...descendants(set, 'option'), ...descendants(set, 'state'), ...descendants(set, 'status')];
      return [
        ...repeated(options.map(({ attributes }) => attributes['value'] ?? '')).map((value) => say(`${name} has the value ${value} twice`)),
        ...options.flatMap((option) => labels(model, name, option)),
      ];
    }),
    ...repeated(global.map(({ attributes }) => (attributes['Name'] ?? '').toLowerCase())).map((name) =>
      say(`the choice ${name} is there twice`),
    ),
    ...model.tables.flatMap(({ logicalName, columns }) =>
      [...columns].flatMap(([column, node]) => {
        const of = textAt(node, 'OptionSetName');
        return of === '' || names.has(of) || !of.startsWith(model.prefix)
          ? []
          : [say(`${logicalName}.${column} is of the choice ${of}, which is not in the zip`)];
      }),
    ),
  ];
};
