/** Builds the web resources, the status control and the relay where they are missing or older than their source. */
import { statSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { buildControl } from '../pcf-controls/build.mts';
import { buildRelay } from '../relay-service/build.ts';
import { buildWebResources } from '../webresources/build.ts';
import { built } from './built.ts';

const root = join(import.meta.dirname, '..');

const newest = (patterns: readonly string[]): number =>
  Math.max(0, ...patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => statSync(join(root, file)).mtimeMs));

const modified = (file: string): number => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const schema = ['solution/src/schema/**/*.ts'];
type PartName = 'web resources' | 'status control' | 'relay';
const parts: readonly { name: PartName; sources: readonly string[]; result: string; build: () => Promise<unknown> }[] = [
  {
    name: 'web resources',
    sources: [...schema, 'webresources/src/**/*', 'webresources/strings/*', 'webresources/icons/*', 'webresources/build.ts'],
    result: 'webresources/dist/js/invoice.js',
    build: async () => buildWebResources(),
  },
  {
    name: 'status control',
    sources: [...schema, 'pcf-controls/XeroStatus/*', 'pcf-controls/XeroStatus/strings/*', 'pcf-controls/*.{mts,js,json}'],
    result: 'pcf-controls/out/controls/XeroStatus/bundle.js',
    build: async () => buildControl(),
  },
  {
    name: 'relay',
    sources: [...schema, 'solution/src/**/*.ts', 'relay-service/src/**/*.ts', 'relay-service/build.ts', 'package-lock.json'],
    result: 'relay-service/dist/server.js',
    build: async () => buildRelay(),
  },
];

/**
 * Builds what is stale.
 * @param report is told, in a line each, what is built
 * @param names of the parts that are needed; all where absent
 */
export const buildStale = async (report: (line: string) => void, names?: readonly PartName[]): Promise<typeof built> => {
  for (const part of parts.filter(({ name }) => names?.includes(name) ?? true)) {
    if (modified(part.result) >= newest(part.sources)) continue;
    report(`Building the ${part.name} …`);
    await part.build();
  }
  return built;
};

/** What the demo page and the solution hold. */
export const buildForBrowsers = (report: (line: string) => void): Promise<typeof built> =>
  buildStale(report, ['web resources', 'status control']);

if (import.meta.main) await buildStale((line) => process.stderr.write(`${line}\n`));
