import { invoiceType } from '@stl3/solution';
import type { invoice } from '@stl3/solution';

type Column = keyof (typeof invoice)['columns'];

const credits: Column = 'stl3_creditsinvoiceid';
const type: Column = 'stl3_invoicetype';

const creditNotes: readonly unknown[] = [invoiceType.values.salesCreditNote.value, invoiceType.values.billCreditNote.value];

/** Enable rule: is the form's invoice a credit note that names the invoice it credits? A form without our columns has no such button. */
export const canAllocate = (form: Xrm.FormContext): boolean => {
  const valueOf = (column: Column): unknown => form.getAttribute(column)?.getValue();
  return valueOf(credits) != null && creditNotes.includes(valueOf(type));
};
