import { describe, expect, test } from '@jest/globals';
import { differencesOf, pairLines } from '../../../relay-service/src/core/document-differences.ts';
import type { LineInXero, WholeDocument } from '../../../relay-service/src/core/document-differences.ts';
import { decideUpdate, mayUpdate } from '../../../relay-service/src/core/document-update.ts';
import type { DocumentLine, XeroDocument } from '../../../relay-service/src/core/document.ts';
import type { DocumentInXero } from '../../../relay-service/src/core/outcome.ts';
import { connection } from './examples.ts';

const lines: readonly DocumentLine[] = [
  { Description: 'Rope', Quantity: 2, UnitAmount: 10, ItemCode: 'ROPE', AccountCode: '200', TaxType: 'OUTPUT' },
  { Description: 'Splicing', Quantity: 1, UnitAmount: 30, AccountCode: '200', TaxType: 'OUTPUT' },
];
const inXero: readonly LineInXero[] = lines.map((line, index) => ({ ...line, LineItemID: `line-${String(index + 1)}` }));
const wanted: XeroDocument = {
  Type: 'ACCREC',
  Contact: { ContactID: 'C-1' },
  Date: '2026-11-20',
  DueDate: '2026-12-20',
  LineAmountTypes: 'Exclusive',
  InvoiceNumber: 'INV-1',
  Reference: 'PO 1',
  CurrencyCode: 'AUD',
  Status: 'DRAFT',
  Url: 'https://fabrikam.crm6.dynamics.com/',
  LineItems: lines,
};
const head: DocumentInXero = {
  id: 'd',
  type: 'ACCREC',
  contactId: 'c-1',
  number: 'INV-1',
  reference: 'PO 1',
  status: 'authorised',
  date: '2026-11-20',
  dueDate: '2026-12-20',
  currency: 'AUD',
  net: '50',
  tax: '5',
  total: '55',
  paid: '0',
  credited: '0',
  due: '55',
};
const current: WholeDocument = { head, lineAmountTypes: 'Exclusive', brandingThemeId: null, lines: inXero };
const organisation = { ...connection.organisation, periodLockDate: null, endOfYearLockDate: null };
const line = (index: number, change: Partial<DocumentLine>): Partial<XeroDocument> => ({
  LineItems: lines.map((each, at) => (at === index ? { ...each, ...change } : each)),
});
const decide = (
  want: Partial<XeroDocument>,
  now: Partial<DocumentInXero> = {},
  more: Partial<WholeDocument> = {},
  lock: string | null = null,
) =>
  decideUpdate({
    current: { ...current, ...more, head: { ...head, ...now } },
    wanted: { ...wanted, ...want },
    organisation: { ...organisation, periodLockDate: lock },
  });
const verdict = (...asked: Parameters<typeof decide>): string => {
  const decision = decide(...asked);
  if (decision.kind === 'refused') return decision.reasons.map(({ code }) => code).join();
  return decision.kind === 'update' && decision.overwrites.length > 0 ? `overwrites ${decision.overwrites.join(', ')}` : decision.kind;
};
const paid = { paid: '10', due: '45' };

