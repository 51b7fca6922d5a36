/** A good zip to break: the schema's own XML around small stand-ins of what is built elsewhere. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Beside } from '../../../solution/src/check/check-solution.ts';
import { checkSolution } from '../../../solution/src/check/check-solution.ts';
import { describe as describeFinding } from '../../../solution/src/check/finding.ts';
import { commands } from '../../../solution/src/emit/ribbon/commands.ts';
import type { SolutionBuild } from '../../../solution/src/emit/solution-parts.ts';
import { solutionParts } from '../../../solution/src/emit/solution-parts.ts';
import { zip } from '../../../solution/src/package/zip.ts';

const sources = join(import.meta.dirname, '../../../webresources');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const folder = (name: string): readonly (readonly [string, Uint8Array])[] =>
  readdirSync(join(sources, name)).map((file) => [`stl3_/${name}/${file}`, new Uint8Array(readFileSync(join(sources, name, file)))]);

const functions = [
  'canAllocate',
  'canSend',
  ...commands.flatMap(({ formFunction, gridFunction }) => [formFunction, ...(gridFunction === undefined ? [] : [gridFunction])]),
];
const page = (name: string, ...of: readonly string[]): Uint8Array =>
  bytes(`var Stellarise = Stellarise || {}; Stellarise.${name} = { ${of.map((each) => `${each}: () => 0`).join(', ')} };`);
const scripts: readonly (readonly [string, Uint8Array])[] = [
  ['stl3_/js/invoice.js', page('Invoice', ...functions)],
  ['stl3_/js/settings.js', page('Settings', 'canRefresh', 'onLoad', 'refreshFromXero')],
  ['stl3_/js/views.js', page('Views', 'connectionState', 'exportState', 'historyResult', 'requestState')],
];

const manifest = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<manifest><control namespace="Stellarise" constructor="XeroStatus" version="0.0.0" display-name-key="name" control-type="virtual" api-version="1.3.18">
<property name="place" of-type="SingleLine.Text" usage="bound" required="true" />
<resources><code path="bundle.js" order="1" /><resx path="strings/XeroStatus.1033.resx" version="1.0.0" /></resources>
<built-by name="pac" version="1.51.1" /></control></manifest>`;

/** What the good zip is made of. */
export const goodBuild: SolutionBuild = {
  version: '1.2.3.0',
  webResources: new Map([...scripts, ...folder('strings'), ...folder('icons')]),
  control: new Map([
    ['ControlManifest.xml', bytes(manifest)],
    ['bundle.js', bytes('0')],
    ['strings/XeroStatus.1033.resx', bytes('<root />')],
  ]),
};

const managedParts = solutionParts(goodBuild, true);
const unmanagedParts = solutionParts(goodBuild, false);

/** Files of the good zip, to be changed. */
export const goodFiles = (managed = true): Map<string, Uint8Array> => new Map(managed ? managedParts : unmanagedParts);

/** Changes the text of one file. @throws {Error} if nothing changed: the test would prove nothing */
export const edit = (files: Map<string, Uint8Array>, path: string, change: (text: string) => string): void => {
  const before = new TextDecoder().decode(files.get(path));
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${path}`);
  files.set(path, bytes(after));
};

/** Findings of a zip of these files, as the command prints them. */
export const linesOf = (files: ReadonlyMap<string, Uint8Array>, beside: Beside = {}): readonly string[] =>
  checkSolution(zip(files, 0), beside).map(describeFinding);
