import { describe, expect, test } from '@jest/globals';
import { decideAllocation } from '../../../relay-service/src/core/allocation.ts';
import type { DocumentInXero } from '../../../relay-service/src/core/outcome.ts';
import { books, held } from './document-in-xero.ts';

const credit = (change: Partial<DocumentInXero> = {}) =>
  held({
    id: 'b0000000-0000-4000-8000-000000000001',
    type: 'ACCRECCREDIT',
    number: 'CN-1',
    dueDate: null,
    paid: null,
    credited: null,
    due: '40',
    date: '2026-11-20',
    ...change,
  });
const decide = (
  of: Partial<DocumentInXero>,
  to: Partial<DocumentInXero> | null,
  organisation = books(),
  allocations: { invoiceId: string; amount: string }[] = [],
) => decideAllocation({ credit: { document: credit(of), allocations }, invoice: to && held(to), organisation });

describe('allocation of a credit note', () => {
  test.each([
    ['the credit is the smaller', {}, {}, { amount: '40.00', date: '2026-11-20' }],
    ['the invoice is the smaller', { due: '400' }, {}, { amount: '110.00', date: '2026-11-20' }],
    ['part-paid', { due: '400' }, { paid: '60.5', due: '49.5' }, { amount: '49.50', date: '2026-11-20' }],
    ['equal to the cent', { due: '110' }, {}, { amount: '110.00', date: '2026-11-20' }],
    ['dated as the later of the two', {}, { date: '2026-11-28' }, { amount: '40.00', date: '2026-11-28' }],
    ['a bill', { type: 'ACCPAYCREDIT' }, { type: 'ACCPAY' }, { amount: '40.00', date: '2026-11-20' }],
    ['ids in another case', { contactId: 'C0000000-0000-4000-8000-000000000001' }, {}, { amount: '40.00', date: '2026-11-20' }],
  ] as const)('%s', (_case, of, to, expected) => {
    expect(decide(of, to)).toEqual({ kind: 'allocate', ...expected });
  });

  test.each([
    ['the invoice is not in Xero', {}, null, 'ALLOCATION_INVOICE_NOT_IN_XERO'],
    ['of the other side', {}, { type: 'ACCPAY' }, 'ALLOCATION_OF_OTHER_SIDE'],
    ['an invoice as the credit note', { type: 'ACCREC' }, {}, 'ALLOCATION_OF_OTHER_SIDE'],
    ['of another contact', { contactId: 'd0000000-0000-4000-8000-000000000001' }, {}, 'ALLOCATION_OF_OTHER_CONTACT'],
    ['in another currency', { currency: 'USD' }, {}, 'ALLOCATION_OF_OTHER_CURRENCY'],
    ['a draft credit note', { status: 'draft' }, {}, 'ALLOCATION_NOT_APPROVED'],
    ['a submitted invoice', {}, { status: 'submitted' }, 'ALLOCATION_NOT_APPROVED'],
    ['a voided credit note', { status: 'voided' }, {}, 'ALLOCATION_OF_ENDED'],
    ['a deleted invoice', {}, { status: 'deleted' }, 'ALLOCATION_OF_ENDED'],
    ['no credit left', { status: 'paid', due: '0' }, {}, 'ALLOCATION_NOTHING_LEFT'],
    ['nothing due', {}, { status: 'paid', due: '0' }, 'ALLOCATION_NOTHING_DUE'],
  ] as const)('refused: %s', (_case, of, to, code) => {
    expect(decide(of, to)).toMatchObject({ kind: 'refused', reason: { code, message: expect.not.stringContaining('unknown') } });
  });

  test.each([
    ['a day before', '2026-11-19', 'allocate'],
    ['the very day', '2026-11-20', 'refused'],
    ['a day after', '2026-11-21', 'refused'],
  ])('the books are locked up to %s', (_case, date, kind) => {
    expect(decide({}, {}, books({ periodLockDate: date })).kind).toBe(kind);
    expect(decide({}, {}, books({ periodLockDate: '2020-01-31', endOfYearLockDate: date })).kind).toBe(kind);
  });

  test('what lies on the invoice already is found, whatever is left', () => {
    const allocations = [{ invoiceId: held().id.toUpperCase(), amount: '12.5' }];
    expect(decide({}, {}, books(), allocations)).toEqual({ kind: 'is-so', amount: '12.5' });
    expect(decide({ status: 'paid', due: '0' }, { status: 'paid', due: '0' }, books(), allocations)).toEqual({
      kind: 'is-so',
      amount: '12.5',
    });
    expect(decide({}, {}, books(), [{ invoiceId: 'another', amount: '1' }]).kind).toBe('allocate');
  });

  test('of two of the same the second finds nothing left on one side', () => {
    for (const [left, due] of [
      ['40', '110'],
      ['110', '40'],
      ['40', '40'],
    ] as const) {
      const first = decide({ due: left }, { due });
      if (first.kind !== 'allocate') throw new Error('not allocated');
      const rest = (amount: string) => (Number(amount) - Number(first.amount)).toFixed(2);
      expect(decide({ due: rest(left) }, { due: rest(due) }).kind).toBe('refused');
    }
  });
});
