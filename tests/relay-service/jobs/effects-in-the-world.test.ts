import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  contactUpdates,
  creditAllocation,
  exportState,
  historyResult,
  invoiceType,
  requestState,
  sendStatus,
  xeroStatus,
} from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';
import { aWhile, historyOf } from './history-of.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { ask, asked, answered, plain, organisation, change, settings } = asking(() => world);

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const first = (table: string) => world.dataverse.control.rows(table)[0]!;
const real = (): void => {
  organisation().IsDemoCompany = false;
  change('stl3_dynamicsxeroconnector', { stl3_isdemo: false }, first('stl3_dynamicsxeroconnector').id);
  settings({ stl3_mappingsconfirmed: true });
};
const detailsOf = (invoiceId: string) =>
  world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === invoiceId)?.values;
const { told, until } = historyOf(() => world);
const journal = (documentType: string) => world.xero.control.journal().filter((row) => row.documentType === documentType);

describe('a credit note', () => {
  const customer = (index: number) => plain(index).customer;
  /** Two invoices of one customer: the second credits the first. */
  const pair = () => {
    const invoices = world.company.invoices.filter(({ kind }) => kind === 'plain');
    for (const one of invoices)
      for (const other of invoices) if (one !== other && one.customer === other.customer) return [one, other] as const;
    throw new Error('The company has no customer with two plain invoices.');
  };
  const creditOf = (creditId: string, invoiceId: string): void =>
    change(
      'invoice',
      {
        'stl3_CreditsInvoiceId@odata.bind': `/invoices(${invoiceId})`,
        stl3_invoicetype: invoiceType.values.salesCreditNote.value,
      },
      creditId,
    );

  test('is allocated once both are authorised, and both rows show it', async () => {
    const [invoice, credit] = pair();
    expect(customer(0)).toBeDefined();
    creditOf(credit.id, invoice.id);
    expect(await asked(invoice.id, 'financeManager', 'send', authorised)).toMatchObject(done);
    expect(await asked(credit.id, 'financeManager', 'send', authorised)).toMatchObject(done);
    await until(() => told(/^Allocated/).length > 0);
    const [held, note] = [organisation().invoices[0]!, organisation().creditNotes[0]!];
    const amount = Math.min(held.Total, note.Total);
    expect(journal('allocation')).toMatchObject([{ total: amount }]);
    expect(detailsOf(credit.id)).toMatchObject({ stl3_message: expect.stringMatching(/^Allocated .* to /), stl3_due: note.Total - amount });
    expect(detailsOf(invoice.id)).toMatchObject({ stl3_credited: amount });
    if (amount === held.Total)
      expect(detailsOf(invoice.id)).toMatchObject({
        stl3_exportstate: exportState.values.credited.value,
        stl3_xerostatus: xeroStatus.values.paid.value,
      });
  });

  test.each(['answer-lost', 'reset', 'server-error', 'cut', 'rate-limited'] as const)('%s: it is allocated once', async (name) => {
    const [invoice, credit] = pair();
    creditOf(credit.id, invoice.id);
    await asked(invoice.id, 'financeManager', 'send', authorised);
    world.xero.control.addFault({ name, method: 'PUT', path: '/Allocations$' });
    await asked(credit.id, 'financeManager', 'send', authorised);
    await until(() => told(/^Allocated/).length > 0);
    expect(world.xero.control.faultHits()[name]).toBe(1);
    expect(journal('allocation')).toHaveLength(1);
  });

  test('asked by setting: only when somebody presses Allocate, by name where it cannot be', async () => {
    settings({ stl3_creditallocation: creditAllocation.values.ask.value });
    const [invoice, credit] = pair();
    expect(await asked(credit.id, 'financeManager', 'allocate')).toMatchObject({ stl3_cause: 'ALLOCATION_NEEDS_INVOICE' });
    creditOf(credit.id, invoice.id);
    await asked(credit.id, 'financeManager', 'send', authorised);
    expect(await asked(credit.id, 'financeManager', 'allocate')).toMatchObject({ stl3_cause: 'ALLOCATION_INVOICE_NOT_IN_XERO' });
    await asked(invoice.id, 'clerk');
    expect(await asked(credit.id, 'financeManager', 'allocate')).toMatchObject({ stl3_cause: 'ALLOCATION_NOT_APPROVED' });
    await asked(invoice.id, 'financeManager', 'approve');
    expect(await asked(credit.id, 'clerk', 'allocate')).toMatchObject({ stl3_cause: 'CHANGE_NEEDS_APPROVER' });
    expect(journal('allocation')).toEqual([]);
    expect(await asked(credit.id, 'financeManager', 'allocate')).toMatchObject({
      ...done,
      stl3_result: expect.stringMatching(/^Allocated/),
    });
    // Once more: it is so already.
    expect(await asked(credit.id, 'financeManager', 'allocate')).toMatchObject({
      ...done,
      stl3_result: expect.stringMatching(/^Allocated/),
    });
    expect(journal('allocation')).toHaveLength(1);
  });
});

