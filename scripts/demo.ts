/** `npm run demo`: the whole house on this machine; `-- --smoke` lets it tell its own story without a person. */
import { parseArgs } from 'node:util';
import { people } from '../tests/sandbox/company/people.ts';
import { whyNoDemoIn } from '../tests/sandbox/demo-folder.ts';
import { REEF_RENTALS } from '../tests/sandbox/second-company.ts';
import type { Demo } from '../tests/sandbox/start-demo.ts';
import { startDemo } from '../tests/sandbox/start-demo.ts';
import type { WorldOptions } from '../tests/sandbox/world.ts';
import { startWorld } from '../tests/sandbox/world.ts';
import { buildForBrowsers } from './build.ts';
import { smoke } from './demo/smoke.ts';
import { packSolution, readSolutionBuild } from './pack-solution.ts';

const help = `npm run demo [-- --smoke] [-- --help]

Starts stand-ins for Dynamics 365, Xero and Entra ID, a company with 230 invoices, a second one to connect, and the relay,
all on loopback; prints the page to open, which shows an account to log in with and the mails that are sent.
It talks to nobody outside this machine, needs no account and changes nothing but dist/ and the relay's data
(RELAY_DATA_DIR where that is set, else a temporary folder that goes with it). Ctrl+C stops everything.

  --smoke   clicks the real button in a real browser for 20 single invoices and for 25 selected in the grid
            (about four minutes), prints one line of JSON last and ends with 0 when nothing was doubled or lost
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Xero as it feels from Australia: 200 ms a call and 50 ms for each element. */
const XERO_LATENCY = { baseMs: 200, perElementMs: 50 };
const DATAVERSE_LATENCY_MS = 25;

const dataDirectory = process.env['RELAY_DATA_DIR'];

const worldOptions = async (): Promise<WorldOptions> => {
  const built = await buildForBrowsers(say);
  packSolution(readSolutionBuild(), () => undefined);
  return {
    ...(dataDirectory ? { dataDirectory } : {}),
    logLevel: process.env['LOG_LEVEL'] ?? 'warn',
    pages: built,
    xero: { latency: XERO_LATENCY },
    dataverseLatencyMs: () => DATAVERSE_LATENCY_MS,
    report: (step) => say(`  ${step} …`),
  };
};

const pages = ({ world, start, account }: Demo): string => `
The demo runs. Open

  ${start.origin}/            where to look and who to log in as

  invoices   ${world.dataverse.origin}/    ${world.company.name} in Dynamics, with Xero beside it. Pick one, click Send to
             Xero, and see its number on the form a few seconds later. At the top right you choose who clicks:
             ${Object.values(people)
               .map(({ title }) => title)
               .join(', ')}. In the panel at the right you let something go wrong on purpose.
  portal     ${world.config.RELAY_PUBLIC_URL}/    log in as ${account.email} with the password "${account.password}"
  mails      ${start.origin}/mails    what the portal sends
  wizard     ${REEF_RENTALS} waits to be connected; the start page says how, step by step

Ctrl+C stops everything.
`;

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
const refusal = dataDirectory ? whyNoDemoIn(dataDirectory) : null;
if (values.help === true) process.stdout.write(help);
else if (refusal !== null) {
  say(refusal);
  process.exitCode = 1;
} else {
  const options = await worldOptions();
  const stopped = untilStopped().then(() => null);
  if (values.smoke === true) {
    const world = await startWorld(options);
    const result = await Promise.race([smoke(world, say), stopped]);
    await world.close();
    if (result) process.stdout.write(`${JSON.stringify(result.figures)}\n`);
    process.exitCode = result?.passed === true ? 0 : 1;
  } else {
    const demo = await startDemo(options);
    process.stdout.write(pages(demo));
    await stopped;
    say('Stopping …');
    await demo.close();
  }
  process.exit();
}
