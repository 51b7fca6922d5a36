/** `npm run bench [-- --short] [-- --only NAME ...]`: the figures that the product promises, measured; JSON last, exit 1 where one misses its bound. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from './build.ts';
import { useBuiltRelay } from '../tests/bench/relay-apart.ts';
import { parts } from '../tests/bench/parts.ts';
import { fullSize, shortSize } from '../tests/bench/bench-size.ts';
import { runBench } from '../tests/bench/run-bench.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    scale: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

if (values.help) {
  say('npm run bench -- [--short] [--only NAME]... [--scale N]');
  say('  --short   a minute or two; rough figures, to see that everything works');
  say('  --scale   how much faster than the wall the clock of limits and latencies runs in the long runs');
  say('  --only    one of:');
  for (const { name, what } of parts) say(`    ${name.padEnd(10)} ${what}`);
} else {
  const base = values.short ? shortSize : fullSize;
  const size = values.scale === undefined ? base : { ...base, scale: Number(values.scale) };
  say("Measures the relay on this machine against stand-ins for Dynamics and Xero, with Xero's real limits; nothing leaves the machine.");
  say("The long runs go by a clock that is driven faster than the wall's; the relay is a process of its own. Ctrl+C stops everything.");
  await buildStale(say, ['relay']);
  await useBuiltRelay();
  const result = await runBench(join(import.meta.dirname, '..'), size, values.only, say);
  for (const line of result.missed) say(`MISSED: ${line}`);
  const { figures, ...rest } = result;
  process.stdout.write(`${JSON.stringify({ ...figures, ...rest })}\n`);
  process.exitCode = result.missed.length > 0 ? 1 : 0;
  // Sockets that a stand-in still closes must not hold the answer up.
  setTimeout(() => process.exit(), 1_000).unref();
}
