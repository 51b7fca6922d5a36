import { beforeEach, describe, expect, test } from '@jest/globals';
import { ask } from '../../prove/ask.ts';
import { UNTIL_LOOK_UP_MS, loseAnswer } from './lose-answer.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

const FORMER_APP = 'the app of a former relay';
describe.each(stageHomes)('a document that another Xero app of the same company sent, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  let invoice: string;
  let request: string;
  beforeEach(async () => {
    invoice = stage.invoice();
    request = await ask(stage.world, invoice, null);
  });

  const asSentByFormerApp = (): void => {
    for (const document of stage.documents(invoice)) document.CreatedByClient = FORMER_APP;
  };
  const puts = (): number =>
    stage.world.xero.control.requests().filter(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices')).length;
  /** The connection was made with the app of before, and is made again with today's. */
  const connectAgain = async (): Promise<void> => {
    const { db } = stage.ledger;
    const { lane_id: lane } = await db.selectFrom('connections').select('lane_id').executeTakeFirstOrThrow();
    const former = `${FORMER_APP}${lane.slice(lane.indexOf('|'))}`;
    await db
      .insertInto('lanes')
      .values({ id: former, epoch: 1_000_000, holder: 'a former relay', lease_until: stage.ledger.now() + UNTIL_LOOK_UP_MS })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const { call_id: call } = (await stage.posting(invoice))!;
    await db.updateTable('calls').set({ lane_id: former, epoch: 1_000_000 }).where('id', '=', call).execute();
    asSentByFormerApp();
  };
  const resolved = async () => {
    await stage.live(request);
    return [stage.answer(request), stage.documents(invoice).length];
  };

  test('was sent a second time where the ledger knows nothing of it and the row carries its intent', async () => {
    await loseAnswer(stage, invoice, request);
    asSentByFormerApp();
    await stage.ledger.db.deleteFrom('postings').where('invoice_id', '=', invoice).execute();
    stage.pass(UNTIL_LOOK_UP_MS);
    expect(await resolved()).toEqual(['done', 1]);
  });

  test('was sent a second time after looking for it among the documents of the app of today', async () => {
    await loseAnswer(stage, invoice, request);
    await connectAgain();
    stage.pass(UNTIL_LOOK_UP_MS);
    expect(await resolved()).toEqual(['done', 1]);
  });

  test('was sent a second time under its key, which Xero keeps for each app', async () => {
    await loseAnswer(stage, invoice, request);
    await connectAgain();
    const before = puts();
    expect(await resolved()).toEqual(['done', 1]);
    expect(puts()).toBe(before);
  });

  test('and whose call nobody waited for any more kept its click waiting for ever', async () => {
    const death = { point: 'step call-answered 1', side: 'before' } as const;
    expect(await stage.live(request, { heard: true, death })).toBe(true);
    expect((await stage.posting(invoice))?.state).toBe('intended');
    await connectAgain();
    expect(await resolved()).toEqual(['done', 1]);
  });

  test('was sent a second time where both ledger and Dynamics forgot it and a restored relay looks first', async () => {
    await loseAnswer(stage, invoice, request);
    asSentByFormerApp();
    const { id: intent } = (await stage.posting(invoice))!;
    await stage.ledger.db.deleteFrom('postings').where('invoice_id', '=', invoice).execute();
    const { environment } = stage.world.dataverse.control;
    for (const { id, values } of stage.world.dataverse.control.rows('stl3_xerodetails'))
      if (values['stl3_intentid'] === intent) environment.tables.get('stl3_xerodetails')?.delete(id);
    const now = stage.ledger.now();
    await stage.ledger.db
      .updateTable('connections')
      .set({ look_first_since: now - UNTIL_LOOK_UP_MS, look_first_before: now })
      .execute();
    stage.pass(UNTIL_LOOK_UP_MS);
    try {
      expect(await resolved()).toEqual(['done', 1]);
    } finally {
      await stage.ledger.db.updateTable('connections').set({ look_first_since: null, look_first_before: null }).execute();
    }
  });
});
