import { describe, expect, test } from '@jest/globals';
import { decideCancellation } from '../../../relay-service/src/core/cancellation.ts';
import { creditOfDue } from '../../../relay-service/src/core/credit-of-due.ts';
import type { LineInXero, WholeDocument } from '../../../relay-service/src/core/document-differences.ts';
import { intentOfReference } from '../../../relay-service/src/core/marker.ts';
import type { DocumentInXero } from '../../../relay-service/src/core/outcome.ts';
import { books, held } from './document-in-xero.ts';

const decide = (document: Partial<DocumentInXero>, automatic = true, lock: string | null = null) =>
  decideCancellation({ document: held(document), organisation: books({ periodLockDate: lock }), automatic, today: '2026-11-24' });
const partPaid = { paid: '10', due: '100' };
const credit = { type: 'ACCRECCREDIT', paid: null, credited: null } as const;

describe('an invoice that a user canceled', () => {
  test.each([
    ['a draft', { status: 'draft' }, null, { kind: 'change', status: 'DELETED' }],
    ['a submitted one', { status: 'submitted' }, null, { kind: 'change', status: 'DELETED' }],
    ['a draft in a closed period', { status: 'draft' }, '2026-11-30', { kind: 'change', status: 'DELETED' }],
    ['authorised, unpaid, open', {}, null, { kind: 'change', status: 'VOIDED' }],
    ['a day after the lock', {}, '2026-11-09', { kind: 'change', status: 'VOIDED' }],
    ['on the lock', {}, '2026-11-10', { kind: 'credit', date: '2026-11-24' }],
    ['locked beyond today', {}, '2026-11-30', { kind: 'credit', date: '2026-12-01' }],
    ['part-paid', partPaid, null, { kind: 'credit', date: '2026-11-24' }],
    ['part-credited', { credited: '10', due: '100' }, null, { kind: 'credit', date: '2026-11-24' }],
    ['part-paid, dated later than today', { ...partPaid, date: '2026-12-05' }, null, { kind: 'credit', date: '2026-12-05' }],
    ['an open bill', { type: 'ACCPAY' }, null, { kind: 'change', status: 'VOIDED' }],
    ['an open credit note', { ...credit }, null, { kind: 'change', status: 'VOIDED' }],
    ['paid', { status: 'paid', paid: '110', due: '0' }, null, { kind: 'nothing' }],
    ['credited in full', { status: 'paid', credited: '110', due: '0' }, null, { kind: 'nothing' }],
    ['voided', { status: 'voided', due: '0' }, null, { kind: 'nothing' }],
    ['deleted', { status: 'deleted', due: '0' }, null, { kind: 'nothing' }],
    ['nothing due', { credited: '110', due: '0' }, null, { kind: 'nothing' }],
  ] as const)('%s', (_case, document, lock, expected) => {
    expect(decide(document, true, lock)).toEqual(expected);
  });
  test.each([
    ['a part-paid bill', { ...partPaid, type: 'ACCPAY' }, true, null, 'CANCELED_BILL'],
    ['a locked bill', { type: 'ACCPAY' }, true, '2026-11-30', 'CANCELED_BILL'],
    ['a credit note that is allocated in part', { ...credit, due: '50' }, true, null, 'CANCELED_CREDIT_NOTE'],
    ['off: a draft', { status: 'draft' }, false, null, 'CANCELED_STILL_IN_XERO'],
    ['off: an open one', {}, false, null, 'CANCELED_STILL_IN_XERO'],
    ['off: part-paid', partPaid, false, null, 'CANCELED_WITH_PAYMENTS'],
    ['off: locked', {}, false, '2026-11-30', 'CANCELED_IN_LOCKED_PERIOD'],
  ] as const)('asked: %s', (_case, document, automatic, lock, code) => {
    expect(decide(document, automatic, lock)).toMatchObject({
      kind: 'ask',
      reason: { code, message: expect.not.stringContaining('unknown') },
    });
  });
});

describe('the credit note over what is due', () => {
  const intentId = 'e0000000-0000-4000-8000-00000000000e';
  const line = (LineAmount: number, TaxAmount: number, change: Partial<LineInXero> = {}): LineInXero => ({
    LineItemID: 'x',
    Description: 'Work',
    Quantity: 1,
    UnitAmount: LineAmount,
    LineAmount,
    TaxAmount,
    AccountCode: '200',
    TaxType: 'OUTPUT',
    ...change,
  });
  const whole = (lines: LineInXero[], change: Partial<DocumentInXero> = {}, more: Partial<WholeDocument> = {}): WholeDocument => ({
    head: held(change),
    lineAmountTypes: 'Exclusive',
    brandingThemeId: null,
    lines,
    ...more,
  });
  const of = (invoice: WholeDocument) => creditOfDue({ invoice, date: '2026-11-24', intentId });
  const amounts = (invoice: WholeDocument) => of(invoice)?.LineItems.map(({ UnitAmount }) => UnitAmount);

  test.each([
    ['all of it', [line(60, 6), line(40, 4, { TaxType: 'EXEMPTOUTPUT' })], { due: '110' }, [66, 44]],
    ['a part, by largest remainder', [line(10, 0), line(10, 0), line(10, 0)], { due: '10' }, [3.34, 3.33, 3.33]],
    ['whole yen', [line(500, 0), line(300, 0), line(200, 0)], { due: '999', currency: 'JPY' }, [499, 300, 200]],
    ['yen with the sen of Xero’s tax', [line(500, 0), line(500, 0)], { due: '999.5', currency: 'JPY' }, [499.75, 499.75]],
    ['with a discount line', [line(100, 10), line(-10, -1)], { due: '99' }, [110, -11]],
    ['text alone is left out', [line(100, 10), line(0, 0)], { due: '50' }, [50]],
  ] as const)('%s', (_case, lines, head, expected) => {
    expect(amounts(whole([...lines], head))).toEqual(expected);
  });
  test('prices include tax, but where there is none; the marker is at the end; the codes are those of the invoice', () => {
    const document = of(whole([line(100, 10, { Tracking: [{ Name: 'Region', Option: 'North' }] })]));
    expect(document).toMatchObject({
      Type: 'ACCRECCREDIT',
      LineAmountTypes: 'Inclusive',
      Status: 'AUTHORISED',
      Date: '2026-11-24',
      CurrencyCode: 'AUD',
      LineItems: [{ Description: 'Credit: Work', AccountCode: '200', TaxType: 'OUTPUT', Tracking: [{ Name: 'Region', Option: 'North' }] }],
    });
    expect(document?.CreditNoteNumber).toBeUndefined();
    expect(intentOfReference(document?.Reference)).toBe(intentId);
    expect(of(whole([line(110, 10)], {}, { lineAmountTypes: 'NoTax' }))?.LineAmountTypes).toBe('NoTax');
    expect(amounts(whole([line(110, 10)], {}, { lineAmountTypes: 'Inclusive' }))).toEqual([110]);
    expect(of(whole([line(100, 10)], { number: 'N'.repeat(255) }))?.Reference).toHaveLength(255);
  });
  test('nothing due, or lines that come to nothing: none', () => {
    expect(of(whole([line(100, 10)], { due: '0' }))).toBeNull();
    expect(of(whole([line(100, 10), line(-100, -10)]))).toBeNull();
    expect(of(whole([]))).toBeNull();
  });
});
