/** `npm run prove:once -- --rounds N [--database URL]`: real relay processes, killed and stopped at every step, with every fault. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { held, proveOnce } from '../tests/prove/rounds.ts';

const help = `npm run prove:once -- --rounds N [--database URL]

Clicks Send for three invoices a round while the relay's process is killed or stopped at one step after the other and one
fault of the stand-ins is on, then compares Xero's own journal with what was asked. Loopback only. Ctrl+C stops it.

  --rounds N        how many rounds (38 by default, about five minutes)
  --database URL    two relays on this PostgreSQL, in a schema that is made and removed; SQLite and one relay otherwise

Prints one line of JSON last; ends with 0 when nothing was doubled, lost, left open or told wrongly.
`;

const withSchema = async <T>(url: string, run: (own: string) => Promise<T>): Promise<T> => {
  const schema = `stl3_prove_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create schema ${schema}`);
  try {
    const own = new URL(url);
    own.searchParams.set('options', `-c search_path=${schema}`);
    return await run(own.href);
  } finally {
    await admin.query(`drop schema ${schema} cascade`);
    await admin.end();
  }
};

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '38' }, database: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help === true) process.stdout.write(help);
else {
  const rounds = Number(values.rounds);
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  const figures =
    values.database === undefined
      ? await proveOnce({ rounds, report })
      : await withSchema(values.database, (databaseUrl) => proveOnce({ rounds, databaseUrl, report }));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exitCode = held(figures) ? 0 : 1;
}
