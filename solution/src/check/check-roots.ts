/** Group 4: root components and what they name. */
import { componentTypes } from '../emit/component-types.ts';
import { componentsOf } from './components.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { SOLUTION, bare, repeated } from './solution-model.ts';
import { at, childrenOf } from './xml-tree.ts';

const say = (message: string): Finding => finding(4, SOLUTION, message);
const judged: ReadonlySet<number> = new Set(Object.values(componentTypes));

/** Parts of tables and what lies in folders of its own never are roots. */
const NEVER: ReadonlyMap<number, string> = new Map([
  [2, 'a column'],
  [3, 'a relationship'],
  [10, 'a relationship'],
  [14, 'a key'],
  [50, 'a ribbon'],
  [55, 'a ribbon'],
  [380, 'an environment variable'],
]);

/** Roots and components name each other, each once, tables in lower case. */
export const checkRoots = (model: SolutionModel): readonly Finding[] => {
  const roots = childrenOf(at(model.manifest, 'RootComponents'), 'RootComponent').map(({ attributes }) => ({
    type: Number(attributes['type']),
    key: attributes['schemaName'] ?? bare(attributes['id'] ?? ''),
  }));
  const components = componentsOf(model);
  const label = ({ type, key }: { readonly type: number; readonly key: string }): string => `type ${type} ${key}`;
  const present = new Set(components.map(label));
  const rooted = new Set(roots.map(label));
  // Forms and views of own tables may be named too, such as by exports that added them one by one.
  const mayBeAbsent = (type: number): boolean => type === componentTypes.form || type === componentTypes.view;
  return [
    ...roots
      .filter(({ type, key }) => judged.has(type) && !mayBeAbsent(type) && !present.has(label({ type, key })))
      .map((root) => say(`root component ${label(root)} is not in customizations.xml`)),
    ...roots
      .filter((root) => mayBeAbsent(root.type) && !present.has(label(root)) && !isInOwnTable(model, root.key))
      .map((root) => say(`root component ${label(root)} is not in customizations.xml`)),
    ...components
      .filter((component) => !rooted.has(label(component)))
      .map((component) => say(`${label(component)} is no root component, so it is not imported`)),
    ...roots
      .filter(({ type }) => NEVER.has(type))
      .map(({ type, key }) => say(`${NEVER.get(type) ?? ''} may not be a root component: ${key}`)),
    ...repeated(roots.map(label)).map((name) => say(`root component ${name} is listed twice`)),
    ...roots
      .filter(({ type, key }) => type === componentTypes.table && key !== key.toLowerCase())
      .map(({ key }) => say(`the schemaName of root component ${key} is not in lower case`)),
  ];
};

const isInOwnTable = (model: SolutionModel, id: string): boolean =>
  model.tables.some(({ forms, views }) =>
    [...forms.map(({ node }) => at(node, 'formid')), ...views.map((view) => at(view, 'savedqueryid'))].some(
      (node) => bare(node?.text ?? '') === id,
    ),
  );
