/** From starting the process to the answer "ready": the relay as it was built, on a fresh ledger. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../sandbox/free-port.ts';
import { loneSettings } from '../sandbox/lone-settings.ts';
import { median } from './percentile.ts';
import { round } from './report.ts';
import { startFlags } from './start-flags.ts';

const LOOK_MS = 5;
const PATIENCE_MS = 30_000;

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${String(port)}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

const startOnce = async (root: string): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-ready-'));
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [...startFlags, join(root, 'relay-service', 'dist', 'server.js')], {
    cwd: folder,
    env: { ...loneSettings(String(port), folder), PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null || performance.now() - started > PATIENCE_MS) throw new Error('The relay did not become ready.');
      await pause(LOOK_MS);
    }
    return performance.now() - started;
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Median and spread of some starts, in milliseconds. */
export const measureReady = async (
  root: string,
  times: number,
): Promise<{ readonly ms: number; readonly spread: readonly [number, number] }> => {
  const each: number[] = [];
  for (let time = 0; time < times; time++) each.push(await startOnce(root));
  return { ms: round(median(each)), spread: [round(Math.min(...each)), round(Math.max(...each))] };
};
