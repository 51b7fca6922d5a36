/** Reads from disk what the zip is made of. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SolutionBuild } from '../emit/solution-parts.ts';
import type { Dictionary } from '../emit/translations/dictionary.ts';
import { readDictionary } from '../emit/translations/dictionary.ts';

const filesBelow = (folder: string, prefix: string): ReadonlyMap<string, Uint8Array> =>
  new Map(
    globSync('**/*', { cwd: folder })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted()
      .map((path) => [`${prefix}${path}`, new Uint8Array(readFileSync(join(folder, path)))]),
  );

/** The text files of a folder by their path in it. */
export const readTexts = (folder: string): ReadonlyMap<string, string> =>
  new Map([...filesBelow(folder, '')].map(([path, content]) => [path, new TextDecoder().decode(content)]));

/** The product's version, three numbers: the one of `package.json` in the project's folder. */
export const productVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version;

/** Folders of what was built, and the product's version. */
export interface BuiltFolders {
  readonly webResources: string;
  readonly control: string;
  /** Three numbers, as `package.json` has it. */
  readonly version: string;
}

/** Three numbers become the platform's four. */
export const solutionVersion = (version: string): string => `${version}.0`;

/** @throws {Error} if a folder is missing or empty: nothing was built */
export const readBuild = ({ webResources, control, version }: BuiltFolders): SolutionBuild => {
  const build = {
    version: solutionVersion(version),
    webResources: filesBelow(webResources, 'stl3_/'),
    control: filesBelow(control, ''),
  };
  if (build.webResources.size === 0) throw new Error(`No web resources were built in ${webResources}`);
  if (!build.control.has('bundle.js')) throw new Error(`No control was built in ${control}`);
  return build;
};

/** Languages other than English: one file each, named by the platform's number of the language. */
export const readDictionaries = (folder: string): readonly Dictionary[] =>
  [...readTexts(folder)].flatMap(([path, text]) => {
    const language = /^(\d+)\.txt$/.exec(path)?.[1];
    return language === undefined ? [] : [readDictionary(Number(language), text)];
  });