describe('a mail', () => {
  const mails = () => journal('email');

  test('goes out once the invoice is authorised; an update and a second click send none, asking does', async () => {
    real();
    settings({ stl3_sendemail: true });
    await asked(plain().id);
    await asked(plain().id, 'financeManager', 'approve');
    await until(() => told(/^Xero has mailed/).length > 0);
    expect(detailsOf(plain().id)).toMatchObject({ stl3_senttocontact: true, stl3_message: expect.stringMatching(/^Xero has mailed/) });
    await asked(plain().id, 'financeManager', 'approve');
    await asked(plain().id);
    change('invoice', { description: 'PO 4712' }, plain().id);
    await asked(plain().id, 'financeManager', 'update');
    await aWhile();
    expect(mails()).toHaveLength(1);
    await asked(plain().id, 'clerk', 'send', { stl3_sendemail: true });
    await until(() => mails().length === 2);
  });

  test('was sent a second time where Dynamics lost the answer to the request', async () => {
    real();
    const id = await ask(plain().id, 'financeManager', 'send', { ...authorised, stl3_sendemail: true });
    expect(await answered(id)).toMatchObject(done);
    await until(() => mails().length === 1);
    change('stl3_xerorequest', { stl3_state: requestState.values.taken.value }, id);
    expect(await answered(id, 60)).toMatchObject(done);
    await aWhile();
    expect(mails()).toHaveLength(1);
  });

  // Xero's answer to a mail has no body, so that nothing of it can be cut.
  test.each(['answer-lost', 'reset', 'server-error'] as const)('%s: it may have been sent, and is never sent again', async (name) => {
    real();
    world.xero.control.addFault({ name, method: 'POST', path: '/Email$' });
    await asked(plain().id, 'financeManager', 'send', { ...authorised, stl3_sendemail: true });
    await until(() => told('may have been sent').length > 0);
    await aWhile();
    await world.restartRelay();
    await aWhile();
    expect(world.xero.control.requests().filter(({ path }) => path.endsWith('/Email'))).toHaveLength(1);
    expect(told('may have been sent')).toMatchObject([
      { stl3_cause: 'EMAIL_MAY_HAVE_BEEN_SENT', stl3_result: historyResult.values.failed.value },
    ]);
  });

  test('what Xero certainly did not do is done later', async () => {
    real();
    world.xero.control.addFault({ name: 'rate-limited', method: 'POST', path: '/Email$' });
    await asked(plain().id, 'financeManager', 'send', { ...authorised, stl3_sendemail: true });
    await until(() => mails().length === 1);
    expect(world.xero.control.faultHits()['rate-limited']).toBe(1);
  });

  test('refused by name: a draft, a demo company, a contact without an address', async () => {
    await asked(plain().id, 'clerk', 'send', { stl3_sendemail: true });
    await until(() => told('only an authorised one is mailed').length > 0);
    await asked(plain(1).id, 'financeManager', 'send', { ...authorised, stl3_sendemail: true });
    await until(() => told('A demo company').length > 0);
    real();
    for (const contact of organisation().contacts) delete contact.EmailAddress;
    await asked(plain(1).id, 'financeManager', 'send', { stl3_sendemail: true });
    await until(() => told('no e-mail address').length > 0);
    expect(mails()).toEqual([]);
    // What was refused as a draft goes out once it is approved.
    Object.assign(
      organisation().contacts.find(({ ContactID }) => ContactID === organisation().invoices[0]!.ContactID)!,
      { EmailAddress: 'a@b.example' },
    );
    await asked(plain().id, 'financeManager', 'approve');
    await until(() => mails().length === 1);
  });

  test('a document that is not what Dynamics comes to is not mailed', async () => {
    real();
    await asked(plain().id, 'financeManager', 'send', authorised);
    Object.assign(organisation().invoices[0]!, { Total: organisation().invoices[0]!.Total + 1 });
    await asked(plain().id, 'financeManager', 'send', { stl3_sendemail: true });
    await until(() => told('gets no invoice that does not agree').length > 0);
    expect(mails()).toEqual([]);
  });

  test("the day's allowance is learned from the refusal; the mail stays owed", async () => {
    real();
    Object.assign(organisation(), { mailsADay: 0 });
    await asked(plain().id, 'financeManager', 'send', { ...authorised, stl3_sendemail: true });
    await until(() => told('allowance of mails for today').length > 0);
    const before = world.xero.control.requests().filter(({ path }) => path.endsWith('/Email')).length;
    await aWhile();
    expect(world.xero.control.requests().filter(({ path }) => path.endsWith('/Email'))).toHaveLength(before);
  });
});

