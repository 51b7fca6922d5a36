/** `npm run check:solution -- FILE.zip`: every import error that can be known beforehand, one line each; exit 1 where there is one. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingsOf, readSolution } from '../solution/src/check/check-solution.ts';
import type { Finding } from '../solution/src/check/finding.ts';
import { describe } from '../solution/src/check/finding.ts';
import { UnreadableZip } from '../solution/src/check/read-zip.ts';
import { schemaTasks } from '../solution/src/check/schema-tasks.ts';
import { loadValidator, validate } from '../solution/src/check/schemas.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const RELEASED = join(import.meta.dirname, '../solution/xml/released.txt');
// As large as a solution file may be at all.
const MOST_BYTES = 95 * 1024 * 1024;

const USAGE = `Usage: npm run check:solution -- FILE.zip [--schemas DIR] [--released FILE] [--twin FILE.zip]
  --schemas DIR    Microsoft's XSDs (as xmllint takes them); forms, ribbons and site maps are held against them
  --released FILE  manifest of the last release; by default solution/xml/released.txt where it exists and the zip is ours
  --twin FILE.zip  the other zip of the release; by default the neighbour called ..._managed.zip or ..._unmanaged.zip`;

const read = (path: string): Uint8Array => {
  if (!existsSync(path) || !statSync(path).isFile()) throw new UnreadableZip(`there is no such file: ${path}`);
  if (statSync(path).size > MOST_BYTES) throw new UnreadableZip('the file is larger than any solution may be (95 MB)');
  return new Uint8Array(readFileSync(path));
};

const MANAGED = '_managed.zip';
const UNMANAGED = '_unmanaged.zip';

const twinOf = (path: string): string | undefined => {
  const other = path.endsWith(MANAGED) ? path.replace(MANAGED, UNMANAGED) : path.replace(UNMANAGED, MANAGED);
  return other !== path && existsSync(other) ? other : undefined;
};

const againstSchemas = async (folder: string | undefined, tasks: ReturnType<typeof schemaTasks>): Promise<readonly Finding[]> => {
  if (folder === undefined) return [];
  if (!existsSync(folder)) throw new UnreadableZip(`there is no such folder: ${folder}`);
  const validator = await loadValidator();
  if (validator !== null) return validate(validator, folder, tasks);
  say('Skipped: the schemas (the package xmllint-wasm is not installed).');
  return [];
};

interface Options {
  readonly schemas?: string;
  readonly released?: string;
  readonly twin?: string;
}

const check = async (path: string, { schemas, ...options }: Options): Promise<number> => {
  const checked = readSolution(read(path));
  const twin = options.twin ?? twinOf(path);
  const released = options.released ?? (checked.model.ours && existsSync(RELEASED) ? RELEASED : undefined);
  const found = findingsOf(checked, {
    ...(released === undefined ? {} : { released: new TextDecoder().decode(read(released)).split(/\r?\n/) }),
    ...(twin === undefined ? {} : { twin: read(twin) }),
  });
  const all = [...found, ...(await againstSchemas(schemas, schemaTasks(checked.model)))];
  all.forEach((one) => say(describe(one)));
  say(`${path}: ${all.length === 0 ? 'nothing found' : `${all.length} found`}${schemas === undefined ? ' (without schemas)' : ''}`);
  return all.length === 0 ? 0 : 1;
};

const main = async (args: readonly string[]): Promise<number> => {
  const option = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { schemas: option, released: option, twin: option } });
  } catch {
    say(USAGE);
    return 2;
  }
  const [path, ...more] = parsed.positionals;
  if (path === undefined || more.length > 0) {
    say(USAGE);
    return 2;
  }
  try {
    return await check(path, parsed.values);
  } catch (thrown) {
    if (!(thrown instanceof UnreadableZip)) throw thrown;
    say(`${path}: ${thrown.message}`);
    return 1;
  }
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