describe('unpaid', () => {
  test.each([
    ['nothing changed', {}, 'is-so'],
    ['a reference', { Reference: 'PO 2' }, 'update'],
    ['a date', { Date: '2026-11-21' }, 'update'],
    ['another contact', { Contact: { ContactID: 'C-2' } }, 'update'],
    ['a price', line(0, { UnitAmount: 11 }), 'update'],
    ['a description', line(1, { Description: 'Splicing by hand' }), 'update'],
    ['a line more', { LineItems: [...lines, { Description: 'Freight', Quantity: 1, UnitAmount: 5 }] }, 'update'],
    ['a line less', { LineItems: lines.slice(0, 1) }, 'update'],
    ['an account', line(0, { AccountCode: '260' }), 'overwrites account 200 of line 1'],
    ['tracking', line(1, { Tracking: [{ Name: 'Region', Option: 'North' }] }), 'overwrites tracking none of line 2'],
    ['a credit note of it', { Type: 'ACCRECCREDIT' }, 'UPDATE_OF_TYPE'],
    ['a number that Xero gave', { InvoiceNumber: undefined }, 'is-so'],
  ] as readonly (readonly [string, Partial<XeroDocument>, string])[])('%s: %3$s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});

describe('what stands against it', () => {
  test.each([
    ['voided', { Reference: 'x' }, { status: 'voided' }, null, 'UPDATE_OF_ENDED_DOCUMENT'],
    ['deleted', { Reference: 'x' }, { status: 'deleted' }, null, 'UPDATE_OF_ENDED_DOCUMENT'],
    ['part-paid: a reference', { Reference: 'x' }, paid, null, 'update'],
    ['part-paid: a due date', { DueDate: '2027-01-31' }, paid, null, 'update'],
    ['part-paid: a description', line(0, { Description: 'Best rope' }), paid, null, 'update'],
    ['part-paid: an account', line(0, { AccountCode: '260' }), paid, null, 'overwrites account 200 of line 1'],
    ['part-paid: a price', line(0, { UnitAmount: 11 }), paid, null, 'UPDATE_OF_PAID_AMOUNTS'],
    ['part-paid: a date', { Date: '2026-11-21' }, paid, null, 'UPDATE_OF_PAID_AMOUNTS'],
    ['part-paid: a tax type', line(0, { TaxType: 'EXEMPTOUTPUT' }), paid, null, 'UPDATE_OF_PAID_AMOUNTS'],
    ['part-paid: a line less', { LineItems: lines.slice(0, 1) }, paid, null, 'UPDATE_OF_PAID_AMOUNTS'],
    ['paid', { Reference: 'x' }, { status: 'paid', paid: '55', due: '0' }, null, 'update'],
    ['credited', line(0, { Quantity: 3 }), { credited: '5', due: '50' }, null, 'UPDATE_OF_PAID_AMOUNTS'],
    ['a paid bill', { Type: 'ACCPAY', Reference: 'x' }, { type: 'ACCPAY', ...paid }, null, 'UPDATE_OF_PAID_DOCUMENT'],
    [
      'an allocated credit note',
      { Type: 'ACCRECCREDIT', Reference: 'x' },
      { type: 'ACCRECCREDIT', due: '50' },
      null,
      'UPDATE_OF_PAID_DOCUMENT',
    ],
    ['the day of the lock', { Reference: 'x' }, {}, '2026-11-20', 'CHANGE_IN_LOCKED_PERIOD'],
    ['the day after the lock', { Reference: 'x' }, {}, '2026-11-19', 'update'],
    ['into the locked period', { Date: '2026-10-31' }, {}, '2026-10-31', 'UPDATE_INTO_LOCKED_PERIOD'],
    ['a draft in a locked period', { Reference: 'x' }, { status: 'draft' }, '2026-12-31', 'update'],
    ['nothing to change in a locked period', {}, {}, '2026-12-31', 'is-so'],
  ] as readonly (readonly [string, Partial<XeroDocument>, Partial<DocumentInXero>, string | null, string])[])(
    '%s',
    (_, change, now, lock, expected) => {
      expect(verdict(change, now, {}, lock)).toBe(expected);
    },
  );

  test('who may not is told so', () => {
    const requester = { id: 'u', name: 'Chris', mayRead: true, roles: [] };
    expect(mayUpdate(requester)?.code).toBe('NO_ROLE');
    expect(mayUpdate({ ...requester, roles: ['approver'], mayRead: false })?.code).toBe('NO_RIGHT_TO_INVOICE');
    expect(mayUpdate({ ...requester, roles: ['user', 'administrator'] })?.code).toBe('CHANGE_NEEDS_APPROVER');
    expect(mayUpdate({ ...requester, roles: ['approver'] })).toBeNull();
  });
});

describe('lines keep their ids', () => {
  const ids = (want: readonly DocumentLine[]): (string | undefined)[] =>
    pairLines(inXero, want).map(({ current: known }) => known?.LineItemID);
  const [rope, splicing] = lines as [DocumentLine, DocumentLine];
  test.each([
    ['in another order', [splicing, rope], ['line-2', 'line-1']],
    ['with another text', [{ ...rope, Description: 'Strong rope' }, splicing], ['line-1', 'line-2']],
    ['with one before them', [{ Description: 'New' }, rope, splicing], [undefined, 'line-1', 'line-2']],
    ['when one is gone', [splicing], ['line-2']],
  ])('%s', (_, want, expected) => {
    expect(ids(want)).toEqual(expected);
  });

  test('the document is posted whole, as it stands, with ids and without a new status', () => {
    const decision = decide(line(0, { UnitAmount: 11 }));
    expect(decision).toMatchObject({
      kind: 'update',
      document: { InvoiceID: 'd', Status: 'AUTHORISED', LineItems: [{ LineItemID: 'line-1', UnitAmount: 11 }, { LineItemID: 'line-2' }] },
    });
    const ofPaid = decide({ Reference: 'x' }, { status: 'paid', paid: '55', due: '0' });
    expect(ofPaid.kind === 'update' && 'Status' in ofPaid.document).toBe(false);
  });

  test('every difference is named', () => {
    const other: XeroDocument = {
      ...wanted,
      InvoiceNumber: 'INV-2',
      BrandingThemeID: 'theme',
      LineAmountTypes: 'Inclusive',
      CurrencyCode: 'USD',
      LineItems: [{ ...lines[0]!, Quantity: 3, DiscountAmount: 1, ItemCode: 'CORD', TaxType: 'NONE' }],
    };
    expect(differencesOf(current, other).map(({ what }) => what)).toEqual([
      'number',
      'branding theme',
      'currency',
      'line amount types',
      'tax type OUTPUT of line 1',
      'quantity of line 1',
      'discount of line 1',
      'item of line 1',
      'a line is gone',
    ]);
  });
});
