/** Checkpoints of SQLite's write-ahead log, off the request path. */
import { Worker } from 'node:worker_threads';

/** At 300 requests a second the log grows by about 10 MB between two. */
const EVERY_MS = 2_000;

const startThread = (file: string, everyMs: number): (() => Promise<void>) => {
  const thread = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
    workerData: { file, everyMs },
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  // Without it the log grows, and nothing else is wrong.
  thread.on('error', () => undefined);
  thread.unref();
  return async () => {
    thread.ref();
    thread.postMessage('end');
    await ended;
  };
};

/** The thread starts when the first checkpoint is due: opening the ledger does not wait for it. @returns ends it and its hold on the file */
export const startCheckpoints = (file: string, everyMs: number = EVERY_MS): (() => Promise<void>) => {
  let end: () => Promise<void> = () => Promise.resolve();
  const timer = setTimeout(() => (end = startThread(file, everyMs)), everyMs).unref();
  return () => {
    clearTimeout(timer);
    return end();
  };
};
