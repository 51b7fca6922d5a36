/** Builds what runs in a browser, the web resources and the status control, where it is missing or older than its source. */
import { statSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { buildControl } from '../pcf-controls/build.mts';
import { buildWebResources } from '../webresources/build.ts';
import { built } from './built.ts';

const root = join(import.meta.dirname, '..');

const newest = (patterns: readonly string[]): number =>
  Math.max(0, ...patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => statSync(join(root, file)).mtimeMs));

const modified = (file: string): number => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const schema = ['solution/src/schema/**/*.ts'];
const parts: readonly { name: string; sources: readonly string[]; result: string; build: () => Promise<unknown> }[] = [
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
];

/**
 * Builds what is stale.
 * @param report is told, in a line each, what is built.
 */
export const buildAll = async (report: (line: string) => void): Promise<typeof built> => {
  for (const part of parts) {
    if (modified(part.result) >= newest(part.sources)) continue;
    report(`Building the ${part.name} …`);
    await part.build();
  }
  return built;
};

if (import.meta.main) await buildAll((line) => process.stderr.write(`${line}\n`));
