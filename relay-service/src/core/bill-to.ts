/** Who is billed: the customer of the invoice, or whom the settings take in its place. */
import type { Settings } from './connection.ts';
import { billedCustomer } from './contact-to-make.ts';
import type { Customer, Invoice } from './invoice.ts';

/** One step up and no further; whoever has nobody above is billed. */
const payerOf = ({ customer, namedBillTo }: Invoice, billTo: Settings['billTo']): Customer | null => {
  switch (billTo) {
    case 'contactsCompany':
      return customer?.kind === 'contact' ? (customer.parent ?? customer) : customer;
    case 'parent':
      return customer?.parent ?? customer;
    case 'namedLookup':
      return namedBillTo ?? customer;
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
