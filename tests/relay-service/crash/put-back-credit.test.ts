import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sendStatus } from '@stl3/solution';
import { ask } from '../../prove/ask.ts';
import { copyInvoice } from '../../prove/new-invoices.ts';
import { asking } from '../jobs/asking.ts';
import type { LedgerBackup } from './backup.ts';
import { backUpLedger, putBackLedger } from './backup.ts';
import type { Stage } from './stage.ts';
import { stageHomes, useStage } from './stage-homes.ts';

const HOUR_MS = 3_600_000;
/** Canceled invoices are looked for each minute. */
const EVERY_MS = 61_000;

describe.each(stageHomes)('the credit note of a canceled invoice, on $name', ({ name }) => {
  let stage: Stage;
  useStage(name, (opened) => void (stage = opened));
  const company = asking(() => stage.world);
  const credits = () => company.organisation().creditNotes;

  let request: string;
  let backup: LedgerBackup;
  /** Part of an invoice is paid, then it is canceled, and its credit note is at Xero when the relay dies. */
  beforeEach(async () => {
    company.settings({ stl3_automaticcreditnote: true, stl3_mappingsconfirmed: true });
    const invoice = copyInvoice(stage.world, company.plain(), `K-${randomUUID().slice(0, 8)}`);
    request = await company.ask(invoice, 'financeManager', 'send', { stl3_sendstatus: sendStatus.values.authorised.value });
    await stage.live(request);
    Object.assign(stage.documents(invoice)[0]!, { AmountPaid: 10 });
    backup = await backUpLedger(stage.ledger);
    stage.pass(HOUR_MS);
    const another = await ask(stage.world, stage.invoice(), null);
    await stage.live(another);
    company.change('invoice', { statecode: 3, statuscode: 100003 }, invoice, 'clerk');
    const before = credits().length;
    const watch = () => Promise.resolve(credits().length > before);
    for (let died = false, rounds = 0; !died && rounds < 10; rounds++) {
      stage.pass(EVERY_MS);
      died = await stage.live(request, { watch, rounds: 1 });
    }
    expect(credits().length - before).toBe(1);
  });
  afterEach(() => void credits().splice(0));
  const rounds = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round++) {
      stage.pass(EVERY_MS);
      await stage.live(request, { rounds: 1 });
    }
  };

  test('was made a second time where the ledger had gone back an hour', async () => {
    await putBackLedger(stage.ledger, backup);
    await rounds(12);
    expect(credits()).toMatchObject([{ Status: 'PAID', Allocations: [{}] }]);
  });

  test('is made anew where somebody has voided the one of the life that is lost', async () => {
    await putBackLedger(stage.ledger, backup);
    credits()[0]!.Status = 'VOIDED';
    await rounds(12);
    expect(credits()).toMatchObject([{ Status: 'VOIDED' }, { Status: 'PAID', Allocations: [{}] }]);
  });
});
