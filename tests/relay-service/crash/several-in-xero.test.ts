import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { invoiceType } from '@stl3/solution';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { forget } from '../../sandbox/xero/look-up.ts';
import { asking } from '../jobs/asking.ts';
import { UNTIL_LOOK_UP_MS, loseAnswer } from './lose-answer.ts';
import type { Nature } from './mortal-relay.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

describe.each(stageHomes)('a document in doubt of which Xero holds two, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  let invoice: string;
  let request: string;
  beforeEach(async () => {
    invoice = stage.invoice();
    request = await asking(() => stage.world).ask(invoice);
    await loseAnswer(stage, invoice, request);
    stage.pass(UNTIL_LOOK_UP_MS);
    const all = stage.world.xero.control.state().organisations[0]!.invoices;
    all.push({ ...stage.documents(invoice)[0]!, InvoiceID: randomUUID(), InvoiceNumber: `S-${invoice.slice(0, 8)}` });
    forget(all);
  });

  test('stayed in doubt for ever after a person had voided one of them, as the row asks', async () => {
    await stage.live(request, { rounds: 2 });
    expect(stage.answer(request)).toBe('refused');
    stage.documents(invoice)[0]!.Status = 'VOIDED';
    stage.pass(UNTIL_LOOK_UP_MS * 7);
    await stage.live(request);
    expect([stage.answer(request), (await stage.posting(invoice))?.state]).toEqual(['done', 'told']);
  });

  test('was never told where the relay died before Dynamics heard of it', async () => {
    // What it would tell is the first thing that it writes to Dynamics once it has looked.
    let lookedUp = false;
    const watch = (point: string): Promise<boolean> => {
      lookedUp ||= point.startsWith('step doubt-looked-up');
      return Promise.resolve(false);
    };
    const nature = {
      dataverse: (client: Parameters<NonNullable<Nature['dataverse']>>[0]) => ({
        ...client,
        batch: (parts: Parameters<typeof client.batch>[0]) =>
          lookedUp && !parts.every((part) => !('changeSet' in part) && part.method === 'GET')
            ? Promise.reject(new Error('The relay dies here.'))
            : client.batch(parts),
      }),
      roundEnded: () => undefined,
    };
    await stage.live(request, { watch, nature, rounds: 1 });
    expect([lookedUp, stage.answer(request)]).toEqual([true, 'taken']);
    stage.pass(UNTIL_LOOK_UP_MS * 7);
    await stage.live(request, { rounds: 2 });
    expect(stage.answer(request)).toBe('refused');
  });
});

describe.each(stageHomes)('two credit notes that are alike, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  test('in doubt together were both refused as several', async () => {
    const company = asking(() => stage.world);
    const choices = { stl3_invoicetype: invoiceType.values.salesCreditNote.value, stl3_number: `CN-${randomUUID().slice(0, 8)}` };
    // Of the same customer and lines.
    const invoices = ['a', 'b'].map((end) => copyInvoice(stage.world, company.plain(), `${choices.stl3_number}-${end}`));
    const requests = await Promise.all(invoices.map((id) => company.ask(id, 'clerk', 'send', choices)));
    stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^CreditNotes$' });
    const watch = async () =>
      (await Promise.all(invoices.map((id) => stage.posting(id)))).every((posting) => posting?.state === 'doubtful');
    expect(await stage.live(requests[0]!, { watch })).toBe(true);
    stage.pass(UNTIL_LOOK_UP_MS);
    for (const request of requests) await stage.live(request);
    expect(requests.map((request) => stage.answer(request))).toEqual(['done', 'done']);
    const documents = await Promise.all(invoices.map(async (id) => (await stage.posting(id))?.xero_document_id));
    expect(new Set(documents).size).toBe(2);
  });
});
