import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { dateSource, invoiceType, requestAction, requestState } from '@stl3/solution';
import { ask, changeSettings } from '../../prove/ask.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { asking } from '../jobs/asking.ts';
import type { LedgerBackup } from './backup.ts';
import { backUpLedger, putBackLedger } from './backup.ts';
import { changeRequest } from './mishaps.ts';
import { sendingOn } from './sending.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

const HOUR_MS = 3_600_000;

/** As a replica does that takes over: neither side's sequence shows it. */
describe.each(stageHomes)('a ledger that lost its last second, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  const { send, invoices, times, answers, backUpAndDie } = sendingOn(() => stage);

  test.each([false, true])('sent once more what it had announced; after a void: %s', async (voided) => {
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
    ['', 'step announced 1', 0],
    [', its intent lost too, twenty minutes later', 'step decided 1', 20 * 60_000],
    // Its date is another one by then.
    [', a day later', 'step announced 1', 24 * HOUR_MS],
  ])('a credit note that bears our number, and so no marker, was made once more%s', async (_when, lost, later) => {
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
    expect(stage.answer(request)).toBe('done');
    expect(made()).toBe(1);
  });

  test('half of a call that Xero had refused whole was sent once more', async () => {
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

  test('an invoice that was given another number since was sent under both', async () => {
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
});
