/** `npm test`: everything that proves the project, one stage after the other; stops at nothing and reports all. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildAll } from './build.ts';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const bin = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

const run = (title: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean => {
  const started = Date.now();
  say(`\n== ${title}`);
  const result = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  say(`== ${title}: ${result.status === 0 ? 'green' : 'RED'} after ${Math.round((Date.now() - started) / 1000)} s`);
  return result.status === 0;
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

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

const jest = (folder: string, selected: readonly string[]): { readonly green: boolean; readonly result: JestResult | null } => {
  const output = join(folder, `${selected.join('-')}.json`);
  const green = run(
    `tests: ${selected.join(', ')}`,
    bin('jest', 'bin/jest.js'),
    [
      '--selectProjects',
      ...selected,
      '--json',
      `--outputFile=${output}`,
      `--maxWorkers=${selected.includes('journeys') ? 1 : 2}`,
      '--passWithNoTests',
      ...process.argv.slice(2),
    ],
    { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  );
  return { green, result: existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as JestResult) : null };
};

const main = async (): Promise<void> => {
  say('npm test: builds, types, lint, unit and contract tests, journeys in a browser. Loopback only. Ctrl+C stops it.');
  if (!existsSync(process.env['ORACLES_DIR'] ?? join(root, '../shared/oracles')))
    say('Skipped: checks against published specifications (no ORACLES_DIR and no ../shared/oracles).');
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-test-'));
  await buildAll(say);
  const checks = [
    ...projects.map((project) => run(`types: ${project}`, tsc, ['--noEmit', '-p', project])),
    run('lint', bin('eslint', 'bin/eslint.js'), ['.', '--max-warnings', '0']),
    run('format', bin('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']),
  ];
  const journeys = globSync('tests/journeys/**/*.test.ts', { cwd: root }).length > 0;
  const tests = [jest(folder, ['node', 'page']), ...(journeys ? [jest(folder, ['journeys'])] : [])];
  rmSync(folder, { recursive: true, force: true });
  const count = (of: keyof JestResult): number => tests.reduce((total, { result }) => total + (result?.[of] ?? 0), 0);
  const red = checks.filter((green) => !green).length + tests.filter(({ green }) => !green).length;
  const failed = Math.max(count('numFailedTests') + checks.filter((green) => !green).length, red);
  say(`\n${count('numPassedTests') + checks.filter(Boolean).length} passed, ${failed} failed, ${count('numPendingTests')} skipped`);
  process.exitCode = red === 0 ? 0 : 1;
};

await main();
