/** `npm run demo`: the whole house on this machine; `-- --smoke` lets it tell its own story without a person. */
import { parseArgs } from 'node:util';
import { people } from '../tests/sandbox/company/people.ts';
import type { World } from '../tests/sandbox/world.ts';
import { startWorld } from '../tests/sandbox/world.ts';
import { buildAll } from './build.ts';
import { smoke } from './demo/smoke.ts';
import { packSolution, readSolutionBuild } from './pack-solution.ts';

const help = `npm run demo [-- --smoke] [-- --help]

Starts stand-ins for Dynamics 365, Xero and Entra ID, a company with 230 invoices, and the relay, all on loopback.
It talks to nobody outside this machine, needs no account and changes nothing but dist/ and the relay's data
(RELAY_DATA_DIR where that is set, else a temporary folder that goes with it). Ctrl+C stops everything.

  --smoke   clicks the real button in a real browser for 20 single invoices and for 25 selected in the grid
            (about three minutes), prints one line of JSON last and ends with 0 when nothing was doubled or lost
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Xero as it feels from Australia: 200 ms a call and 50 ms for each element. */
const XERO_LATENCY = { baseMs: 200, perElementMs: 50 };
const DATAVERSE_LATENCY_MS = 25;

const start = async (): Promise<World> => {
  const built = await buildAll(say);
  packSolution(readSolutionBuild(), () => undefined);
  const dataDirectory = process.env['RELAY_DATA_DIR'];
  return startWorld({
    ...(dataDirectory ? { dataDirectory } : {}),
    logLevel: process.env['LOG_LEVEL'] ?? 'warn',
    pages: built,
    xero: { latency: XERO_LATENCY },
    dataverseLatencyMs: () => DATAVERSE_LATENCY_MS,
    report: (step) => say(`  ${step} …`),
  });
};

const pages = (world: World): string => `
The demo runs. Open

  ${world.dataverse.origin}/            invoices of ${world.company.name}, with Xero beside them

Pick an invoice, click Send to Xero, and see its number on the form a few seconds later. At the top right you choose who
clicks: ${Object.values(people)
  .map(({ title }) => title)
  .join(', ')}. In the panel at the right you let something go wrong on purpose.

  solution   ${world.relay.origin}/solution.zip    the file that an admin imports
  relay      ${world.relay.origin}/health/ready
  Dynamics   ${world.dataverse.origin}/_control/state
  Xero       ${world.xero.origin}/_control/state
  Entra ID   ${world.identity.origin}/_control/state

Ctrl+C stops everything.
`;

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
if (values.help === true) process.stdout.write(help);
else {
  const world = await start();
  if (values.smoke === true) {
    const stopped = untilStopped().then(() => null);
    const result = await Promise.race([smoke(world, say), stopped]);
    await world.close();
    if (result) process.stdout.write(`${JSON.stringify(result.figures)}\n`);
    process.exitCode = result?.passed === true ? 0 : 1;
  } else {
    process.stdout.write(pages(world));
    await untilStopped();
    say('Stopping …');
    await world.close();
  }
  process.exit();
}
