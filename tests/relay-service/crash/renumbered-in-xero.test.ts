import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { forget } from '../../sandbox/xero/look-up.ts';
import { ask } from '../../prove/ask.ts';
import { UNTIL_LOOK_UP_MS, loseAnswer } from './lose-answer.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

describe.each(stageHomes)('a sales invoice that Xero has and whose answer was lost, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  let invoice: string;
  let number: string;
  beforeEach(() => {
    invoice = stage.invoice();
    number = `N-${randomUUID().slice(0, 8)}`;
  });

  const lookUps = () => stage.world.xero.control.requests().filter(({ method, path }) => method === 'GET' && path.endsWith('/Invoices'));
  const all = () => stage.world.xero.control.state().organisations[0]!.invoices;
  /** Sends it; nothing more is heard of it until a successor looks it up. */
  const sendInDoubt = async (): Promise<string> => {
    const request = await ask(stage.world, invoice, number);
    await loseAnswer(stage, invoice, request);
    stage.pass(UNTIL_LOOK_UP_MS);
    return request;
  };
  const renumber = (to: string): void => {
    const [document] = stage.documents(invoice);
    document!.InvoiceNumber = to;
    document!.UpdatedDateUTC = stage.ledger.now();
    forget(all());
  };
  const resolved = async (request: string) => {
    await stage.live(request);
    return [stage.answer(request), stage.documents(invoice).map(({ InvoiceNumber }) => InvoiceNumber)];
  };

  test('and that somebody renumbered there before it was looked up was sent a second time', async () => {
    const request = await sendInDoubt();
    renumber(`${number}-A`);
    expect(await resolved(request)).toEqual(['done', [`${number}-A`]]);
  });

  test('by a call of hours ago, and that somebody renumbered there before the last call was lost too, was sent a second time', async () => {
    const request = await sendInDoubt();
    // It is not there yet when it is looked up, so that it may be sent again under its number.
    const made = all().splice(0);
    forget(all());
    const isPrepared = async () => (await stage.posting(invoice))?.state === 'prepared';
    expect(await stage.live(request, { watch: isPrepared })).toBe(true);
    all().push(...made);
    renumber(`${number}-A`);
    stage.pass(UNTIL_LOOK_UP_MS);
    // The call and its replay.
    stage.world.xero.control.addFault({ name: 'reset', method: 'PUT', path: '^Invoices$', times: 2 });
    expect(await resolved(request)).toEqual(['done', [`${number}-A`]]);
  });

  test('and whose number another document has since was refused as if that were all there is', async () => {
    const request = await sendInDoubt();
    renumber(`${number}-A`);
    const { Url: _ours, ...another } = stage.documents(invoice)[0]!;
    all().push({ ...another, InvoiceID: randomUUID(), InvoiceNumber: number });
    expect(await resolved(request)).toEqual(['done', [`${number}-A`]]);
  });

  test('and whose number cannot be asked for, with its comma and its quote, was refused as that of another document', async () => {
    number = `${number}, 3"`;
    expect(await resolved(await sendInDoubt())).toEqual(['done', [number]]);
  });

  test('is found by its number alone where it still bears it', async () => {
    const request = await sendInDoubt();
    const before = lookUps().length;
    expect(await resolved(request)).toEqual(['done', [number]]);
    const asked = lookUps().slice(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ query }) => query.includes('createdByMyApp=true'))).toEqual([]);
  });
});
