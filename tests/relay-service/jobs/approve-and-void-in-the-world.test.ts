import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { exportState, invoiceType, resendNumber, sendStatus, xeroStatus } from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, plain, organisation, settings } = asking(() => world);

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const held = () => organisation().invoices;
const details = () => world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values)[0];
const changes = () => world.xero.control.journal().filter(({ kind, documentType }) => kind === 'update' && documentType === 'invoice');

describe('approve', () => {
  test('a draft becomes authorised, and Dynamics shows it', async () => {
    await asked(plain().id);
    expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject({
      ...done,
      stl3_result: `Approved in Xero: ${plain().number}`,
    });
    expect(held()).toMatchObject([{ Status: 'AUTHORISED' }]);
    expect(details()).toMatchObject({
      stl3_xerostatus: xeroStatus.values.authorised.value,
      stl3_exportstate: exportState.values.sent.value,
    });
    // Once more: it is so already, and nothing is written.
    expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(done);
    expect(changes()).toHaveLength(1);
  });

  test('what was never sent, and a clerk, are refused by name', async () => {
    expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(refused('NOT_IN_XERO'));
    await asked(plain().id);
    expect(await asked(plain().id, 'clerk', 'approve')).toMatchObject(refused('CHANGE_NEEDS_APPROVER'));
    // What Xero holds did not change by that.
    expect(details()).toMatchObject({ stl3_exportstate: exportState.values.sent.value, stl3_cause: null });
    expect(held()).toMatchObject([{ Status: 'DRAFT' }]);
  });

  test.each(['answer-lost', 'reset', 'server-error', 'cut', 'rate-limited'] as const)('%s: it is approved once', async (name) => {
    await asked(plain().id);
    world.xero.control.addFault({ name, method: 'POST', path: '^Invoices' });
    expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(done);
    expect(world.xero.control.faultHits()[name]).toBe(1);
    expect(held()).toMatchObject([{ Status: 'AUTHORISED' }]);
    expect(changes()).toHaveLength(1);
  });

  test('credit notes are approved and deleted as invoices are', async () => {
    const kind = { stl3_invoicetype: invoiceType.values.salesCreditNote.value };
    await asked(plain().id, 'clerk', 'send', kind);
    await asked(plain(1).id, 'clerk', 'send', kind);
    expect(await asked(plain().id, 'financeManager', 'approve')).toMatchObject(done);
    expect(await asked(plain(1).id, 'financeManager', 'void')).toMatchObject(done);
    expect(organisation().creditNotes.map(({ Status }) => Status)).toEqual(['AUTHORISED', 'DELETED']);
  });
});

describe('void, and sending again', () => {
  test.each([
    ['xero', /^INV-\d+$/],
    ['suffix', /-2$/],
  ] as const)('a new document gets a new number: %s', async (way, number) => {
    settings({ stl3_resendnumber: resendNumber.values[way].value });
    await asked(plain().id, 'financeManager', 'send', authorised);
    expect(await asked(plain().id, 'financeManager', 'void')).toMatchObject({ ...done, stl3_result: `Voided in Xero: ${plain().number}` });
    expect(details()).toMatchObject({ stl3_exportstate: exportState.values.voided.value });
    expect(await asked(plain().id)).toMatchObject(done);
    expect(held().map(({ Status }) => Status)).toEqual(['VOIDED', 'DRAFT']);
    expect(held()[1]?.InvoiceNumber).toMatch(number);
    expect(held()[1]?.InvoiceNumber).not.toBe(plain().number);
    expect(details()).toMatchObject({ stl3_generation: 2, stl3_number: held()[1]?.InvoiceNumber });
    // The new one lives, so that a third click makes none.
    expect(await asked(plain().id)).toMatchObject({ ...done, stl3_result: expect.stringMatching(/^Already in Xero/) });
    expect(held()).toHaveLength(2);
  });

  test.each([
    ['approved and voided', authorised, 'VOIDED'],
    ['a draft that was deleted', {}, 'DELETED'],
  ] as const)('a credit note, %s, is sent again with a number of its own, once', async (_how, status, former) => {
    settings({ stl3_resendnumber: resendNumber.values.suffix.value });
    const kind = { stl3_invoicetype: invoiceType.values.salesCreditNote.value };
    expect(await asked(plain().id, 'financeManager', 'send', { ...kind, ...status })).toMatchObject(done);
    expect(await asked(plain().id, 'financeManager', 'void', kind)).toMatchObject(done);
    expect(await asked(plain().id, 'financeManager', 'send', kind)).toMatchObject(done);
    const notes = () => organisation().creditNotes.map(({ Status, InvoiceNumber }) => [Status, InvoiceNumber]);
    expect(notes()).toEqual([
      [former, plain().number],
      ['DRAFT', `${plain().number}-2`],
    ]);
    expect(await asked(plain().id, 'financeManager', 'send', kind)).toMatchObject({
      ...done,
      stl3_result: expect.stringMatching(/^Already in Xero/),
    });
    expect(notes()).toHaveLength(2);
    expect(organisation().invoices).toEqual([]);
  });

  test('where the settings ask, the number comes with the request', async () => {
    settings({ stl3_resendnumber: resendNumber.values.ask.value });
    await asked(plain().id);
    await asked(plain().id, 'financeManager', 'void');
    expect(await asked(plain().id)).toMatchObject(refused('RESEND_NUMBER_NEEDED'));
    expect(await asked(plain().id, 'clerk', 'send', { stl3_number: 'AGAIN-1' })).toMatchObject(done);
    expect(held().map(({ Status, InvoiceNumber }) => [Status, InvoiceNumber])).toEqual([
      ['DELETED', plain().number],
      ['DRAFT', 'AGAIN-1'],
    ]);
  });

  test('an invoice with a payment is not voided', async () => {
    await asked(plain().id, 'financeManager', 'send', authorised);
    Object.assign(held()[0]!, { AmountPaid: 5 });
    expect(await asked(plain().id, 'financeManager', 'void')).toMatchObject(refused('VOID_WITH_PAYMENTS'));
    expect(changes()).toEqual([]);
  });

  test('a document that Xero no longer shows is not sent again', async () => {
    await asked(plain().id);
    held().length = 0;
    expect(await asked(plain().id)).toMatchObject(refused('SENT_BUT_NOT_FOUND'));
    expect(held()).toEqual([]);
  });

  test('a lost answer of the second generation is not taken for the first', async () => {
    settings({ stl3_resendnumber: resendNumber.values.suffix.value });
    await asked(plain().id);
    await asked(plain().id, 'financeManager', 'void');
    world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
    expect(await asked(plain().id)).toMatchObject(done);
    expect(held().map(({ Status }) => Status)).toEqual(['DELETED', 'DRAFT']);
  });
});
