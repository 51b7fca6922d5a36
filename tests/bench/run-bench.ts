/** Runs the parts one after the other and says how they go. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { BenchFigures } from './figures.ts';
import { missed, noFigures } from './figures.ts';
import { parts } from './parts.ts';
import type { Size } from './bench-size.ts';
import type { Report } from './report.ts';
import { round, timeLeft } from './report.ts';

export interface BenchResult {
  readonly figures: BenchFigures;
  /** Figures that miss their bound, and parts that could not be measured, in words. */
  readonly missed: readonly string[];
  readonly details: Readonly<Record<string, object>>;
  readonly machine: { readonly cores: number; readonly memoryGb: number; readonly processor: string; readonly date: string };
}

const GIGABYTE = 1024 ** 3;

/** @param only names of parts; all where empty @throws Error for a name that no part has */
export const runBench = async (root: string, size: Size, only: readonly string[], report: Report): Promise<BenchResult> => {
  const unknown = only.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`No part is called ${unknown}; there are ${parts.map(({ name }) => name).join(', ')}.`);
  const chosen = parts.filter(({ name }) => only.length === 0 || only.includes(name));
  const figures = noFigures();
  const details: Record<string, object> = {};
  const failed: string[] = [];
  for (const [index, part] of chosen.entries()) {
    const left = chosen.slice(index).reduce((total, { seconds }) => total + seconds(size), 0);
    report(`${part.name}: ${part.what} (${String(index + 1)} of ${String(chosen.length)}, ${timeLeft(left * 1_000)})`);
    // What else the machine does stands beside each figure: it is the first thing to look at when one is odd.
    const loadBefore = round(loadavg()[0] ?? 0, 1);
    // The other figures are worth having although one part could not be measured.
    const said = await part.run({ size, root, report, figures }).catch((problem: unknown) => {
      failed.push(`${part.name} could not be measured: ${String(problem)}`);
      report(`  ${failed.at(-1) ?? ''}`);
      return { failed: String(problem) };
    });
    details[part.name] = { ...said, loadBefore, loadAfter: round(loadavg()[0] ?? 0, 1) };
  }
  return {
    figures,
    missed: [...failed, ...missed(figures)],
    details,
    machine: {
      cores: availableParallelism(),
      memoryGb: round(totalmem() / GIGABYTE),
      processor: cpus()[0]?.model ?? 'unknown',
      date: new Date().toISOString().slice(0, 10),
    },
  };
};
