/** Builds the status control with Microsoft's own toolchain. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const room = import.meta.dirname;
const result = join(room, 'out/controls/XeroStatus');
const pcfScripts = join(createRequire(import.meta.url).resolve('pcf-scripts/package.json'), '../bin/pcf-scripts.js');

/**
 * Builds the control as the solution zip and the demo page take it.
 * @param mode `production` is what ships; `development` is readable
 * @returns the folder with ControlManifest.xml, bundle.js and strings
 */
export const buildControl = (mode: 'production' | 'development' = 'production'): Promise<string> =>
  new Promise((resolve, reject) => {
    // The project's own lint run covers the control with stricter rules, so the toolchain need not lint again.
    const args = [pcfScripts, 'rebuild', '--buildMode', mode, '--skipBuildLinting', 'true', '--noColor'];
    const child = spawn(process.execPath, args, { cwd: room, env: { ...process.env, PP_TOOLS_TELEMETRY_OPTOUT: '1' } });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      // The toolchain ends with 0 even where validation fails, but leaves no bundle then.
      if (code === 0 && existsSync(join(result, 'bundle.js'))) resolve(result);
      else reject(new Error(`The status control could not be built (pcf-scripts ended with ${String(code)}):\n${output}`));
    });
  });

if (import.meta.main) process.stdout.write(`${await buildControl()}\n`);
