/** The words that people read, filled in: each sentence names the very thing that it is about. */
import { describe, expect, test } from '@jest/globals';
import { decideContact } from '../../../relay-service/src/core/contact-ladder.ts';
import { describeAlreadySent, describeChanged, describeSent, describeUpToDate, describeUpdated } from '../../../relay-service/src/core/describe-outcome.ts'; // prettier-ignore
import type { Invoice } from '../../../relay-service/src/core/invoice.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { strangerTo } from '../../../relay-service/src/core/requester-rights.ts';
import { held } from './document-in-xero.ts';
import { account, approver, choices, codesOf, connection, customer, invoice, invoiceOf, line, ready, reasonsOf, requester, taxRate, withSettings } from './examples.ts'; // prettier-ignore

type Given = Partial<MappingInput>;
const having = (changes: Partial<Invoice>): Given => ({ invoice: { ...invoice, ...changes } });
const taxed = (tax: string, extendedAmount: string) => line({ quantity: '1', pricePerUnit: '100', tax, extendedAmount });
const rounding = (changes: Parameters<typeof withSettings>[0], more: Partial<typeof connection> = {}): Given => ({
  connection: { ...withSettings({ roundingAccountId: 'account-860', ...changes }), ...more },
  ...having({ total: '100.02' }),
});

const told: Readonly<Record<string, readonly [Given, string]>> = {
  'an account of elsewhere': [
    { invoice: invoiceOf([line({ accountId: 'nowhere' })]) },
    'The account of line 1 is not in the chart of accounts of Fabrikam Pty Ltd.',
  ],
  'an archived account': [
    { invoice: invoiceOf([line({ accountId: 'account-999' })]) },
    'The account 999 Account 999 of line 1 is archived in Xero.',
  ],
  'an account of another class': [
    { invoice: invoiceOf([line({ accountId: 'account-400' })]) },
    'The account 400 Account 400 of line 1 is of the class expense, which a sales invoice cannot be posted to.',
  ],
  'a tax type of another class': [
    { invoice: invoiceOf([line({ taxTypeId: 'tax-INPUT' })]) },
    'The tax type INPUT 10 % of line 1 cannot be used with the account 200 Account 200 in Xero.',
  ],
  'no tax type': [
    { connection: withSettings({ salesTaxTypeId: null }) },
    'Line 1 has no tax type: neither the line, the customer, the product nor the settings name one.',
  ],
  'a control character': [
    { invoice: invoiceOf([line(), line({ id: 'z', order: 2, name: 'a\u0007' })]) },
    'A text of the invoice holds control characters that Xero does not take.',
  ],
  'another rate': [
    { invoice: invoiceOf([taxed('15.00', '115.00')]) },
    'Line 1 carries 15.00 of tax in Dynamics, but the tax type OUTPUT 10 % gives 10.00 in Xero.',
  ],
  'a net that does not tie': [having({ total: '99.00' }), 'Without tax the invoice is 99.00 in Dynamics and would be 100.00 in Xero.'],
  'a gross that does not tie': [
    { ...having({ total: '99.00' }), choices: { ...choices, lineAmountTypes: 'inclusive' } },
    'The total of the invoice is 99.00 in Dynamics, but its parts come to 100.00.',
  ],
  'a total without tax that does not tie': [
    { ...having({ total: '99.00' }), choices: { ...choices, lineAmountTypes: 'noTax' } },
    'The total of the invoice is 99.00 in Dynamics, but its parts come to 100.00.',
  ],
  'tax that does not tie': [
    having({ taxTotal: '9.00', total: '109.00' }),
    'The tax of the invoice is 9.00 in Dynamics and would be 10.00 in Xero.',
  ],
  'a third decimal': [
    having({ total: '100.005' }),
    'The amount 100.005 of the invoice has more than two decimals, and a total in Xero has two.',
  ],
  'a branding theme of elsewhere': [
    having({ brandingThemeId: 'nowhere' }),
    'The branding theme of the invoice is not one of Fabrikam Pty Ltd in Xero.',
  ],
  'a column that no invoice has': [
    { connection: { ...connection, unknownColumns: ['new_nowhere'] } },
    'The settings name the column new_nowhere, which invoices in Dynamics do not have or the connector may not read.',
  ],
  'a rounding account of elsewhere': [
    rounding({ roundingAccountId: 'nowhere' }),
    'The account in the settings is not in the chart of accounts of Fabrikam Pty Ltd.',
  ],
  'an archived rounding account': [
    rounding({ roundingAccountId: 'account-999' }),
    'The account 999 Account 999 in the settings is archived in Xero.',
  ],
  'a rounding account that Xero keeps for itself': [
    rounding({ roundingAccountId: 'account-610' }),
    'The account 610 Account 610 in the settings is kept by Xero itself and takes no lines.',
  ],
  'no tax type for a rounding line': [
    rounding({}, { taxRates: [taxRate('OUTPUT', '10'), taxRate('OLD', '0', { active: false }), taxRate('EXPORT', '0', { allowed: { asset: true, equity: true, expense: false, liability: true, revenue: true } })] }), // prettier-ignore
    'A rounding line is needed, but Fabrikam Pty Ltd has no tax type without tax for the rounding account.',
  ],
  'a number after a void': [
    { resend: { generation: 2, formerNumber: 'INV-01042' } },
    'The document INV-01042 was voided in Xero, and its number cannot be used again there.',
  ],
  'an amount for Approvers': [
    { connection: withSettings({ approverAbove: '99.9' }) },
    'The invoice is above 99.90, and such documents need an Approver.',
  ],
  'Authorised, asked for by a User, whatever else there is': [
    { invoice: { ...invoice, customer: null }, requester: { ...requester, name: 'Kim' }, choices: { ...choices, status: 'authorised' } },
    'Sending as Authorised needs an Approver, which Kim is not.',
  ],
};

