/** Builds the relay into a few files: Node then opens a dozen instead of two thousand at every start. */
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const room = import.meta.dirname;
/** A relay that still runs from an older build may load a part of it later. */
const KEPT_MS = 7 * 86_400_000;

/** Pictures, styles and the packaged solution stay where the sources look for them. */
const besideTheSources = (outDir: string): Plugin => ({
  name: 'beside-the-sources',
  setup: (bundle) => {
    bundle.onLoad({ filter: /relay-service[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const back = relative(outDir, dirname(path)).replaceAll('\\', '/');
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/${back}`)})`)
        .replace("new URL('./checkpoint-thread.ts', import.meta.url)", "new URL('./checkpoint-thread.js', import.meta.url)");
      return { contents, loader: 'ts' };
    });
  },
});

/** A source with one character beyond Latin takes twice its size in memory. Within texts, patterns and comments the escape is the same. */
const inAscii = (source: string): string =>
  source.replaceAll(/[^\0-\x7F]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const removeOld = (outDir: string): void => {
  for (const name of readdirSync(outDir)) {
    const file = join(outDir, name);
    if (Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file);
  }
};

/**
 * Builds `server.js`, what `npm start` runs.
 * @param server another program around the relay, built in the same way
 * @returns the folder
 */
export const buildRelay = async (outDir: string = join(room, 'dist'), server: string = join(room, 'src/server.ts')): Promise<string> => {
  const { outputFiles } = await build({
    write: false,
    entryPoints: {
      server,
      'checkpoint-thread': join(room, 'src/store/checkpoint-thread.ts'),
    },
    outdir: outDir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    // What is imported when it is first needed stays a file of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: ['node24'],
    // Native code, and an optional part that nobody installs.
    external: ['better-sqlite3', 'pg-native'],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    minifySyntax: true,
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [besideTheSources(outDir)],
  });
  mkdirSync(outDir, { recursive: true });
  for (const { path, contents, text } of outputFiles) writeFileSync(path, path.endsWith('.js') ? inAscii(text) : contents);
  removeOld(outDir);
  return outDir;
};

if (import.meta.main) process.stdout.write(`${await buildRelay()}\n`);
