import { describe, expect, test } from '@jest/globals';
import type { FoundDocument } from '../../../relay-service/src/core/doubts.ts';
import type { Wanted } from '../../../relay-service/src/core/first-look.ts';
import {
  announcesUnknownCall,
  documentsOf,
  mayHaveBeenSent,
  nothingArrivesAfter,
  recordOf,
  unknownRecord,
} from '../../../relay-service/src/core/first-look.ts';
import type { DocumentRecord } from '../../../relay-service/src/core/invoice.ts';
import { invoiceOfLink, markedUrl } from '../../../relay-service/src/core/marker.ts';

const record: DocumentRecord = {
  id: 'd',
  rowVersion: '1',
  connectorId: 'C',
  type: null,
  intentId: 'i1',
  generation: 1,
  attempts: 0,
  xeroId: null,
  state: null,
  requestedOn: null,
};
const known = { intents: new Set(['i1']), documents: new Set(['x1']) };
const invoice = (records: readonly DocumentRecord[]) => ({ id: 'inv', createdOn: '2026-11-01T00:00:00Z', records });
const document = (of: Partial<FoundDocument>): FoundDocument => ({
  id: 'x',
  type: 'ACCREC',
  contactId: null,
  number: null,
  reference: null,
  status: 'draft',
  date: '2026-11-02',
  dueDate: null,
  currency: null,
  net: null,
  tax: null,
  total: '100.00',
  paid: null,
  credited: null,
  due: null,
  intentId: null,
  invoiceKey: null,
  ...of,
});

describe('what a row says that the ledger does not know', () => {
  test.each<[string, Partial<DocumentRecord>, Partial<DocumentRecord> | null]>([
    ['an intent of ours', {}, null],
    ['a strange intent', { intentId: 'i2' }, { intentId: 'i2', xeroId: null }],
    ['a document of ours', { intentId: null, xeroId: 'X1' }, null],
    ['a strange document', { intentId: null, xeroId: 'x2' }, { xeroId: 'x2' }],
    ['a strange document beside an intent of ours', { xeroId: 'x2' }, { intentId: 'i1', xeroId: 'x2' }],
    ['a strange intent that follows a document of ours', { intentId: 'i2', xeroId: 'x1' }, { intentId: 'i2', xeroId: null }],
    ['neither', { intentId: null }, null],
  ])('%s', (_what, of, unknown) => {
    const said = unknownRecord({ ...record, ...of }, known);
    if (unknown === null) expect(said).toBeNull();
    else expect(said).toMatchObject(unknown);
  });

  test.each([
    ['its call is not known', 'i1', 1, 1, true],
    ['an intent in capitals, its call is not known', 'I1', 1, 1, true],
    ['its call is known, and was turned away', 'i1', 1, 2, false],
    ['on its way, as the ledger knows', 'i1', 1, null, false],
    ['no intent', null, 1, 1, false],
  ])('announced by us: %s', (_what, intentId, attempts, settled, expected) => {
    const times = new Map(settled === null ? [] : [['i1', settled]]);
    expect(announcesUnknownCall({ ...record, intentId, attempts }, times)).toBe(expected);
  });

  test('an invoice without a row of the connection has nothing to say', () => {
    expect(recordOf({ records: [{ ...record, connectorId: 'other' }] }, 'c')).toBeNull();
    expect(recordOf({}, 'c')).toBeNull();
    expect(recordOf({ records: [record] }, 'c')).toBe(record);
    expect(unknownRecord(null, known)).toBeNull();
    expect(announcesUnknownCall(null, new Map())).toBe(false);
  });
});

describe('what Xero holds of an invoice', () => {
  const key = invoiceOfLink(markedUrl('https://contoso.crm.dynamics.com', 'INV', 'i9'));
  const wanted: Wanted = {
    host: 'contoso.crm.dynamics.com',
    invoice: invoice([]),
    type: 'ACCREC',
    number: 'N-1',
    date: '2026-11-02',
    total: '100',
  };

  test.each<[string, Partial<FoundDocument>, boolean]>([
    ['its link', { invoiceKey: key }, true],
    [
      'the link of the same invoice in a copy',
      { invoiceKey: invoiceOfLink(markedUrl('https://copy.crm.dynamics.com', 'INV', 'i9')) },
      false,
    ],
    ['its link on a voided document', { invoiceKey: key, status: 'voided' }, false],
    ['its link on a bill', { invoiceKey: key, type: 'ACCPAY' }, false],
    ['another link', { invoiceKey: 'contoso.crm.dynamics.com/other' }, false],
    ['no link', {}, false],
  ])('a sales invoice is known by %s: %#', (_what, of, is) => {
    expect(documentsOf(wanted, [document(of)], new Set()).length > 0).toBe(is);
  });

  const credit: Wanted = { ...wanted, type: 'ACCRECCREDIT' };
  test.each<[string, Partial<FoundDocument>, boolean]>([
    ['our number', { number: 'n-1' }, true],
    ['another number', { number: 'N-2' }, false],
    ['a mark that nobody knows, with date and total', { intentId: 'i9' }, true],
    ['a mark that nobody knows, on another total', { intentId: 'i9', total: '99' }, false],
    ['a mark of another document of ours', { intentId: 'i1' }, false],
  ])('a credit note is known by %s', (_what, of, is) => {
    expect(documentsOf(credit, [document({ type: 'ACCRECCREDIT', ...of })], new Set(['i1'])).length > 0).toBe(is);
  });
});

test('only what is older than the loss is looked up first, and absence counts seven minutes after it', () => {
  const loss = Date.parse('2026-11-02T00:00:00Z');
  expect(mayHaveBeenSent(invoice([]), null)).toBe(false);
  expect(mayHaveBeenSent(invoice([]), loss)).toBe(true);
  expect(mayHaveBeenSent({ ...invoice([]), createdOn: '2026-11-02T00:00:01Z' }, loss)).toBe(false);
  expect(nothingArrivesAfter(loss, 1) - loss).toBe(7 * 60_000);
});
