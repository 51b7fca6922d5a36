import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestState } from '@stl3/solution';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { ask } from '../../prove/ask.ts';
import type { LedgerBackup } from './backup.ts';
import { backUpDynamics, backUpLedger, putBackDynamics, putBackLedger, withoutFence } from './backup.ts';
import type { Nature } from './mortal-relay.ts';
import { sendingOn } from './sending.ts';
import type { Elsewhere, Stage } from './stage.ts';
import { schemaIn, stageHomes, useStage } from './stage-homes.ts';

const HOUR_MS = 3_600_000;

describe.each(stageHomes)('out of a backup, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  const { send, invoices, times, answers } = sendingOn(() => stage);
  const once = (of: readonly string[]): number[] => of.map(() => 1);

  test('the ledger goes back an hour: what was sent since is known by the rows and not sent again', async () => {
    const early = invoices(2);
    await send(early, { numbered: true });
    const backup = await backUpLedger(stage.ledger);
    stage.pass(HOUR_MS);
    const late = invoices(4);
    await send(late, { numbered: true });
    await putBackLedger(stage.ledger, backup);
    const fresh = stage.invoice();
    const all = [...early, ...late, fresh];
    expect(answers(await send(all))).toEqual(all.map(() => 'done'));
    expect(times(all)).toEqual(once(all));
  });

  test.each(['call-committed', 'call-answered', 'postings-moved', 'outcomes-written'] as const)(
    'the relay dies at %s and its ledger goes back an hour, numbered by Xero: found by its mark',
    async (step) => {
      await send(invoices(1));
      const backup = await backUpLedger(stage.ledger);
      stage.pass(HOUR_MS);
      const torn = stage.invoice();
      const request = await ask(stage.world, torn, null);
      expect(await stage.live(request, { heard: true, death: { point: `step ${step} 1`, side: 'before' } })).toBe(true);
      await putBackLedger(stage.ledger, backup);
      await stage.live(request);
      expect(answers([request, ...(await send([torn]))])).toEqual(['done', 'done']);
      expect(times([torn])).toEqual([1]);
    },
  );

  test('the ledger went back to a call that the limit had turned away: its replay made a second one of what had followed', async () => {
    const torn = stage.invoice();
    const request = await ask(stage.world, torn, null);
    stage.world.xero.control.addFault({ name: 'rate-limited', method: 'PUT', path: '^Invoices$' });
    let backup: LedgerBackup | null = null;
    await stage.live(request, {
      heard: true,
      watch: async () => {
        const posting = await stage.posting(torn);
        if (posting?.state === 'prepared' && posting.call_id !== null) backup ??= await backUpLedger(stage.ledger);
        return backup !== null;
      },
    });
    await stage.live(request);
    expect(times([torn])).toEqual([1]);
    await putBackLedger(stage.ledger, backup!);
    await stage.live(request);
    expect(times([torn])).toEqual([1]);
    expect(answers([request, ...(await send([torn]))])).toEqual(['done', 'done']);
  });

  test('a ledger that did not know the sending after a void took up the voided document, and stood still', async () => {
    const torn = stage.invoice();
    await send([torn]);
    for (const document of stage.documents(torn)) document.Status = 'VOIDED';
    const backup = await backUpLedger(stage.ledger);
    stage.pass(HOUR_MS);
    const request = await ask(stage.world, torn, null);
    expect(await stage.live(request, { heard: true, death: { point: 'step call-answered 1', side: 'before' } })).toBe(true);
    await putBackLedger(stage.ledger, backup);
    await stage.live(request);
    expect(times([torn])).toEqual([1]);
    expect(answers([request, ...(await send([torn]))])).toEqual(['done', 'done']);
  });

  /** The ledger goes back an hour, then Dynamics a day: neither remembers the last three. */
  const bothGoBack = async (nature: Nature): Promise<number[]> => {
    const all = invoices(5);
    const yesterday = backUpDynamics(stage.world);
    stage.pass(24 * HOUR_MS);
    await send(all.slice(0, 2), { numbered: true, nature });
    const backup = await backUpLedger(stage.ledger);
    stage.pass(HOUR_MS);
    await send(all.slice(2), { nature });
    await putBackLedger(stage.ledger, backup);
    // The relay learns of it before Dynamics goes back too.
    await send(invoices(1), { nature });
    putBackDynamics(stage.world, yesterday);
    expect(answers(await send(all, { nature }))).toEqual(all.map(() => 'done'));
    return times(all);
  };

  test('then Dynamics goes back a day as well: what neither side remembers is looked up in Xero', async () => {
    expect(await bothGoBack({})).toEqual([1, 1, 1, 1, 1]);
  });

  test('without the fence the same journey makes three of them twice: it can fail', async () => {
    expect(await bothGoBack({ dataverse: withoutFence })).toEqual([1, 1, 2, 2, 2]);
  });

  test('Dynamics alone goes back a day: linked again, and old requests are answered from what is known', async () => {
    const sent = invoices(2);
    const yesterday = backUpDynamics(stage.world);
    const requests = await send(sent);
    // Its backup held the requests as asked and not answered.
    const asked = structuredClone(new Map(stage.world.dataverse.control.environment.tables.get('stl3_xerorequest')));
    putBackDynamics(stage.world, yesterday);
    const table = stage.world.dataverse.control.environment.tables.get('stl3_xerorequest');
    for (const [id, row] of asked) table?.set(id, { ...row, values: { ...row.values, stl3_state: requestState.values.requested.value } });
    stage.pass(HOUR_MS);
    for (const request of requests) await stage.live(request);
    expect(answers([...requests, ...(await send(sent))])).toEqual(['done', 'done', 'done', 'done']);
    expect(times(sent)).toEqual([1, 1]);
  });

  /** The ledger once more, in a place of its own. */
  const copyOfLedger = async (): Promise<Elsewhere & { readonly close: () => Promise<void> }> => {
    const { ledger, world } = stage;
    const backup = await backUpLedger(ledger, true);
    const own = await schemaIn(name);
    const folder = mkdtempSync(join(tmpdir(), 'stellarise-copy-'));
    const config = { ...world.config, RELAY_DATA_DIR: folder, DATABASE_URL: own?.url ?? null };
    const copy = await openLedger({
      dataDirectory: folder,
      databaseUrl: config.DATABASE_URL,
      seal: ledger.seal,
      clock: () => ledger.now(),
    });
    await putBackLedger(copy, backup);
    return {
      ledger: { ...copy, installationId: ledger.installationId },
      config,
      close: async () => {
        await copy.close();
        await own?.remove();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
  const stateIn = async ({ db }: Ledger): Promise<string> =>
    (await db.selectFrom('connections').select('state').executeTakeFirstOrThrow()).state;

  test('the old relay still runs beside a copy of its ledger: one of them drops out, none doubled', async () => {
    const early = invoices(1);
    await send(early);
    const on = await copyOfLedger();
    try {
      stage.pass(2 * 60_000);
      const between = invoices(2);
      await send(between);
      const late = [...between, ...invoices(4)];
      const requests: string[] = [];
      for (const invoice of late) {
        const request = await ask(stage.world, invoice, null);
        requests.push(request);
        await stage.live(request, { rounds: 2 });
        await stage.live(request, { rounds: 2, on });
      }
      for (const request of requests) await stage.live(request, { on });
      expect(answers(requests)).toEqual(requests.map(() => 'done'));
      expect(times([...early, ...late])).toEqual(once([...early, ...late]));
      expect([await stateIn(stage.ledger), await stateIn(on.ledger)]).toEqual(['takenOver', 'connected']);
    } finally {
      await on.close();
    }
  });
});
