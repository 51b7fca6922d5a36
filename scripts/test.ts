/** `npm test`: everything that proves the project; stops at nothing and reports all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { buildStale } from './build.ts';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const bin = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

const told = (title: string, code: number | null, started: number): boolean => {
  say(`== ${title}: ${code === 0 ? 'green' : 'RED'} after ${Math.round((Date.now() - started) / 1000)} s`);
  return code === 0;
};

const run = async (title: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> => {
  const started = Date.now();
  say(`\n== ${title}`);
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return told(title, code, started);
};

/** Compilers make millions of small objects and keep them: with room for the young ones they are moved less often, a tenth of the time. */
const YOUNG = '--max-semi-space-size=64';

/** As `run`, beside others: what it printed is shown whole when it has ended. */
const runBeside = async (title: string, file: string, args: readonly string[]): Promise<boolean> => {
  const started = Date.now();
  const child = spawn(process.execPath, [YOUNG, file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  process.stdout.write(`${out}${errors}`);
  return told(title, code, started);
};

/** One after the other. */
const inOrder = async (stages: readonly (() => Promise<boolean>)[]): Promise<readonly boolean[]> => {
  const results: boolean[] = [];
  for (const stage of stages) results.push(await stage());
  return results;
};

const tsc = bin('typescript', 'bin/tsc');
const projects = [
  '.',
  'webresources',
  'pcf-controls',
  'tests/webresources',
  'tests/pcf-controls',
  'tests/sandbox/demo-page/browser',
].filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));

const MEMORY = '/dev/shm';
/** Ledgers of the tests commit to disk thousands of times; in memory, where there is room, the same calls cost nothing. */
const scratch = (): string => {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= 4 * 1024 ** 3 ? MEMORY : tmpdir();
};

const WORKER_BYTES = 1.5 * 1024 ** 3;
/** Types and lint take as much as so many workers. */
const CHECKS = 2;
const waitingWorkers = (): number => Math.max(2, Math.min(availableParallelism() * 3, Math.floor(totalmem() / WORKER_BYTES) - CHECKS));

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

const jest = async (
  folder: string,
  selected: readonly string[],
): Promise<{ readonly green: boolean; readonly result: JestResult | null }> => {
  const output = join(folder, `${selected.join('-')}.json`);
  const green = await run(
    `tests: ${selected.join(', ')}`,
    bin('jest', 'bin/jest.js'),
    [
      '--selectProjects',
      ...selected,
      '--json',
      `--outputFile=${output}`,
      // Most tests wait for a relay rather than for a core.
      `--maxWorkers=${String(waitingWorkers())}`,
      '--passWithNoTests',
      ...process.argv.slice(2),
    ],
    { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning', TMPDIR: folder },
  );
  return { green, result: existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as JestResult) : null };
};

const main = async (): Promise<void> => {
  say('npm test: builds, types, lint, unit and contract tests, journeys in a browser. Loopback only. Ctrl+C stops it.');
  if (!existsSync(process.env['ORACLES_DIR'] ?? join(root, '../shared/oracles')))
    say('Skipped: checks against published specifications (no ORACLES_DIR and no ../shared/oracles).');
  const folder = mkdtempSync(join(scratch(), 'stellarise-test-'));
  // A test looks at it as another user.
  chmodSync(folder, 0o755);
  await buildStale(say);
  say('\n== types, lint and format, beside the tests');
  const checking = Promise.all([
    inOrder(projects.map((project) => () => runBeside(`types: ${project}`, tsc, ['--noEmit', '-p', project]))),
    inOrder([
      () => runBeside('lint', bin('eslint', 'bin/eslint.js'), ['.', '--max-warnings', '0']),
      () => runBeside('format', bin('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']),
    ]),
  ]);
  // All in one run: journeys wait for a browser while others wait for a relay, and what is checked beside them waits for nothing.
  const { green, result } = await jest(folder, ['node', 'page', 'journeys']);
  const checks = (await checking).flat();
  rmSync(folder, { recursive: true, force: true });
  const failedChecks = checks.filter((passed) => !passed).length;
  const red = failedChecks + (green ? 0 : 1);
  const failed = Math.max((result?.numFailedTests ?? 0) + failedChecks, red);
  const passed = (result?.numPassedTests ?? 0) + checks.length - failedChecks;
  say(`\n${String(passed)} passed, ${String(failed)} failed, ${String(result?.numPendingTests ?? 0)} skipped`);
  process.exitCode = red === 0 ? 0 : 1;
};

await main();
