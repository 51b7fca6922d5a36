/** All checks of a solution zip: every import error that can be known beforehand. */
import { checkApp, checkRoles } from './check-access.ts';
import { checkChoices } from './check-choices.ts';
import { checkDependencies, checkEnvelope } from './check-envelope.ts';
import { checkControls, checkEnvironmentVariables, checkWebResources } from './check-files.ts';
import { checkForms, checkQuickViews } from './check-forms.ts';
import { checkIds, checkNames, checkPrefix } from './check-ids.ts';
import { checkRelationships } from './check-relationships.ts';
import { checkRibbons } from './check-ribbon.ts';
import { checkRoots } from './check-roots.ts';
import { checkKeys, checkMoney, checkTables } from './check-tables.ts';
import { checkMarkup, checkTwins } from './check-twins.ts';
import { checkViews } from './check-views.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { checkZip } from './check-zip.ts';
import type { Finding } from './finding.ts';
import { readZip } from './read-zip.ts';
import { checkRemovals } from './release-manifest.ts';
import type { SolutionModel } from './solution-model.ts';
import { readModel } from './solution-model.ts';

const checks: readonly ((model: SolutionModel) => readonly Finding[])[] = [
  checkZip,
  checkEnvelope,
  checkRoots,
  checkIds,
  checkPrefix,
  checkNames,
  checkTables,
  checkRelationships,
  checkMoney,
  checkChoices,
  checkKeys,
  checkForms,
  checkViews,
  checkQuickViews,
  checkRibbons,
  checkWebResources,
  checkControls,
  checkWebhooks,
  checkRoles,
  checkApp,
  checkEnvironmentVariables,
  checkDependencies,
  checkMarkup,
];

/** What a zip may be compared with. */
export interface Beside {
  /** Lines of the last release's manifest. */
  readonly released?: readonly string[];
  /** The other zip of the same release. */
  readonly twin?: Uint8Array;
}

/** What was read and what is wrong with it. */
export interface Checked {
  readonly model: SolutionModel;
  readonly found: readonly Finding[];
}

/**
 * Reads a zip; nothing is written anywhere. What is found are files that are no XML.
 * @throws {UnreadableZip} if it is no zip, is truncated, or would harm its reader
 */
export const readSolution = (bytes: Uint8Array): Checked => readModel(readZip(bytes));

/**
 * Everything that is wrong with a zip that was read.
 * @throws {UnreadableZip} if the twin is no zip
 */
export const findingsOf = ({ model, found }: Checked, beside: Beside = {}): readonly Finding[] => {
  // Whatever else could be said of a file that cannot be read would only hide the reason.
  if (model.customizations === undefined || model.manifest === undefined) return [...found, ...checkZip(model)];
  return [
    ...found,
    ...checks.flatMap((check) => check(model)),
    ...(beside.released === undefined ? [] : checkRemovals(model, beside.released)),
    ...(beside.twin === undefined ? [] : checkTwins(model, readSolution(beside.twin).model)),
  ];
};

/** Reads a zip and checks it. @throws {UnreadableZip} as reading does */
export const checkSolution = (bytes: Uint8Array, beside: Beside = {}): readonly Finding[] => findingsOf(readSolution(bytes), beside);
