/** Flags of Node that `npm start` runs the relay with: figures are to be those of what runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly scripts: { readonly start: string };
};

export const startFlags: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  ...manifest.scripts.start.split(' ').filter((word) => word.startsWith('--')),
];
