import { describe, expect, test } from '@jest/globals';
import { sendStatus } from '@stl3/solution';
import { asking } from '../jobs/asking.ts';
import { credited } from './effect-ways.ts';
import { removeAllocation } from './mishaps.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

describe.each(stageHomes)('Allocate while a document is sent anew and nobody knows whether Xero has it, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const company = () => asking(() => stage.world);
  const creditedBy = (creditId: string): string =>
    (company().valuesOf('invoice', creditId)['stl3_creditsinvoiceid'] as { readonly id: string }).id;
  const isDoubtful = async (invoiceId: string) => (await stage.posting(invoiceId))?.state === 'doubtful';
  /** Nobody waits for the request any more, so that it keeps no other one of its invoice waiting. */
  const hasEnded = async (request: string): Promise<boolean> => {
    const { ended_at } = await stage.ledger.db
      .selectFrom('requests')
      .select('ended_at')
      .where('id', '=', request)
      .executeTakeFirstOrThrow();
    return ended_at !== null;
  };

  test.each([
    ['the credit note', 'credit', '^CreditNotes$'],
    ['the invoice that it credits', 'invoice', '^Invoices$'],
  ] as const)('looked at the one before: %s', async (_name, which, path) => {
    const { request: first, subject } = await credited(stage);
    await stage.live(first);
    Object.assign(removeAllocation(stage)[which], { Status: 'VOIDED', UpdatedDateUTC: stage.ledger.now() });
    const sentAnew = which === 'credit' ? subject : creditedBy(subject);
    stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path });
    const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
    const send = await company().ask(sentAnew, 'financeManager', 'send', authorised);
    expect(await stage.live(send, { heard: true, watch: async () => (await isDoubtful(sentAnew)) && hasEnded(send) })).toBe(true);
    expect(await stage.posting(sentAnew)).toMatchObject({ generation: 2 });

    const request = await company().ask(subject, 'financeManager', 'allocate');
    await stage.live(request, { heard: true, rounds: 1 });
    expect(['done', 'refused']).not.toContain(stage.answer(request));
    await stage.live(request);
    expect(company().valuesOf('stl3_xerorequest', request)['stl3_result']).toMatch(/^Allocated/);
  });
});
