import { describe, expect, test } from '@jest/globals';
import type { DatabaseConnection } from 'kysely';
import { CompiledQuery } from 'kysely';
import type { Step } from '../../../relay-service/src/jobs/steps.ts';
import { ledgerProblem } from '../../../relay-service/src/store/judge-database.ts';
import { ask } from '../../prove/ask.ts';
import type { Nature } from './mortal-relay.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

process.stdout.write('Not tried: a PostgreSQL whose disk is full in truth; its error alone is played (unwritable-in-the-world.test.ts).\n');

/** How a database of each home is made so that it takes no write, by its own means. */
const ways = [
  {
    name: 'a SQLite that is read-only',
    home: 'SQLite',
    code: 'LEDGER_READ_ONLY',
    broken: 'pragma query_only = 1',
    mended: 'pragma query_only = 0',
  },
  // No page more than there are; what fits into them still does, as on a full disk.
  {
    name: 'a SQLite that is full',
    home: 'SQLite',
    code: 'LEDGER_FULL',
    broken: 'pragma max_page_count = 1',
    mended: 'pragma max_page_count = 1000000',
  },
  {
    name: 'a PostgreSQL that is read-only',
    home: 'PostgreSQL',
    code: 'LEDGER_READ_ONLY',
    broken: 'set default_transaction_read_only = on',
    mended: 'set default_transaction_read_only = off',
  },
] as const;

const steps: readonly Step[] = [
  'requests-read',
  'decided',
  'prepared',
  'announced',
  'call-committed',
  'call-answered',
  'postings-moved',
  'outcomes-written',
];

describe.each(ways.filter(({ home }) => stageHomes.some(({ name }) => name === home)))('$name', ({ home, code, broken, mended }) => {
  let stage: Stage;
  useStage(home, (opened) => void (stage = opened));

  let isBroken = false;
  const met: (string | undefined)[] = [];
  /** It stays so for three rounds. */
  const nature = (): Nature => {
    let rounds = 0;
    return {
      database: (connection: DatabaseConnection) => connection.executeQuery(CompiledQuery.raw(isBroken ? broken : mended)),
      roundEnded: (problem) => {
        if (problem !== null) met.push(ledgerProblem(problem)?.code);
        if (isBroken && ++rounds === 3) isBroken = false;
      },
    };
  };
  const puts = (): number =>
    stage.world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('Invoices')).length;

  // What fits into the pages that there are is still written, so that a full one is met by chance; `store/full-disk.test.ts` fills a real disk.
  const walks = code === 'LEDGER_READ_ONLY';
  if (walks)
    test.each(steps)('from the step %s on: nothing is sent meanwhile, nothing is lost, nothing is doubled', async (step) => {
      const invoice = stage.invoice();
      const request = await ask(stage.world, invoice, null);
      let before = 0;
      let meanwhile = 0;
      await stage.live(request, {
        heard: true,
        nature: nature(),
        watch: (point) => {
          if (point === `step ${step} 1`) {
            isBroken = true;
            before = puts();
          }
          if (isBroken) meanwhile = puts() - before;
          return Promise.resolve(false);
        },
      });
      expect([stage.answer(request), (await stage.posting(invoice))?.state, stage.documents(invoice).length]).toEqual(['done', 'told', 1]);
      // Not even the call that was committed before: the lease cannot be proved right before its first byte.
      expect(meanwhile).toBe(0);
    });

  test('a click that cannot be recorded is turned away by its name, and found by the poll', async () => {
    const invoice = stage.invoice();
    const request = await ask(stage.world, invoice, null);
    isBroken = true;
    let refused: unknown = null;
    // As many as it takes to need a page more.
    for (let more = 0; refused === null && more < 400; more++)
      await stage
        .hear([request, ...Array.from({ length: 50 }, () => crypto.randomUUID())], nature())
        .catch((problem: unknown) => (refused = problem));
    expect(ledgerProblem(refused)?.code).toBe(code);
    isBroken = false;
    await stage.ledger.db.deleteFrom('requests').where('ended_at', 'is', null).execute();
    await stage.live(request, { nature: nature() });
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
  });

  if (walks)
    test('what the rounds met was the database, by its name', () => {
      expect([...new Set(met)]).toEqual([code]);
    });
});
