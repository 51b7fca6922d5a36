/** Groups 3 and 23: solution.xml and what it says the target must have. */
import { childrenOf, at, descendants, textAt } from './xml-tree.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, SOLUTION, requiredTables } from './solution-model.ts';

const ORDER = ['UniqueName', 'LocalizedNames', 'Descriptions', 'Version', 'Managed', 'Publisher', 'RootComponents', 'MissingDependencies'];
const say = (message: string): Finding => finding(3, SOLUTION, message);

/** Order, version, flag, prefixes, languages. */
export const checkEnvelope = (model: SolutionModel): readonly Finding[] => {
  const { manifest } = model;
  if (manifest === undefined) return [say('has no SolutionManifest')];
  const names = manifest.children.map(({ name }) => name);
  const expected = ORDER.filter((name) => names.includes(name));
  const missing = ORDER.filter((name) => !names.includes(name) && name !== 'Descriptions' && name !== 'MissingDependencies');
  const prefix = textAt(manifest, 'Publisher', 'CustomizationPrefix');
  const optionPrefix = Number(textAt(manifest, 'Publisher', 'CustomizationOptionValuePrefix'));
  return [
    ...missing.map((name) => say(`has no ${name}`)),
    ...(names.filter((name) => ORDER.includes(name)).join() === expected.join()
      ? []
      : [say(`elements are out of order: ${names.join(', ')}`)]),
    ...((model.ours ? /^\d+(\.\d+){3}$/ : /^\d+(\.\d+){1,3}$/).test(textAt(manifest, 'Version'))
      ? []
      : [say(`Version ${textAt(manifest, 'Version')} is not four numbers`)]),
    ...(['0', '1'].includes(textAt(manifest, 'Managed')) ? [] : [say(`Managed is ${textAt(manifest, 'Managed')}, not 0 or 1`)]),
    ...(/^\w+$/.test(textAt(manifest, 'UniqueName'))
      ? []
      : [say(`UniqueName ${textAt(manifest, 'UniqueName')} has other signs than letters, digits and _`)]),
    ...(/^[A-Za-z][A-Za-z0-9]{1,7}$/.test(prefix) && !prefix.toLowerCase().startsWith('mscrm')
      ? []
      : [say(`CustomizationPrefix ${prefix} is not allowed`)]),
    ...(optionPrefix >= 10_000 && optionPrefix <= 99_999
      ? []
      : [say(`CustomizationOptionValuePrefix ${optionPrefix} is not between 10000 and 99999`)]),
    ...languages(model),
  ];
};

const languages = (model: SolutionModel): readonly Finding[] => {
  const used = new Set([model.customizations, model.manifest].flatMap((root) => languageCodes(root)));
  return [
    ...(model.customizations !== undefined && model.languages.length === 0 ? [finding(3, CUSTOMIZATIONS, 'lists no language')] : []),
    ...[...used]
      .filter((code) => !model.languages.includes(code))
      .map((code) => finding(3, CUSTOMIZATIONS, `labels use language ${code}, which Languages does not list`)),
  ];
};

const languageCodes = (node: SolutionModel['customizations']): readonly string[] =>
  node === undefined
    ? []
    : [
        ...[node.attributes['languagecode'] ?? node.attributes['LCID']].filter((code) => code !== undefined),
        ...node.children.flatMap(languageCodes),
      ];

/** Shells of tables that not every environment has need a friendly refusal. */
const OF_SALES: ReadonlySet<string> = new Set(['invoice', 'invoicedetail', 'product', 'salesorder', 'quote', 'opportunity']);

/** Every table of Dynamics 365 Sales that the zip adds to is declared, well-formed and used. */
export const checkDependencies = (model: SolutionModel): readonly Finding[] => {
  const required = requiredTables(model);
  const entries = childrenOf(at(model.manifest, 'MissingDependencies'), 'MissingDependency');
  return [
    ...model.tables
      .filter(({ own, logicalName }) => !own && OF_SALES.has(logicalName) && !required.has(logicalName))
      .map(({ logicalName }) =>
        finding(23, SOLUTION, `MissingDependencies does not name ${logicalName}, so that a target without it fails with an obscure error`),
      ),
    ...entries
      .filter((entry) => at(entry, 'Required') === undefined || at(entry, 'Dependent') === undefined)
      .map(() => finding(23, SOLUTION, 'a MissingDependency lacks Required or Dependent')),
    ...descendants(at(model.manifest, 'MissingDependencies'), 'Required')
      .filter(({ attributes }) => (attributes['solution'] ?? '') === '')
      .map(({ attributes }) => finding(23, SOLUTION, `the dependency on ${attributes['schemaName'] ?? ''} names no solution`)),
  ];
};
