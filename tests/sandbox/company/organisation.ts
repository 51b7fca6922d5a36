/** The company's books in Xero before it was connected: a few customers and articles were entered there by hand. */
import { idOf } from '@stl3/solution';
import { demoOrganisation } from '../xero/demo-organisation.ts';
import type { Contact, Item, Organisation } from '../xero/organisation.ts';
import type { Company } from './company.ts';

const contactOf = ({ name, email, accountNumber }: Company['customers'][number]): Contact => ({
  ContactID: idOf(`xero-contact:${name}`),
  ContactStatus: 'ACTIVE',
  Name: name,
  ...(email === null ? {} : { EmailAddress: email }),
  ...(accountNumber === null ? {} : { AccountNumber: accountNumber }),
  UpdatedDateUTC: Date.UTC(2026, 5, 30),
});
const itemOf = ({ number, name }: Company['products'][number]): Item => ({
  ItemID: idOf(`xero-item:${number}`),
  Code: number,
  Name: name.slice(0, 50),
  IsSold: true,
  IsPurchased: false,
  IsTrackedAsInventory: false,
  UpdatedDateUTC: Date.UTC(2026, 5, 30),
});

/** Every third customer and every second product are known in Xero already. */
export const organisationOf = (company: Company): Organisation => ({
  ...demoOrganisation(),
  contacts: company.customers.filter((_, index) => index % 3 === 0).map(contactOf),
  items: company.products.filter((_, index) => index % 2 === 0).map(itemOf),
});
