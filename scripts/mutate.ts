/**
 * `npm run mutate [-- FILE ...]`: changes the core in one small way at a time and sees whether a test notices (Stryker). Works on copies,
 * writes out/mutation and nothing else, shows how far it is, and is stopped by Ctrl+C. Exit 1 below the threshold.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** Share of the changes that the tests must notice, percent. */
const THRESHOLD = 85;
/** Fewer random invoices than `npm test` draws, for they are drawn anew for each change. */
const RANDOM_INVOICES = '120';

process.chdir(join(import.meta.dirname, '..'));
process.env['RANDOM_INVOICES'] = RANDOM_INVOICES;
// Reading Xero's specification takes longer than all the rest of a mutant's tests.
process.env['ORACLES_DIR'] = '/dev/null';
const files = process.argv.slice(2);
process.stderr.write(
  'Mutation testing of relay-service/src/core; some five minutes on two cores. Ctrl+C stops it, nothing is left behind.\n',
);

const results = await new Stryker({
  testRunner: 'core',
  plugins: ['./tests/mutation/core-runner.ts'],
  coverageAnalysis: 'perTest',
  // What is computed on loading (tables, patterns) would load all files anew for each change, which takes hours; of it nothing is claimed.
  ignoreStatic: true,
  // Files that were loaded anew stay in memory.
  maxTestRunnerReuse: 300,
  // A machine that is busy must not pass for a test that noticed; what really loops is stopped by its count of hits.
  timeoutMS: 60_000,
  // The words of the causes are read by people; tests pin their codes.
  mutate: files.length > 0 ? files : ['relay-service/src/core/**/*.ts', '!relay-service/src/core/causes/*.ts'],
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', 'out', 'docs', 'solution/unpacked', 'tests/journeys', 'tests/prove', 'tests/sandbox/demo-page'],
  concurrency: 2,
  // Outside of the project, whose other tests would find two of everything.
  tempDirName: join(tmpdir(), 'stellarise-mutation'),
  reporters: ['progress', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: 'out/mutation/report.json' },
}).runMutationTest();

const count = (statuses: readonly string[]): number => results.filter(({ status }) => statuses.includes(status)).length;
const noticed = count(['Killed', 'Timeout']);
const all = noticed + count(['Survived', 'NoCoverage']);
const score = all === 0 ? 0 : (100 * noticed) / all;
process.stdout.write(`${JSON.stringify({ mutants: all, noticed, score: Number(score.toFixed(1)), threshold: THRESHOLD })}\n`);
process.exitCode = score >= THRESHOLD ? 0 : 1;
