/** Runs one stand-in by itself from the command line. */
import { parseArgs } from 'node:util';

interface Alone {
  readonly what: string;
  readonly start: (port: number) => Promise<{ readonly origin: string; close(): Promise<void> }>;
}

/** Reads `--port` and `--help`, starts it, and ends it on Ctrl+C. */
export const runAlone = async ({ what, start }: Alone): Promise<void> => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(
      `Starts ${what} on loopback, in memory only.\n\n  --port N   port to listen on (a free one otherwise)\n\nIts state is at /_control/state, faults are switched on at /_control/faults. Ctrl+C stops it and forgets everything.\n`,
    );
    return;
  }
  const started = await start(Number(values.port));
  process.stdout.write(`${what} listens on ${started.origin}; its state is at ${started.origin}/_control/state. Ctrl+C stops it.\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await started.close();
};
