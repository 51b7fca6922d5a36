/** Reads the settings, starts the relay, and closes it with grace. Nothing else. */
import { existsSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { ConfigurationError, LedgerError } from './errors.ts';
import { startRelay } from './start-relay.ts';

const GRACE_MS = 30_000;

/** Runs until a signal ends it; a refusal to start is written for whoever reads it, and the exit code says so. */
export const serve = async (): Promise<void> => {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const relay = await startRelay(readConfig(process.env));
    process.stdout.write(`Stellarise Connector listens on ${relay.origin}. Ctrl+C stops it; what is queued is kept.\n`);
    closeWithGrace({ delay: GRACE_MS }, async ({ err }) => {
      if (err) process.stderr.write(`The relay stops after an unexpected error: ${err.stack ?? err.message}\n`);
      await relay.close();
    });
  } catch (problem) {
    process.stderr.write(
      `${problem instanceof ConfigurationError || problem instanceof LedgerError ? problem.message : String((problem as Error).stack)}\n`,
    );
    process.exitCode = 1;
  }
};
