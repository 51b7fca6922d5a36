/**
 * Runs the core's tests for Stryker within one process. Jest sets every test file up anew for each mutant, which for thousands of mutants
 * takes hours; here the files are loaded once, and of each mutant only the tests run that reach it, the quickest first, until one fails.
 * A mutant of what is computed on loading (tables, patterns) loads the files anew, as Stryker asks.
 */
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import type {
  DryRunOptions,
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
} from '@stryker-mutator/api/test-runner';
import { DryRunStatus, TestStatus, determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import type { GatheredTest } from './gathered-tests.ts';
import { beginGathering, gatherFrom, gatheredTests } from './gathered-tests.ts';

const TEST_FILES = 'tests/relay-service/core/**/*.test.ts';
const STAND_IN = new URL('gathered-tests.ts', import.meta.url).href;

/** What Stryker's switches in the mutated files look at. */
const switches = (): InstrumenterContext => {
  const global = globalThis as unknown as Record<string, InstrumenterContext | undefined>;
  return (global[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
};

let load = 0;
// Stryker enters its copy of the project only after it has loaded this file.
const inCopy = (url: string): boolean => url.startsWith(pathToFileURL(`${process.cwd()}/`).href) && !url.includes('/node_modules/');
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === '@jest/globals') return { url: STAND_IN, format: 'module-typescript', shortCircuit: true };
    const resolved = next(specifier, context);
    const own = load > 0 && inCopy(resolved.url) && !resolved.url.includes('?');
    return own ? { ...resolved, url: `${resolved.url}?load=${String(load)}` } : resolved;
  },
});

export class CoreRunner implements TestRunner {
  private tests: readonly GatheredTest[] | null = null;
  private readonly took = new Map<string, number>();

  public capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  public async dryRun({ coverageAnalysis }: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.loaded(true);
    const results: TestResult[] = [];
    for (const test of tests) {
      if (coverageAnalysis === 'perTest') switches().currentTestId = test.id;
      results.push(await this.run(test));
    }
    delete switches().currentTestId;
    const { mutantCoverage } = switches();
    return { status: DryRunStatus.Complete, tests: results, ...(mutantCoverage === undefined ? {} : { mutantCoverage }) };
  }

  public async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment } = options;
    const context = switches();
    delete context.activeMutant;
    if (mutantActivation === 'static') context.activeMutant = activeMutant.id;
    delete context.hitLimit;
    delete context.hitCount;
    if (hitLimit !== undefined) Object.assign(context, { hitLimit, hitCount: 0 });
    try {
      const tests = await this.loaded(reloadEnvironment);
      context.activeMutant = activeMutant.id;
      return toMutantRunResult(await this.runUntilOneFails(this.chosen(tests, testFilter), hitLimit));
    } catch (thrown) {
      // A change that keeps the files from loading is noticed by everything.
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed({ id: 'load', name: 'load' }, thrown, 0)] });
    } finally {
      delete context.activeMutant;
    }
  }

  private async loaded(anew: boolean): Promise<readonly GatheredTest[]> {
    if (this.tests !== null && !anew) return this.tests;
    load++;
    beginGathering();
    this.tests = null;
    for (const file of globSync(TEST_FILES).sort()) {
      gatherFrom(file);
      await import(`${pathToFileURL(resolve(file)).href}?load=${String(load)}`);
    }
    return (this.tests = gatheredTests());
  }

  private chosen(tests: readonly GatheredTest[], filter: readonly string[] | undefined): readonly GatheredTest[] {
    const wanted = filter && new Set(filter);
    return tests
      .filter(({ id }) => wanted?.has(id) ?? true)
      .toSorted((a, b) => (this.took.get(a.id) ?? Infinity) - (this.took.get(b.id) ?? Infinity) || 0);
  }

  private async runUntilOneFails(tests: readonly GatheredTest[], hitLimit: number | undefined): Promise<DryRunResult> {
    const results: TestResult[] = [];
    for (const test of tests) {
      const result = await this.run(test);
      const endless = determineHitLimitReached(switches().hitCount, hitLimit);
      if (endless) return endless;
      results.push(result);
      if (result.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  private async run({ id, name, run }: GatheredTest): Promise<TestResult> {
    const began = performance.now();
    try {
      await run();
      const timeSpentMs = performance.now() - began;
      this.took.set(id, timeSpentMs);
      return { id, name, timeSpentMs, status: TestStatus.Success };
    } catch (thrown) {
      return failed({ id, name }, thrown, performance.now() - began);
    }
  }
}

const failed = (test: { readonly id: string; readonly name: string }, thrown: unknown, timeSpentMs: number): TestResult => ({
  ...test,
  timeSpentMs,
  status: TestStatus.Failed,
  failureMessage: thrown instanceof Error ? thrown.message : String(thrown),
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'core', CoreRunner)];