describe('what a refusal says', () => {
  test.each(Object.entries(told))('%s', (_, [given, message]) => {
    expect(reasonsOf(given).map((each) => each.message)).toEqual([message]);
  });

  test('whoever may not authorise their own is never told to send what is in Xero already', () => {
    const own = { ...having({ ownerId: approver.id }), requester: approver, connection: withSettings({ authoriseOwn: false }) };
    const sent = reasonsOf({ ...own, choices: { ...choices, status: 'authorised' } });
    expect(sent.map(({ remedy }) => remedy)).toEqual(['Send it as Submitted, or ask another Approver to send it.']);
    const updated = { ...own, updateOf: held() };
    expect(reasonsOf(updated)).toEqual([
      {
        code: 'CHANGE_NEEDS_ANOTHER_APPROVER',
        message:
          'The invoice belongs to Fran Manager, and the settings ask for somebody else to authorise it. Nothing was changed in Xero.',
        remedy: 'Ask another Approver to press Update in Xero.',
      },
    ]);
    expect(ready({ ...updated, requester: { ...approver, id: 'user-other' } }).document.Status).toBe('AUTHORISED');
  });

  test('a stranger is told of rights alone', () => {
    expect(strangerTo(requester)).toBeNull();
    expect(strangerTo({ ...requester, roles: [] })?.message).toBe(
      'Chris Clerk holds no role of Stellarise Connector, so the invoice was not sent.',
    );
    expect(strangerTo({ ...requester, mayRead: false })?.message).toBe(
      'Chris Clerk may not read this invoice in Dynamics, so it was not sent.',
    );
    expect(strangerTo({ ...requester, mayRead: false, roles: [] })?.code).toBe('NO_ROLE');
  });

  test.each([
    ['account', 'account.name'],
    ['contact', 'contact.fullname'],
  ] as const)('the name of an %s is mended in its own field', (kind, field) => {
    expect(reasonsOf(having({ customer: { ...customer, kind, name: '' } }))[0]?.field).toBe(field);
    const decision = decideContact({ ...customer, kind, name: 'A <B>' }, [], null, true);
    expect(decision).toMatchObject({ reason: { code: 'CUSTOMER_NAME_NOT_ALLOWED', field } });
  });

  test('a customer that may not be made is named', () => {
    const decision = decideContact(customer, [], null, false);
    expect('reason' in decision && decision.reason.message).toBe(
      'Adventure Works is not among the contacts in Xero, and the settings forbid making new ones.',
    );
  });
});

