/** The files of a release in `dist`: both zips, the translations and the manifest. Writes nothing else. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readSolution } from '../solution/src/check/check-solution.ts';
import { releaseManifest } from '../solution/src/check/release-manifest.ts';
import type { SolutionBuild } from '../solution/src/emit/solution-parts.ts';
import { solutionParts } from '../solution/src/emit/solution-parts.ts';
import type { Dictionary } from '../solution/src/emit/translations/dictionary.ts';
import { translationParts } from '../solution/src/emit/translations/translation-parts.ts';
import { productVersion, readBuild, readDictionaries } from '../solution/src/package/read-build.ts';
import { zip } from '../solution/src/package/zip.ts';
import { solutionName } from '../solution/src/schema/index.ts';
import { built } from './built.ts';

const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');

export type Report = (line: string) => void;

/** Writes a file and reports it with its size. */
export const write = (path: string, content: Uint8Array | string, report: Report): void => {
  mkdirSync(dirname(path), { recursive: true });
  // Whoever reads it meanwhile, or packs it too, sees a whole file.
  const unfinished = `${path}.${String(process.pid)}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
  report(`${relative(root, path)} (${content.length} ${typeof content === 'string' ? 'characters' : 'bytes'})`);
};

/** Translations that the project brings along. */
export const dictionaries = (): readonly Dictionary[] => readDictionaries(join(root, 'solution/xml/translations'));

/** What was built, as one solution; the web resources and the control must be there. */
export const readSolutionBuild = (): SolutionBuild => readBuild({ ...built, version: productVersion(root) });

/** Packs what was built. */
export const packSolution = (build: SolutionBuild, report: Report): void => {
  const version = productVersion(root);
  const name = (ending: string): string => join(dist, `${solutionName}_${version}_${ending}`);
  const managed = zip(solutionParts(build, true));
  write(name('managed.zip'), managed, report);
  write(name('unmanaged.zip'), zip(solutionParts(build, false)), report);
  // On a release it is copied to solution/xml/released.txt, which later zips are compared with.
  write(name('manifest.txt'), `${releaseManifest(readSolution(managed).model).join('\n')}\n`, report);
  for (const dictionary of dictionaries()) write(name(`${dictionary.language}.zip`), zip(translationParts(dictionary, version)), report);
};
