/** Thread that moves SQLite's write-ahead log into the file, so that no request ever waits for it. Ends when it is told anything. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const { file, everyMs } = workerData as { readonly file: string; readonly everyMs: number };

// Its own connection: PASSIVE never waits for a writer and none waits for it.
const database = new Database(file, { timeout: 50 });
database.pragma('synchronous = FULL');

const timer = setInterval(() => {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // A locked or full disk is told to whoever writes next; the log only grows until then.
  }
}, everyMs);

parentPort?.once('message', () => {
  clearInterval(timer);
  database.close();
  parentPort?.close();
});