describe('what became of a document', () => {
  test.each([
    ['approve', 'authorised', 'Approved in Xero'],
    ['approve', 'deleted', 'Approved in Xero'],
    ['void', 'voided', 'Voided in Xero'],
    ['void', 'deleted', 'Deleted in Xero'],
  ] as const)('%s, now %s', (action, status, words) => {
    expect(describeChanged(action, { number: 'INV-1', status })).toBe(`${words}: INV-1`);
    for (const number of [null, '']) expect(describeChanged(action, { number, status })).toBe(words);
  });

  test('an update, and one that changed nothing', () => {
    expect([describeUpdated({ number: 'INV-1' }), describeUpToDate({ number: 'INV-1' })]).toEqual([
      'Updated in Xero: INV-1',
      'Xero is up to date: INV-1',
    ]);
    for (const number of [null, ''])
      expect([describeUpdated({ number }), describeUpToDate({ number })]).toEqual(['Updated in Xero', 'Xero is up to date']);
  });

  test('without a number no word of it', () => {
    for (const number of [null, '']) {
      expect(describeSent({ number, status: 'paid' })).toBe('Sent to Xero (paid)');
      expect(describeAlreadySent({ number, status: 'paid' })).toBe('Already in Xero (paid)');
    }
  });
});

describe('numbers', () => {
  const numbered = (given: Given, changes: Parameters<typeof withSettings>[0] = {}) =>
    ready({ ...given, connection: withSettings(changes) }).document.InvoiceNumber;
  const after = { resend: { generation: 3, formerNumber: 'INV-01042' } };

  test('after a void: a suffix, or Xero says', () => {
    expect(numbered(after, { resendNumber: 'suffix' })).toBe('INV-01042-3');
    expect(numbered(after, { resendNumber: 'xero' })).toBeUndefined();
    expect(numbered({ resend: null }, { resendNumber: 'xero' })).toBe('INV-01042');
    expect(numbered({}, { resendNumber: 'suffix' })).toBe('INV-01042');
    const unnumbered = { ...after, invoice: { ...invoice, number: ' ' }, connection: withSettings({ resendNumber: 'suffix' }) };
    expect(codesOf(unnumbered)).toEqual(['NUMBER_MISSING']);
  });

  test('after a void, asked for: the number of the request goes as it is', () => {
    expect(numbered({ ...after, choices: { ...choices, number: 'NEW-1' } }, { resendNumber: 'suffix' })).toBe('NEW-1');
    expect(numbered({ ...after, choices: { ...choices, number: 'NEW-1' } })).toBe('NEW-1');
    expect(reasonsOf({ resend: { generation: 2, formerNumber: null } })[0]?.message).not.toMatch(/unknown|null/);
  });

  test("a bill keeps its supplier's number, whatever became of the former one", () => {
    const books = withSettings({ purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT', resendNumber: 'ask' });
    expect(ready({ ...after, ...having({ type: 'bill' }), connection: books }).document.InvoiceNumber).toBe('INV-01042');
  });

  test('blanks on the request are no number', () => {
    expect(numbered({ choices: { ...choices, number: ' \t' } })).toBe('INV-01042');
    expect(numbered({ choices: { ...choices, number: ' ' } }, { useXeroNumber: true })).toBeUndefined();
  });

  test('255 characters are taken', () => {
    expect(numbered({ choices: { ...choices, number: '9'.repeat(255) } })).toBe('9'.repeat(255));
  });

  test('another number that is taken is no obstacle', () => {
    expect(numbered({ numbersTaken: ['INV-7', 'INV-0104'] })).toBe('INV-01042');
  });

  test('a Reference is cut at a word without a blank at its end, with its marker or without', () => {
    const description = `${'x'.repeat(254)} ${'y'.repeat(50)}`;
    expect(ready(having({ description })).document.Reference).toBe('x'.repeat(254));
    const credit = ready({ ...having({ description, type: 'salesCreditNote' }), connection: withSettings({ useXeroNumber: true }) });
    expect(credit.document.Reference).toBe(`${'x'.repeat(217)} #aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`);
    const blank = `${'x'.repeat(216)} ${'y'.repeat(50)}`;
    const cut = ready({ ...having({ description: blank, type: 'salesCreditNote' }), connection: withSettings({ useXeroNumber: true }) });
    expect(cut.document.Reference).toBe(`${'x'.repeat(216)} #aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`);
  });
});

describe('the rounding line', () => {
  const cents = (total: string, more: Partial<typeof connection> = {}, changes: Parameters<typeof withSettings>[0] = {}) =>
    ready({ ...having({ total }), connection: { ...withSettings({ roundingAccountId: 'account-860', ...changes }), ...more } }).document
      .LineItems[1];

  test('takes the tax type that means no tax at all, before any other of nothing', () => {
    const rates = ['ZEROED', 'AAA', 'BASEXCLUDED', 'NONE'].map((code) => taxRate(code, '0'));
    expect(cents('100.02', { taxRates: [taxRate('OUTPUT', '10'), ...rates] })?.TaxType).toBe('NONE');
    expect(cents('100.02', { taxRates: [taxRate('OUTPUT', '10'), ...rates.slice(0, 3)] })?.TaxType).toBe('BASEXCLUDED');
    for (const others of [rates.slice(0, 2), rates.slice(0, 2).toReversed()])
      expect(cents('100.02', { taxRates: [taxRate('OUTPUT', '10'), ...others] })?.TaxType).toBe('AAA');
  });

  test('goes to any account that takes lines, and to the one system account that is for it', () => {
    expect(cents('100.02', {}, { roundingAccountId: 'account-200' })).toMatchObject({ AccountCode: '200', UnitAmount: 0.02 });
    expect(cents('99.95')).toMatchObject({ AccountCode: '860', UnitAmount: -0.05, Description: 'Rounding' });
    expect(cents('100.02', { accounts: [...connection.accounts, account('861', { class: 'liability' })] }, { roundingAccountId: 'account-861' })?.AccountCode).toBe('861'); // prettier-ignore
  });

  test('the cap of the settings is the most, itself included', () => {
    expect(cents('100.09', {}, { roundingCap: '0.09' })?.UnitAmount).toBe(0.09);
    expect(reasonsOf({ ...having({ total: '100.09' }), connection: withSettings({ roundingAccountId: 'account-860', roundingCap: '0.08' }) }).map(({ code }) => code)).toEqual(['NET_DOES_NOT_TIE']); // prettier-ignore
  });

  test('of tax it closes a cent for each line with a price, and no more', () => {
    const two = [taxed('10.01', '110.01'), { ...taxed('10.01', '110.01'), id: 'b', order: 2 }, line({ id: 'c', order: 3, name: 'Thanks', quantity: '0', pricePerUnit: '0', extendedAmount: '0' })]; // prettier-ignore
    const books = withSettings({ roundingAccountId: 'account-860' });
    expect(ready({ invoice: invoiceOf(two), connection: books }).predicted.total).toBe('220.02');
    const three = invoiceOf(two, { taxTotal: '20.03', total: '220.03' });
    expect(reasonsOf({ invoice: three, connection: books }).map(({ code }) => code)).toEqual(['TAX_DOES_NOT_TIE']);
  });
});

describe('rights', () => {
  const asAuthorised = { choices: { ...choices, status: 'authorised' as const } };

  test("an Approver may authorise somebody else's invoice, and their own unless the settings forbid it", () => {
    const own = having({ ownerId: approver.id });
    expect(ready({ ...asAuthorised, requester: approver, connection: withSettings({ authoriseOwn: false }) }).document.Status).toBe(
      'AUTHORISED',
    );
    for (const authoriseOwn of [true, undefined] as const)
      expect(ready({ ...asAuthorised, ...own, requester: approver, connection: withSettings(authoriseOwn === undefined ? {} : { authoriseOwn }) }).document.Status).toBe('AUTHORISED'); // prettier-ignore
  });

  test('an amount at the limit needs nobody', () => {
    expect(ready({ connection: withSettings({ approverAbove: '100.00' }) }).document.Status).toBe('DRAFT');
  });
});
