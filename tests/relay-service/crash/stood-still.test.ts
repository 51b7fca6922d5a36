import { describe, expect, test } from '@jest/globals';
import { commitCall, findCall } from '../../../relay-service/src/store/calls.ts';
import { movePosting } from '../../../relay-service/src/store/posting-moves.ts';
import { openIdentity } from '../../../relay-service/src/store/sealed-identity.ts';
import { ask } from '../../prove/ask.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

/** Absence can be proved meanwhile. */
const STOOD_STILL_MS = 8 * 60_000;

describe.each(stageHomes)('a relay that stood still after it had committed its call, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));

  const keys = () =>
    stage.world.xero.control
      .requests()
      .flatMap(({ method, path, idempotencyKey }) => (method === 'PUT' && path.endsWith('/Invoices') ? [idempotencyKey] : []));
  /** Plays the time between the commit and the first byte. @returns the call that was committed */
  const standStill = async (request: string, invoice: string, meanwhile = (): Promise<unknown> => Promise.resolve(), rounds = 14) => {
    let committed = '';
    const watch = async (point: string): Promise<boolean> => {
      if (point !== 'step call-committed 1') return false;
      committed = (await stage.posting(invoice))?.call_id ?? '';
      stage.pass(STOOD_STILL_MS);
      await meanwhile();
      return false;
    };
    await stage.live(request, { heard: true, watch, rounds });
    return committed;
  };

  test('sent it all the same, minutes after others may have found nothing and sent it anew', async () => {
    const invoice = stage.invoice();
    const request = await ask(stage.world, invoice, null);
    const committed = await standStill(request, invoice);
    expect(await findCall(stage.ledger, committed)).toMatchObject({ state: 'not-executed' });
    expect(keys()).not.toContain(committed);
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
  });

  test('took back the call that had followed its own meanwhile', async () => {
    const invoice = stage.invoice();
    const request = await ask(stage.world, invoice, null);
    const { ledger } = stage;
    let following: string | null = null;
    const committed = await standStill(
      request,
      invoice,
      async () => {
        const posting = (await stage.posting(invoice))!;
        const identity = openIdentity(ledger, posting);
        await movePosting(ledger, posting.id, 'intended', 'doubtful');
        await movePosting(ledger, posting.id, 'doubtful', 'prepared');
        const { lane_id: laneId, epoch } = (await findCall(ledger, posting.call_id!))!;
        const members = [{ postingId: posting.id, identity, invoiceRowVersion: posting.invoice_row_version! }];
        following = await commitCall(ledger, { laneId, epoch, kind: 'clicks', body: '', timeoutMs: STOOD_STILL_MS, members });
      },
      1,
    );
    expect(keys()).not.toContain(committed);
    expect(await stage.posting(invoice)).toMatchObject({ state: 'intended', call_id: following });
    await stage.live(request);
    expect([stage.answer(request), stage.documents(invoice).length]).toEqual(['done', 1]);
  });
});
