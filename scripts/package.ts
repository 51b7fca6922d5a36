/** `npm run package`: builds what is stale, then writes both zips, the translation files, the release manifest and `solution/unpacked`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { UnreadableZip } from '../solution/src/check/read-zip.ts';
import { fillTranslations } from '../solution/src/package/fill-translations.ts';
import { readTexts } from '../solution/src/package/read-build.ts';
import { drift, unpacked } from '../solution/src/package/unpack.ts';
import { zip } from '../solution/src/package/zip.ts';
import { buildForBrowsers } from './build.ts';
import { dictionaries, dist, packSolution, readSolutionBuild, write } from './pack-solution.ts';

const root = join(import.meta.dirname, '..');
const unpackedFolder = join(root, 'solution/unpacked');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const USAGE = `Usage: npm run package [-- --check | --translate EXPORT.zip]
  --check                 writes nothing; exit 1 where solution/unpacked is not what the schema gives
  --translate EXPORT.zip  fills a file exported under Translations with our languages; writes a file per language to dist`;

const check = (files: ReadonlyMap<string, string>): number => {
  const differing = drift(files, readTexts(unpackedFolder));
  differing.forEach((path) => say(`solution/unpacked/${path} is not what the schema gives; run npm run package`));
  return differing.length === 0 ? 0 : 1;
};

const unpackAll = (files: ReadonlyMap<string, string>): void => {
  rmSync(unpackedFolder, { recursive: true, force: true });
  files.forEach((content, path) => {
    mkdirSync(dirname(join(unpackedFolder, path)), { recursive: true });
    writeFileSync(join(unpackedFolder, path), content);
  });
  say(`solution/unpacked (${files.size} files)`);
};

const translate = (path: string): number => {
  try {
    if (!existsSync(path)) throw new UnreadableZip('there is no such file');
    for (const dictionary of dictionaries()) {
      const { parts, filled, left } = fillTranslations(new Uint8Array(readFileSync(path)), dictionary);
      write(join(dist, `${basename(path, '.zip')}_${dictionary.language}.zip`), zip(parts), say);
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
  if (options.translate !== undefined) return translate(options.translate);
  await buildForBrowsers((line) => process.stderr.write(`${line}\n`));
  const build = readSolutionBuild();
  const files = unpacked(build);
  if (options.check === true) return check(files);
  packSolution(build, say);
  unpackAll(files);
  return 0;
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
