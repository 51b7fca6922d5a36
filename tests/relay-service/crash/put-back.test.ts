import { describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dateSource, invoiceType, requestAction, requestState } from '@stl3/solution';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { ask, changeSettings } from '../../prove/ask.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { asking } from '../jobs/asking.ts';
import type { LedgerBackup } from './backup.ts';
import { backUpDynamics, backUpLedger, putBackDynamics, putBackLedger, withoutFence } from './backup.ts';
import { changeRequest } from './mishaps.ts';
import type { Nature } from './mortal-relay.ts';
import type { Elsewhere, Stage } from './stage.ts';
import { schemaIn, stageHomes, useStage } from './stage-homes.ts';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;

describe.each(stageHomes)('out of a backup, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  let made = 0;
  /** Asks for each and lets a relay answer it. @param numbered every other one by the clerk */
  const send = async (invoices: readonly string[], { numbered = false, nature = {} } = {}): Promise<string[]> => {
    const requests: string[] = [];
    for (const [index, invoice] of invoices.entries()) {
      const request = await ask(stage.world, invoice, numbered && index % 2 === 0 ? `C-${String(++made)}` : null);
      await stage.live(request, { nature });
      requests.push(request);
    }
    return requests;
  };
  const invoices = (count: number): string[] => Array.from({ length: count }, () => stage.invoice());
  /** How often each is in Xero, whatever became of it. */
  const times = (of: readonly string[]): number[] => of.map((id) => stage.documents(id).length);
  const once = (of: readonly string[]): number[] => of.map(() => 1);
  const answers = (of: readonly string[]): string[] => of.map((id) => stage.answer(id));

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

  /** A life that takes a backup at one point, and dies at another. */
  const backUpAndDie = async (request: string, at: string, diesAt: string): Promise<LedgerBackup> => {
    let backup: LedgerBackup = new Map();
    const watch = async (point: string): Promise<boolean> => {
      if (point === at) backup = await backUpLedger(stage.ledger);
      return point === diesAt;
    };
    expect(await stage.live(request, { heard: true, watch })).toBe(true);
    expect(backup.size).toBeGreaterThan(0);
    return backup;
  };

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

  test.each([false, true])('a ledger that lost its last second sent once more what it had announced; after a void: %s', async (voided) => {
    const torn = stage.invoice();
    await send(voided ? [torn] : invoices(1));
    for (const document of stage.documents(torn)) document.Status = 'VOIDED';
    const request = await ask(stage.world, torn, null);
    const backup = await backUpAndDie(request, 'step announced 1', 'step call-answered 1');
    expect(times([torn])).toEqual([1]);
    await putBackLedger(stage.ledger, backup);
    await stage.live(request);
    expect(times([torn])).toEqual([1]);
    expect(answers([request, ...(await send([torn]))])).toEqual(['done', 'done']);
  });

  test.each(['paused', 'checked'] as const)(
    'what it had announced was sent once more where people had been told something else since: %s',
    async (told) => {
      await send(invoices(1));
      const torn = stage.invoice();
      const request = await ask(stage.world, torn, null);
      const backup = await backUpAndDie(request, 'step announced 1', 'step call-answered 1');
      await putBackLedger(stage.ledger, backup);
      if (told === 'checked') {
        changeRequest(stage, request, { stl3_state: requestState.values.refused.value });
        await stage.live(await ask(stage.world, torn, null, 'clerk', { stl3_action: requestAction.values.check.value }));
      } else {
        await stage.ledger.db.updateTable('connections').set({ state: 'paused' }).execute();
        await stage.live(request, { rounds: 2 });
        await stage.ledger.db.updateTable('connections').set({ state: 'connected' }).execute();
      }
      expect(answers(await send([torn]))).toEqual(['done']);
      expect(times([torn])).toEqual([1]);
    },
  );

  test.each([
    ['', 'step announced 1', 0, 'done'],
    [', its intent lost too, twenty minutes later', 'step decided 1', 20 * 60_000, 'done'],
    // Its date is another one by then, and nobody knows which of them was sent.
    [', a day later', 'step announced 1', 24 * HOUR_MS, 'refused'],
  ])(
    'a credit note that bears our number, and so no marker, was made once more by a ledger that had lost its last second%s',
    async (_when, lost, later, answer) => {
      const { creditNotes } = stage.world.xero.control.state().organisations[0]!;
      changeSettings(stage.world, { stl3_datesource: dateSource.values.today.value });
      const plain = stage.world.company.invoices.find(({ kind }) => kind === 'plain')!;
      const torn = copyInvoice(stage.world, plain, `K-${randomUUID().slice(0, 8)}`, {
        stl3_invoicetype: invoiceType.values.salesCreditNote.value,
      });
      const number = `CN-${randomUUID().slice(0, 8)}`;
      const made = (): number => creditNotes.filter(({ InvoiceNumber }) => InvoiceNumber === number).length;
      const request = await ask(stage.world, torn, number);
      const backup = await backUpAndDie(request, lost, 'step call-answered 1');
      expect(made()).toBe(1);
      await putBackLedger(stage.ledger, backup);
      stage.pass(later);
      await stage.live(request);
      expect(stage.answer(request)).toBe(answer);
      expect(made()).toBe(1);
    },
  );

  test('half of a call that Xero had refused whole was sent once more by a ledger that had lost its last second', async () => {
    const torn = invoices(2);
    const requests = await Promise.all(torn.map((id) => ask(stage.world, id, null)));
    stage.world.xero.control.addFault({ name: 'server-error', status: 400, method: 'PUT', path: '^Invoices$' });
    let backup: LedgerBackup = new Map();
    const watch = async (point: string): Promise<boolean> => {
      const there = times(torn).some((count) => count > 0);
      const states = await Promise.all(torn.map(async (id) => (await stage.posting(id))?.state));
      // The call is over, and neither half has left.
      if (stage.world.xero.control.requests().some(({ status }) => status === 400) && !states.includes('intended') && !there)
        backup = await backUpLedger(stage.ledger);
      return there && point.startsWith('step call-answered');
    };
    // Found by the poll, they come into one call.
    expect(await stage.live(requests[0]!, { watch })).toBe(true);
    expect(backup.size).toBeGreaterThan(0);
    await putBackLedger(stage.ledger, backup);
    for (const request of requests) await stage.live(request);
    expect(answers(requests)).toEqual(['done', 'done']);
    expect(times(torn)).toEqual([1, 1]);
  });

  test('an invoice that was given another number since was sent under both by a ledger that had lost its last second', async () => {
    const torn = stage.invoice();
    const request = await ask(stage.world, torn, `N-${randomUUID().slice(0, 8)}`);
    const backup = await backUpAndDie(request, 'step announced 1', 'step call-answered 1');
    await putBackLedger(stage.ledger, backup);
    changeRequest(stage, request, { stl3_number: `N-${randomUUID().slice(0, 8)}` });
    await stage.live(request);
    expect(stage.answer(request)).toBe('done');
    expect(times([torn])).toEqual([1]);
  });

  test('an invoice that was saved just before it was announced waited seven minutes for a call that had never been made', async () => {
    const changed = stage.invoice();
    const request = await ask(stage.world, changed, null);
    const states = new Set<string>();
    const watch = async (point: string): Promise<boolean> => {
      if (point === 'step prepared 1') asking(() => stage.world).change('invoice', { description: 'Saved meanwhile' }, changed);
      states.add((await stage.posting(changed))?.state ?? 'nothing');
      return false;
    };
    await stage.live(request, { heard: true, watch });
    expect(stage.answer(request)).toBe('done');
    expect(states).not.toContain('doubtful');
    expect(times([changed])).toEqual([1]);
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
