import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that systems do not give of themselves unless told to: neither to who listens on port 0 nor to who calls out (Linux gives from 32768,
 * macOS and Windows from 49152). A port out of those could be another's before the relay listens, and a bench starts a thousand servers in between.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const ATTEMPTS = 50;

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A loopback port that nobody uses; the next who asks is most likely given another one. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await canListen(port)) return port;
  }
  throw new Error(`No port between ${String(LOWEST)} and ${String(HIGHEST)} is free on this machine.`);
};
