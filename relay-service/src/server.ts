/** Reads the settings, starts the relay, and closes it with grace. Nothing else. */
import { existsSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { ConfigurationError } from './errors.ts';
import { startRelay } from './start-relay.ts';

const GRACE_MS = 30_000;

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const relay = await startRelay(readConfig(process.env));
  process.stdout.write(`Stellarise Connector listens on ${relay.origin}. Ctrl+C stops it; what is queued is kept.\n`);
  closeWithGrace({ delay: GRACE_MS }, async ({ err }) => {
    if (err) process.stderr.write(`The relay stops after an unexpected error: ${err.stack ?? err.message}\n`);
    await relay.close();
  });
} catch (problem) {
  process.stderr.write(`${problem instanceof ConfigurationError ? problem.message : String((problem as Error).stack)}\n`);
  process.exitCode = 1;
}
