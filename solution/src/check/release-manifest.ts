/** What a release promises to the next one, as one line per promise; written at every release and committed. */
import { componentsOf } from './components.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { bare } from './solution-model.ts';
import { at, childrenOf, descendants, textAt } from './xml-tree.ts';

const columns = (model: SolutionModel): readonly string[] =>
  model.tables.flatMap(({ logicalName, columns: of }) =>
    [...of].map(([name, column]) => `column ${logicalName}.${name} ${textAt(column, 'Type')}`),
  );

const parts = (model: SolutionModel): readonly string[] =>
  model.tables.flatMap(({ logicalName, entity, forms, views }) => [
    ...descendants(at(entity, 'EntityKeys'), 'EntityKey').map(
      (key) =>
        `key ${logicalName}.${textAt(key, 'Name')} ${childrenOf(at(key, 'EntityKeyAttributes'), 'AttributeName')
          .map(({ text }) => text.trim())
          .join('+')}`,
    ),
    ...forms.map(({ node, type }) => `form ${bare(textAt(node, 'formid'))} ${logicalName} ${type}`),
    ...views.map((view) => `view ${bare(textAt(view, 'savedqueryid'))} ${logicalName} ${textAt(view, 'querytype')}`),
  ]);

const choiceValues = (model: SolutionModel): readonly string[] =>
  childrenOf(at(model.customizations, 'optionsets'), 'optionset').flatMap((set) =>
    descendants(set, 'option').map(({ attributes }) => `value ${set.attributes['Name'] ?? ''} ${attributes['value'] ?? ''}`),
  );

/** Control and version; a release has to raise it. */
const controls = (model: SolutionModel): readonly string[] =>
  childrenOf(at(model.customizations, 'CustomControls'), 'CustomControl').map((node) => {
    const control = at(model.documents.get(textAt(node, 'FileName').replace(/^\//, '')), 'control');
    return `control-version ${textAt(node, 'Name')} ${control?.attributes['version'] ?? ''}`;
  });

/** All lines of a zip, the versions first. */
export const releaseManifest = (model: SolutionModel): readonly string[] => [
  `version ${textAt(model.manifest, 'Version')}`,
  ...controls(model),
  ...[
    ...componentsOf(model).map(({ type, key }) => `component ${type} ${key}`),
    ...columns(model),
    ...parts(model),
    ...choiceValues(model),
    ...model.relationships.map(({ attributes }) => `relationship ${attributes['Name'] ?? ''}`),
    ...[...model.documents.keys()]
      .filter((path) => path.startsWith('environmentvariable'))
      .map((path) => `environment-variable ${path.split('/')[1] ?? ''}`),
  ].toSorted(),
];

const VERSION = /^(version|control-version \S+) ([\d.]+)$/;

const versionsOf = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.flatMap((line) => {
      const [, of, version] = VERSION.exec(line) ?? [];
      return of === undefined || version === undefined ? [] : [[of, version] as const];
    }),
  );

const isHigher = (now: string, before: string): boolean => {
  const [left, right] = [now, before].map((version) => version.split('.').map(Number));
  const first = (left ?? []).findIndex((number, index) => number !== (right?.[index] ?? 0));
  return first >= 0 && (left?.[first] ?? 0) > (right?.[first] ?? 0);
};

/** Group 24: nothing that was released is gone or of another type, and the versions rose. */
export const checkRemovals = (model: SolutionModel, released: readonly string[]): readonly Finding[] => {
  const now = releaseManifest(model);
  const present = new Set(now);
  const versions = versionsOf(now);
  return [
    ...released
      .filter((line) => line !== '' && !line.startsWith('#') && !VERSION.test(line) && !present.has(line))
      .map((line) => finding(24, 'customizations.xml', `was released and is gone or changed, which deletes it at customers: ${line}`)),
    ...[...versionsOf(released)]
      .filter(([of, before]) => !isHigher(versions.get(of) ?? '0', before))
      .map(([of, before]) =>
        finding(24, 'solution.xml', `${of} is ${versions.get(of) ?? 'absent'}, not higher than the released ${before}`),
      ),
  ];
};
