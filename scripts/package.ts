/** `npm run package`: builds what is stale, then writes both zips, the translation files, the release manifest and `solution/unpacked`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readSolution } from '../solution/src/check/check-solution.ts';
import { UnreadableZip } from '../solution/src/check/read-zip.ts';
import { releaseManifest } from '../solution/src/check/release-manifest.ts';
import type { SolutionBuild } from '../solution/src/emit/solution-parts.ts';
import { solutionParts } from '../solution/src/emit/solution-parts.ts';
import type { Dictionary } from '../solution/src/emit/translations/dictionary.ts';
import { translationParts } from '../solution/src/emit/translations/translation-parts.ts';
import { fillTranslations } from '../solution/src/package/fill-translations.ts';
import { productVersion, readBuild, readDictionaries, readTexts } from '../solution/src/package/read-build.ts';
import { drift, unpacked } from '../solution/src/package/unpack.ts';
import { zip } from '../solution/src/package/zip.ts';
import { solutionName } from '../solution/src/schema/index.ts';
import { buildAll } from './build.ts';
import { built } from './built.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const unpackedFolder = join(root, 'solution/unpacked');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const USAGE = `Usage: npm run package [-- --check | --translate EXPORT.zip]
  --check                 writes nothing; exit 1 where solution/unpacked is not what the schema gives
  --translate EXPORT.zip  fills a file exported under Translations with our languages; writes a file per language to dist`;

const write = (path: string, content: Uint8Array | string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  say(`${relative(root, path)} (${content.length} ${typeof content === 'string' ? 'characters' : 'bytes'})`);
};

const check = (files: ReadonlyMap<string, string>): number => {
  const differing = drift(files, readTexts(unpackedFolder));
  differing.forEach((path) => say(`solution/unpacked/${path} is not what the schema gives; run npm run package`));
  return differing.length === 0 ? 0 : 1;
};

const packAll = (build: SolutionBuild, version: string, dictionaries: readonly Dictionary[]): void => {
  const name = (ending: string): string => join(dist, `${solutionName}_${version}_${ending}`);
  const managed = zip(solutionParts(build, true));
  write(name('managed.zip'), managed);
  write(name('unmanaged.zip'), zip(solutionParts(build, false)));
  // On a release it is copied to solution/xml/released.txt, which later zips are compared with.
  write(name('manifest.txt'), `${releaseManifest(readSolution(managed).model).join('\n')}\n`);
  dictionaries.forEach((dictionary) => write(name(`${dictionary.language}.zip`), zip(translationParts(dictionary, version))));
};

const unpackAll = (files: ReadonlyMap<string, string>): void => {
  rmSync(unpackedFolder, { recursive: true, force: true });
  files.forEach((content, path) => {
    mkdirSync(dirname(join(unpackedFolder, path)), { recursive: true });
    writeFileSync(join(unpackedFolder, path), content);
  });
  say(`solution/unpacked (${files.size} files)`);
};

const translate = (path: string, dictionaries: readonly Dictionary[]): number => {
  try {
    if (!existsSync(path)) throw new UnreadableZip('there is no such file');
    for (const dictionary of dictionaries) {
      const { parts, filled, left } = fillTranslations(new Uint8Array(readFileSync(path)), dictionary);
      write(join(dist, `${basename(path, '.zip')}_${dictionary.language}.zip`), zip(parts));
      say(
        `${dictionary.language}: ${filled} texts filled, ${left.length} without translation${left.map((text) => `\n  ${text}`).join('')}`,
      );
    }
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof UnreadableZip)) throw thrown;
    say(`${path}: ${thrown.message}`);
    return 1;
  }
};

const main = async (args: readonly string[]): Promise<number> => {
  let options;
  try {
    options = parseArgs({ args: [...args], options: { check: { type: 'boolean' }, translate: { type: 'string' } } }).values;
  } catch {
    say(USAGE);
    return 2;
  }
  const dictionaries = readDictionaries(join(root, 'solution/xml/translations'));
  if (options.translate !== undefined) return translate(options.translate, dictionaries);
  await buildAll((line) => process.stderr.write(`${line}\n`));
  const version = productVersion(root);
  const build = readBuild({ ...built, version });
  const files = unpacked(build);
  if (options.check === true) return check(files);
  packAll(build, version, dictionaries);
  unpackAll(files);
  return 0;
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
