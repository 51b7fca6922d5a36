/** The solution was installed anew, or Dynamics was put back to before it was connected: no row of the connection is left. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { people } from '../../sandbox/company/people.ts';
import { connectIn } from '../../sandbox/connect-company.ts';
import { asking } from '../jobs/asking.ts';
import { ask } from '../../prove/ask.ts';
import { backUpLedger, putBackLedger } from './backup.ts';
import type { Elsewhere, Stage } from './stage.ts';
import { openStage } from './stage.ts';
import { schemaIn, stageHomes } from './stage-homes.ts';

const DAY_MS = 24 * 3_600_000;

describe.each(stageHomes)('connecting where the connector row is gone, on $name', ({ name }) => {
  let stage: Stage;
  const ends: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    const schema = await schemaIn(name);
    stage = await openStage(schema?.url);
    ends.push(() => stage.close(), schema?.remove ?? (() => Promise.resolve()));
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  const forgetRows = (): void => {
    const { tables } = stage.world.dataverse.control.environment;
    for (const [table, rows] of tables) if (table.startsWith('stl3_')) rows.clear();
  };
  const elsewhere = async (): Promise<Elsewhere> => {
    const schema = await schemaIn(name);
    const folder = mkdtempSync(join(tmpdir(), 'stellarise-new-'));
    const config = { ...stage.world.config, RELAY_DATA_DIR: folder, DATABASE_URL: schema?.url ?? null };
    const { seal } = stage.ledger;
    const ledger = await openLedger({ dataDirectory: folder, databaseUrl: config.DATABASE_URL, seal, clock: () => stage.ledger.now() });
    ends.unshift(async () => {
      await ledger.close();
      await schema?.remove();
      rmSync(folder, { recursive: true, force: true });
    });
    return { ledger, config };
  };
  const here = (): Elsewhere => ({ ledger: stage.ledger, config: stage.world.config });
  const connect = ({ ledger, config }: Elsewhere) => connectIn(ledger, config, people.administrator.upn, () => undefined);
  /** Asks and lets a relay answer it. */
  const send = async (invoice: string, on = here(), rounds?: number): Promise<string> => {
    const request = await ask(stage.world, invoice, null);
    await stage.live(request, { heard: true, on, ...(rounds === undefined ? {} : { rounds }) });
    return stage.answer(request);
  };
  const lookFirstOf = ({ ledger }: Elsewhere) =>
    ledger.db.selectFrom('connections').select(['look_first_since', 'look_first_before']).executeTakeFirstOrThrow();

  test('connecting again while an invoice was sent was taken for a backup that was put back', async () => {
    await send(stage.invoice());
    const { ledger } = stage;
    const stored = await ledger.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
    const next = (stored.ledger_sequence ?? 0) + 1;
    const went: Promise<unknown>[] = [];
    await connectIn(ledger, stage.world.config, people.administrator.upn, (step) => {
      if (!step.startsWith('Reading accounts')) return;
      // As a round does that sends meanwhile.
      asking(() => stage.world).change('stl3_dynamicsxeroconnector', { stl3_ledgersequence: next }, stored.connector_id);
      went.push(ledger.db.updateTable('connections').set({ ledger_sequence: next, sequence_told: next }).execute());
    });
    await Promise.all(went);
    expect(await send(stage.invoice())).toBe('done');
    expect(await lookFirstOf(here())).toEqual({ look_first_since: null, look_first_before: null });
  });

  test('a new ledger sent what an earlier one had sent a month ago', async () => {
    const invoice = stage.invoice();
    expect(await send(invoice)).toBe('done');
    stage.pass(30 * DAY_MS);
    forgetRows();
    const on = await elsewhere();
    await connect(on);
    expect(await send(invoice, on)).toBe('done');
    expect(stage.documents(invoice)).toHaveLength(1);
  });

  test('a ledger out of a backup sent what it had sent since', async () => {
    await send(stage.invoice());
    const backup = await backUpLedger(stage.ledger);
    const invoice = stage.invoice();
    stage.pass(DAY_MS);
    expect(await send(invoice)).toBe('done');
    stage.pass(30 * DAY_MS);
    await putBackLedger(stage.ledger, backup);
    forgetRows();
    await connect(here());
    expect(await send(invoice)).toBe('done');
    expect(stage.documents(invoice)).toHaveLength(1);
  });

  test('that is not forgotten where connecting failed half-way', async () => {
    const invoice = stage.invoice();
    await send(invoice);
    stage.pass(30 * DAY_MS);
    forgetRows();
    const on = await elsewhere();
    const { control } = stage.world.dataverse;
    control.addFault({ name: 'server-error', path: 'stl3_stellariseconnectorsettings', times: 9, status: 400 });
    await expect(connect(on)).rejects.toThrow();
    control.clearFaults();
    control.addFault({ name: 'webhook-lost', times: 100_000 });
    await connect(on);
    expect(await send(invoice, on)).toBe('done');
    expect(stage.documents(invoice)).toHaveLength(1);
  });

  test('an environment that nobody has sent from is served at once', async () => {
    forgetRows();
    const on = await elsewhere();
    await connect(on);
    expect(await lookFirstOf(on)).toEqual({ look_first_since: null, look_first_before: null });
    expect(await send(stage.invoice(), on, 1)).toBe('done');
  });

  test('connecting again narrowed what an earlier restore had to look up to a week', async () => {
    const since = stage.ledger.now() - 60 * DAY_MS;
    await stage.ledger.db.updateTable('connections').set({ look_first_since: since }).execute();
    const { change } = asking(() => stage.world);
    change('stl3_dynamicsxeroconnector', { stl3_installationid: 'another', stl3_ledgersequence: 99 });
    await connect(here());
    expect(await lookFirstOf(here())).toMatchObject({ look_first_since: since });
  });
});
