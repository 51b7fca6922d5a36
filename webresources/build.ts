/** Builds the scripts, strings and icons that run and show in a form or grid. */
import { build } from 'esbuild';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const room = import.meta.dirname;
/** Scripts, and the names that the ribbon, the forms and the views call their functions by. */
const scripts = { invoice: 'Stellarise.Invoice', settings: 'Stellarise.Settings', views: 'Stellarise.Views' } as const;

/**
 * Builds the web resources as Dataverse takes them: one classic script per page, readable on purpose, strings and icons beside it.
 * @param outDir is emptied first
 * @returns the folder that holds `js`, `strings` and `icons`
 */
export const buildWebResources = async (outDir: string = join(room, 'dist')): Promise<string> => {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  for (const [script, globalName] of Object.entries(scripts))
    await build({
      entryPoints: [join(room, `src/${script}.ts`)],
      outfile: join(outDir, `js/${script}.js`),
      bundle: true,
      format: 'iife',
      globalName,
      target: ['es2020'],
      charset: 'ascii',
      legalComments: 'none',
      logLevel: 'warning',
    });
  cpSync(join(room, 'strings'), join(outDir, 'strings'), { recursive: true });
  cpSync(join(room, 'icons'), join(outDir, 'icons'), { recursive: true });
  return outDir;
};

if (import.meta.main) process.stdout.write(`${await buildWebResources()}\n`);
