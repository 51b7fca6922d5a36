/** Group 25: the managed and the unmanaged zip are the same but for what the platform wants different. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, SOLUTION } from './solution-model.ts';
import { everyNode } from './xml-tree.ts';

const DIFF_MARKUP = ['solutionaction', 'ordinalvalue'];

/** Managed diff markup fails an unmanaged import, and `unmodified` means nothing in a managed one. */
export const checkMarkup = (model: SolutionModel): readonly Finding[] => {
  const refused = model.managed ? ['unmodified'] : DIFF_MARKUP;
  const used = new Set(everyNode(model.customizations).flatMap(({ attributes }) => Object.keys(attributes)));
  return refused
    .filter((name) => used.has(name))
    .map((name) =>
      finding(25, CUSTOMIZATIONS, `has the attribute ${name}, which is not for a ${model.managed ? 'managed' : 'unmanaged'} solution`),
    );
};

const text = (model: SolutionModel, path: string): string => new TextDecoder().decode(model.files.get(path));
const flagless = (xml: string): string => xml.replace(/<Managed>[01]<\/Managed>/, '<Managed />').replaceAll(/ unmodified="1"/g, '');

const isSame = (left: SolutionModel, right: SolutionModel, path: string): boolean => {
  const [one, other] = [left.files.get(path), right.files.get(path)];
  if (one === undefined || other === undefined) return false;
  if (path === SOLUTION || path === CUSTOMIZATIONS) return flagless(text(left, path)) === flagless(text(right, path));
  return Buffer.compare(one, other) === 0;
};

/** Two zips of one release, one of them managed. */
export const checkTwins = (model: SolutionModel, twin: SolutionModel): readonly Finding[] => {
  const paths = [...new Set([...model.files.keys(), ...twin.files.keys()])].toSorted();
  return [
    ...(model.managed === twin.managed ? [finding(25, SOLUTION, `both zips are ${model.managed ? 'managed' : 'unmanaged'}`)] : []),
    ...paths
      .filter((path) => !isSame(model, twin, path))
      .map((path) => finding(25, path, 'differs between the managed and the unmanaged zip')),
  ];
};
