import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { findCreditNotesSince, findInvoicesSince } from '../../../relay-service/src/xero/find-documents.ts';

const wire = (list: 'Invoices' | 'CreditNotes', id: string, status = 'AUTHORISED') => ({
  ...(list === 'Invoices' ? { InvoiceID: id, Type: 'ACCREC' } : { CreditNoteID: id, Type: 'ACCRECCREDIT' }),
  Status: status,
});

/** A Xero that has these documents, a thousand a page. */
const xeroWith = (list: 'Invoices' | 'CreditNotes', documents: readonly object[]): XeroClient => {
  const pageOf = (page: number) => Promise.resolve({ [list]: documents.slice((page - 1) * 1_000, page * 1_000) });
  const api = {
    getInvoices: (...given: readonly unknown[]) => pageOf(Number(given[8])),
    getCreditNotes: (...given: readonly unknown[]) => pageOf(Number(given[4])),
  };
  return { request: ({ call }: { call: (...given: readonly unknown[]) => unknown }) => call(api, 'tenant') } as unknown as XeroClient;
};

test.each([
  ['Invoices', (client: XeroClient, since: Date) => findInvoicesSince(client, since, true)],
  ['CreditNotes', findCreditNotesSince],
] as const)(
  '%s: one of an unknown status on a full page ended the look-up, and what stood on the next page was taken for absent',
  async (list, find) => {
    const last = randomUUID();
    const full = Array.from({ length: 1_000 }, (_, index) => wire(list, randomUUID(), index === 500 ? 'OF_TOMORROW' : 'PAID'));
    const found = await find(xeroWith(list, [...full, wire(list, last)]), new Date(0));
    expect(found).toHaveLength(1_000);
    expect(found.at(-1)?.id).toBe(last);
  },
);
