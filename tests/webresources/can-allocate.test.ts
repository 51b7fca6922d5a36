import { describe, expect, test } from '@jest/globals';
import { invoiceType } from '@stl3/solution';
import { canAllocate } from '../../webresources/src/can-allocate.ts';

const formWith = (values: Record<string, unknown>): Xrm.FormContext =>
  ({
    getAttribute: (name: string) => (name in values ? { getValue: () => values[name] } : null),
  }) as unknown as Xrm.FormContext;
const credited = { stl3_creditsinvoiceid: [{ id: '{1}', entityType: 'invoice' }] };

describe('Allocate is shown', () => {
  test.each([
    ['on a sales credit note that names its invoice', { ...credited, stl3_invoicetype: invoiceType.values.salesCreditNote.value }, true],
    ['on a bill credit note that names its bill', { ...credited, stl3_invoicetype: invoiceType.values.billCreditNote.value }, true],
    ['not on a sales invoice', { ...credited, stl3_invoicetype: invoiceType.values.salesInvoice.value }, false],
    ['not on an invoice without a type', { ...credited, stl3_invoicetype: null }, false],
    ['not where no invoice is named', { stl3_creditsinvoiceid: null, stl3_invoicetype: invoiceType.values.salesCreditNote.value }, false],
    ['not on a form without our columns', {}, false],
  ])('%s', (_case, values, expected) => {
    expect(canAllocate(formWith(values))).toBe(expected);
  });
});
