import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that systems do not give of themselves unless told to: neither to who listens on port 0 nor to who calls out (Linux gives from 32768,
 * macOS and Windows from 49152). A port out of those could be another's before the relay listens, and a bench starts a thousand servers in between.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const ATTEMPTS = 50;
/** Seconds lie between asking for a port and listening on it: processes that run side by side take theirs from slices of their own, no process the same one soon again. */
const SLICES = 12;
const SLICE_SIZE = (HIGHEST - LOWEST) / SLICES;
const slice = LOWEST + SLICE_SIZE * (Number(process.env['JEST_WORKER_ID'] ?? process.pid) % SLICES);
let next = randomInt(SLICE_SIZE);

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A loopback port that nobody uses and nobody beside this process is given. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = slice + (next++ % SLICE_SIZE);
    if (await canListen(port)) return port;
  }
  throw new Error(`No port between ${String(slice)} and ${String(slice + SLICE_SIZE)} is free on this machine.`);
};
