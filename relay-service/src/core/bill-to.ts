/** Who is billed: the customer of the invoice, or whom the settings take in its place. */
import type { Settings } from './connection.ts';
import { billedCustomer } from './contact-to-make.ts';
import type { Customer, Invoice } from './invoice.ts';

/** Who is billed, by its own row: one step up and no further; whoever has nobody above is billed. */
export const payerOf = ({ customer, namedBillTo, billToUnread }: Invoice, billTo: Settings['billTo']): Customer | null => {
  switch (billTo) {
    case 'contactsCompany':
      return customer?.kind === 'contact' ? (customer.parent ?? customer) : customer;
    case 'parent':
      return customer?.parent ?? customer;
    case 'namedLookup':
      // Only an empty lookup means the customer: whoever it points at is not to be replaced by somebody else.
      return billToUnread === undefined ? (namedBillTo ?? customer) : null;
    case 'customer':
    case undefined:
      return customer;
  }
};

/** The customer that is looked for in Xero, or made there, with the address and the e-mail that the invoice is billed to. */
export const billedOn = (invoice: Invoice, billTo: Settings['billTo']): Customer | null => {
  const payer = payerOf(invoice, billTo);
  return payer === null ? null : billedCustomer(payer, invoice);
};