describe('a history note', () => {
  const notes = () => organisation().invoices.flatMap(({ Notes = [] }) => Notes.map(({ Details }) => Details));

  test('is off unless the settings say so; then it names who sent what', async () => {
    await asked(plain().id);
    settings({ stl3_historynote: true });
    await asked(plain(1).id);
    await until(() => notes().length > 0);
    await asked(plain(1).id);
    await aWhile();
    expect(notes()).toEqual([expect.stringMatching(/^Sent from Dynamics 365 by .+ on \d{4}-\d\d-\d\d: invoice .*https?:/)]);
  });

  test('a lost answer is not repeated', async () => {
    settings({ stl3_historynote: true });
    world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '/History$' });
    await asked(plain().id);
    await until(() => told('history note. It may be there').length > 0);
    expect(notes()).toHaveLength(1);
  });
});

describe('a contact', () => {
  const contactOf = () => organisation().contacts.find(({ ContactID }) => ContactID === organisation().invoices[0]!.ContactID)!;
  const updates = () => journal('contact').filter(({ kind }) => kind === 'update');

  test('never: an edit stays in Dynamics', async () => {
    await asked(plain().id);
    Object.assign(contactOf(), { EmailAddress: 'other@example.com' });
    await asked(plain(1).id);
    await aWhile();
    expect(updates()).toEqual([]);
  });

  test.each([
    ['fillEmpty', 'other@example.com'],
    ['keepInStep', null],
  ] as const)('%s', async (way, email) => {
    settings({ stl3_contactupdates: contactUpdates.values[way].value });
    await asked(plain().id);
    await until(() => organisation().invoices.length > 0);
    await aWhile();
    const contact = contactOf();
    const name = contact.Name;
    const wanted = contact.EmailAddress;
    Object.assign(contact, { EmailAddress: 'other@example.com', Phones: [] });
    // The customer's row is what changes; its next document brings the edit.
    const table = plain().customer.kind;
    change(table, { telephone1: '07 5555 0000' }, plain().customer.id);
    change('invoice', { description: 'PO 4712' }, plain().id);
    world.xero.control.addFault({ name: 'answer-lost', method: 'POST', path: '^Contacts/' });
    await asked(plain().id, 'financeManager', 'update');
    await until(() => updates().length > 0);
    await aWhile();
    expect(contactOf()).toMatchObject({
      Name: name,
      EmailAddress: email ?? wanted,
      Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '07 5555 0000' }],
    });
    // Read again after the lost answer, and nothing was left to change.
    expect(updates()).toHaveLength(1);
  });
});
