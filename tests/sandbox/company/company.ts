/** The company of the demo: Coral Bay Supplies, whole and the same on every machine. */
import type { CatalogueProduct } from './catalogue.ts';
import { catalogue } from './catalogue.ts';
import type { CompanyCustomer } from './customers.ts';
import { customers } from './customers.ts';
import { createDraw } from './draw.ts';
import type { CompanyInvoice } from './invoices.ts';
import { invoices } from './invoices.ts';

export interface Company {
  readonly name: string;
  readonly products: readonly CatalogueProduct[];
  readonly customers: readonly CompanyCustomer[];
  readonly invoices: readonly CompanyInvoice[];
}

const drawCompany = (): Company => {
  const draw = createDraw(20_261_123);
  const products = catalogue(draw);
  const known = customers(draw);
  return { name: 'Coral Bay Supplies', products, customers: known, invoices: invoices(draw, known, products) };
};
let drawn: Company | null = null;

export const coralBay = (): Company => (drawn ??= drawCompany());
