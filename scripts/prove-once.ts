/** `npm run prove:once -- --rounds N [--database URL]`: real relay processes, killed and stopped at every step, with every fault. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { badCounts, held } from '../tests/prove/figures.ts';
import { withOwnSchema } from '../tests/prove/own-schema.ts';
import type { RoundsOptions } from '../tests/prove/rounds.ts';
import { proveOnce } from '../tests/prove/rounds.ts';
import { sabotageNamed, sabotages } from '../tests/prove/sabotage/sabotages.ts';

const help = `npm run prove:once -- --rounds N [--database URL] [--sabotage NAME | --aimed NAME] [--logs FOLDER]

Clicks Send for seven documents a round (one of them mailed, one credited, one a bill) while the relay's process is killed or
stopped at one step after the other, and at random, and one fault of the stand-ins is on, then compares Xero's own journal with
what was asked. Loopback only. Ctrl+C stops it.

  --rounds N        how many rounds (38 by default, about five minutes)
  --database URL    two relays on this PostgreSQL, in a schema that is made and removed; SQLite and one relay otherwise
  --sabotage NAME   the control: relays that go without one safeguard, and the faults that must then do harm; one of
                    ${Object.keys(sabotages).join(', ')}
                    (${Object.keys(sabotages)
                      .filter((name) => sabotages[name]?.home === 'PostgreSQL')
                      .join(' and ')} need --database)
  --aimed NAME      the same faults on relays that go without nothing
  --logs FOLDER     what each relay logs, a file each; without it nothing is kept

Prints one line of JSON last; ends with 0 when nothing was doubled, lost, left open or told wrongly, and with --sabotage
when something was.
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    database: { type: 'string' },
    sabotage: { type: 'string' },
    aimed: { type: 'string' },
    logs: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

const main = async (): Promise<void> => {
  if (values.logs !== undefined) mkdirSync(values.logs, { recursive: true });
  const name = values.sabotage ?? values.aimed;
  const aimed = name === undefined ? null : sabotageNamed(name);
  if (aimed?.home === 'PostgreSQL' && values.database === undefined) throw new Error(`${name ?? ''} needs two relays: name a --database.`);
  const options: RoundsOptions = {
    rounds: values.rounds === undefined ? (aimed?.rounds ?? 38) : Number(values.rounds),
    report: (line) => void process.stderr.write(`${line}\n`),
    ...(values.logs === undefined ? {} : { logs: values.logs }),
    ...(aimed ? { aim: aimed.aim } : {}),
    ...(values.sabotage === undefined ? {} : { sabotage: values.sabotage }),
  };
  const figures =
    values.database === undefined
      ? await proveOnce(options)
      : await withOwnSchema(values.database, (databaseUrl) => proveOnce({ ...options, databaseUrl }));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const asExpected = values.sabotage === undefined ? held(figures) : badCounts(figures) > 0;
  process.exitCode = asExpected ? 0 : 1;
};

if (values.help === true) process.stdout.write(help);
else await main();
