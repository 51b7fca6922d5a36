import { describe, expect, test } from '@jest/globals';
import { needsContactTerms } from '../../../relay-service/src/core/due-date.ts';
import { dueByTerms, termsOf } from '../../../relay-service/src/core/payment-terms.ts';
import { choices, codesOf, invoice, ready, reasonsOf, withOrganisation } from './examples.ts';

describe('due dates', () => {
  test.each([
    ['DAYSAFTERBILLDATE', 0, '2026-01-31', '2026-01-31'],
    ['DAYSAFTERBILLDATE', 30, '2026-01-31', '2026-03-02'],
    ['DAYSAFTERBILLDATE', 30, '2024-01-31', '2024-03-01'],
    ['DAYSAFTERBILLDATE', 1, '2026-12-31', '2027-01-01'],
    ['DAYSAFTERBILLDATE', 1, '2026-10-03', '2026-10-04'],
    ['DAYSAFTERBILLMONTH', 10, '2026-01-31', '2026-02-10'],
    ['DAYSAFTERBILLMONTH', 10, '2026-01-01', '2026-02-10'],
    ['DAYSAFTERBILLMONTH', 31, '2026-01-31', '2026-03-03'],
    ['DAYSAFTERBILLMONTH', 31, '2024-01-31', '2024-03-02'],
    ['DAYSAFTERBILLMONTH', 15, '2026-12-31', '2027-01-15'],
    ['OFCURRENTMONTH', 31, '2026-02-10', '2026-02-28'],
    ['OFCURRENTMONTH', 31, '2024-02-29', '2024-02-29'],
    ['OFCURRENTMONTH', 31, '2026-04-30', '2026-04-30'],
    ['OFCURRENTMONTH', 28, '2026-01-31', '2026-01-28'],
    ['OFCURRENTMONTH', 31, '2026-12-31', '2026-12-31'],
    ['OFFOLLOWINGMONTH', 31, '2026-01-31', '2026-02-28'],
    ['OFFOLLOWINGMONTH', 29, '2024-01-31', '2024-02-29'],
    ['OFFOLLOWINGMONTH', 31, '2026-02-28', '2026-03-31'],
    ['OFFOLLOWINGMONTH', 31, '2026-08-31', '2026-09-30'],
    ['OFFOLLOWINGMONTH', 20, '2026-12-01', '2027-01-20'],
    ['OFFOLLOWINGMONTH', 30, '2026-01-30', '2026-02-28'],
    ['DAYSAFTERBILLMONTH', 0, '2026-02-10', '2026-02-28'],
    ['DAYSAFTERBILLMONTH', 0, '2026-04-30', '2026-04-30'],
    ['OFFOLLOWINGMONTH', 31, '2026-12-31', '2027-01-31'],
    ['OFCURRENTMONTH', 1, '2026-01-31', '2026-01-01'],
    ['DAYSAFTERBILLDATE', 999, '2026-01-31', '2028-10-26'],
    ['OFCURRENTMONTH', 0, '2026-01-31', null],
    ['OFFOLLOWINGMONTH', 32, '2026-01-31', null],
    ['OFFOLLOWINGMONTH', 1.5, '2026-01-31', null],
    ['DAYSAFTERBILLDATE', -1, '2026-01-31', null],
    ['DAYSAFTERBILLMONTH', 1000, '2026-01-31', null],
    ['DAYSAFTERBILLMONTH', NaN, '2026-01-31', null],
    ['ONDELIVERY', 7, '2026-01-31', null],
    ['toString', 7, '2026-01-31', null],
  ] as const)('%s %p from %s', (type, day, date, expected) => {
    expect(dueByTerms(date, { day, type })).toBe(expected);
  });

  const withDates = (changes: Partial<typeof invoice>, organisation = {}) =>
    ready({ invoice: { ...invoice, dueDate: null, ...changes }, connection: withOrganisation(organisation) }).document.DueDate;

  test('invoice date > invoice terms > customer terms > organisation terms > none', () => {
    const customer = invoice.customer && { ...invoice.customer, paymentTerms: 3 };
    const salesTerms = { day: 14, type: 'DAYSAFTERBILLDATE' };
    expect(withDates({ dueDate: '2026-11-30', paymentTerms: 1, customer }, { salesTerms })).toBe('2026-11-30');
    expect(withDates({ paymentTerms: 2, customer }, { salesTerms })).toBe('2026-12-10');
    expect(withDates({ customer }, { salesTerms })).toBe('2026-12-25');
    expect(withDates({}, { salesTerms })).toBe('2026-11-24');
    expect(withDates({})).toBeUndefined();
  });

  test.each([
    ['2026-01-31', ['2026-03-02', '2026-03-02', '2026-03-17', '2026-04-01']],
    ['2024-01-31', ['2024-03-01', '2024-03-01', '2024-03-16', '2024-03-31']],
    ['2026-10-31', ['2026-11-30', '2026-11-30', '2026-12-15', '2026-12-30']],
  ] as const)("Dynamics' terms of 30, 30, 45 and 60 days count days from %s, whatever months they cross", (date, expected) => {
    const due = [1, 2, 3, 4].map(
      (paymentTerms) => ready({ invoice: { ...invoice, dueDate: null, paymentTerms }, choices: { ...choices, date } }).document.DueDate,
    );
    expect(due).toEqual(expected);
  });

  test("the Xero contact's terms go before the organisation's, each on the side of the document", () => {
    const terms = (day: number) => ({ day, type: 'DAYSAFTERBILLDATE' }) as const;
    const books = withOrganisation({ salesTerms: terms(14), purchaseTerms: terms(7) });
    const undated = { ...invoice, dueDate: null };
    expect(ready({ invoice: undated, connection: books, contactTerms: terms(3) }).document.DueDate).toBe('2026-11-13');
    expect(ready({ invoice: undated, connection: books, contactTerms: null }).document.DueDate).toBe('2026-11-24');
    const purchasing = { ...books, settings: { ...books.settings, purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT' } };
    expect(ready({ invoice: { ...undated, type: 'bill' }, connection: purchasing }).document.DueDate).toBe('2026-11-17');
  });

  test("terms that Xero has and nobody understands are named, for a draft too, and never passed over for the organisation's", () => {
    const books = withOrganisation({ salesTerms: { day: 14, type: 'DAYSAFTERBILLDATE' } });
    const undated = { ...invoice, dueDate: null };
    expect(reasonsOf({ invoice: undated, connection: books, contactTerms: { day: 0, type: 'OFCURRENTMONTH' } })).toMatchObject([
      { code: 'XERO_TERMS_UNREADABLE', field: 'invoice.duedate', message: expect.stringContaining('of the contact are') as unknown },
    ]);
    const unreadable = withOrganisation({ salesTerms: termsOf({ Sales: { Type: 'OFCURRENTMONTH' } }, 'sales') });
    expect(reasonsOf({ invoice: undated, connection: unreadable })[0]?.message).toContain('of Fabrikam Pty Ltd are');
    expect(codesOf({ connection: unreadable })).toEqual([]);
  });

  test('terms of one side are no terms of the other', () => {
    const terms = { Sales: { Day: 20, Type: 'OFFOLLOWINGMONTH' }, Bills: { Day: 7 } };
    expect(termsOf(terms, 'sales')).toEqual({ day: 20, type: 'OFFOLLOWINGMONTH' });
    expect(termsOf(terms, 'purchase')).toEqual({ day: 7, type: '' });
    for (const none of [null, undefined]) expect(termsOf(none, 'purchase')).toBeNull();
    for (const none of [null, undefined, {}, { Sales: null }, { Sales: {} }, { Bills: { Day: 7 } }])
      expect(termsOf(none, 'sales')).toBeNull();
  });

  test('while the contact is not yet read, a date that depends on it is left out and nothing is refused', () => {
    const books = withOrganisation({ salesTerms: { day: 14, type: 'DAYSAFTERBILLDATE' } });
    const undated = { ...invoice, dueDate: null };
    const sent = ready({ invoice: undated, connection: books, contactTerms: 'notYetRead', choices: { ...choices, status: 'submitted' } });
    expect(sent.document.DueDate).toBeUndefined();
    expect(ready({ contactTerms: 'notYetRead' }).document.DueDate).toBe(invoice.dueDate);
    expect(codesOf({ invoice: undated, contactTerms: null, choices: { ...choices, status: 'submitted' } })).toEqual(['DUE_DATE_MISSING']);
  });

  test("the contact's terms are needed for documents with a due date that Dynamics says nothing of", () => {
    const needs = (changes: Partial<typeof invoice>, type: typeof choices.type = null) =>
      needsContactTerms({ ...invoice, dueDate: null, ...changes }, { type });
    expect([needs({}), needs({ customer: null })]).toEqual([true, true]);
    expect([needs({ dueDate: '2026-12-10' }), needs({ paymentTerms: 1 }), needs({ paymentTerms: 9 })]).toEqual([false, false, false]);
    expect(needs({ customer: invoice.customer && { ...invoice.customer, paymentTerms: 4 } })).toBe(false);
    expect([needs({}, 'bill'), needs({}, 'salesCreditNote'), needs({ type: 'billCreditNote' })]).toEqual([true, false, false]);
  });

  test('"2 % 10 Net 30" is 30 days, and the discount that is left out is said', () => {
    const warned = (changes: Partial<typeof invoice>) =>
      ready({ invoice: { ...invoice, dueDate: null, ...changes } }).warnings?.map(({ code, field }) => [code, field]);
    expect(warned({ paymentTerms: 2 })).toEqual([['TERMS_DISCOUNT_LEFT_OUT', 'invoice.paymenttermscode']]);
    const customer = invoice.customer && { ...invoice.customer, paymentTerms: 2 };
    expect(warned({ customer })).toEqual([['TERMS_DISCOUNT_LEFT_OUT', 'account.paymenttermscode']]);
    expect(warned({ customer, paymentTerms: 1 })).toBeUndefined();
    expect(warned({ customer, paymentTerms: 2, dueDate: '2026-12-01' })).toBeUndefined();
  });

  test("terms of the company's own are named, and nobody else's taken in their place", () => {
    const OWN = 715330001;
    const customer = invoice.customer && { ...invoice.customer, paymentTerms: 4 };
    const salesTerms = { day: 14, type: 'DAYSAFTERBILLDATE' };
    const under = (changes: Partial<typeof invoice>, status: typeof choices.status) => ({
      invoice: { ...invoice, dueDate: null, ...changes },
      connection: withOrganisation({ salesTerms }),
      contactTerms: salesTerms,
      choices: { ...choices, status },
    });
    expect(reasonsOf(under({ paymentTerms: OWN, customer }, 'submitted'))).toMatchObject([
      {
        code: 'TERMS_UNKNOWN',
        field: 'invoice.paymenttermscode',
        message: expect.stringContaining('of the invoice (715330001)') as unknown,
      },
    ]);
    const theirs = invoice.customer && { ...invoice.customer, paymentTerms: OWN };
    expect(reasonsOf(under({ customer: theirs }, 'submitted'))).toMatchObject([
      {
        code: 'TERMS_UNKNOWN',
        field: 'account.paymenttermscode',
        message: expect.stringContaining('of the customer (715330001)') as unknown,
      },
    ]);
    const draft = ready(under({ paymentTerms: OWN, customer }, 'draft'));
    expect(draft.document.DueDate).toBeUndefined();
    expect(draft.warnings?.map(({ code }) => code)).toEqual(['TERMS_UNKNOWN_DRAFT']);
    expect(ready(under({ paymentTerms: 1, customer: theirs }, 'submitted')).document.DueDate).toBe('2026-12-10');
    expect(ready(under({ dueDate: '2026-11-17', paymentTerms: OWN }, 'submitted')).warnings).toBeUndefined();
  });

  test.each(['draft', 'submitted'] as const)('one before the date is refused as Xero does, %s', (status) => {
    const asked = (changes: Partial<typeof invoice>) => ({ invoice: { ...invoice, ...changes }, choices: { ...choices, status } });
    expect(reasonsOf(asked({ dueDate: '2026-11-09' }))).toMatchObject([
      { code: 'DUE_DATE_BEFORE_DATE', field: 'invoice.duedate', message: expect.stringContaining('2026-11-09') as unknown },
    ]);
    expect(ready(asked({ dueDate: '2026-11-10' })).document.DueDate).toBe('2026-11-10');
    expect(codesOf(asked({ dueDate: '2026-11-31' }))).toEqual(['DATE_INVALID']);
  });
});
