/** Two hundred and more invoices as a busy year leaves them: most can be sent at once, some for good reasons cannot. */
import { idOf } from '@stl3/solution';
import { fixedOf, numberOf, roundTo } from '../xero/arithmetic.ts';
import type { CatalogueProduct } from './catalogue.ts';
import type { CompanyCustomer } from './customers.ts';
import type { Draw } from './draw.ts';

/** Why an invoice is in the company: what a person would say of it. */
export type InvoiceKind = 'plain' | 'paid' | 'cancelled' | 'without-lines' | 'without-date' | 'future' | 'dollars' | 'freight' | 'discount';

export interface CompanyLine {
  readonly product: CatalogueProduct | null;
  /** Name of a write-in line. */
  readonly name: string | null;
  readonly description: string | null;
  readonly quantity: number;
  readonly price: number;
  readonly discount: number;
  readonly tax: number;
}
export interface CompanyInvoice {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly kind: InvoiceKind;
  readonly customer: CompanyCustomer;
  /** Days from today. */
  readonly day: number | null;
  readonly owner: 'clerk' | 'financeManager';
  readonly freight: number;
  readonly discount: number;
  readonly lines: readonly CompanyLine[];
}

const GST = 10n;
const amount = (value: number | string): bigint => fixedOf(value);
const netOf = (quantity: number, price: number, discount: number): bigint =>
  roundTo((amount(quantity) * amount(price)) / amount(1), 2) - amount(discount);
const taxOf = (quantity: number, price: number, discount: number): number =>
  numberOf(roundTo((netOf(quantity, price, discount) * GST) / 100n, 2));

const writeIns = [
  ['Call-out on a Sunday', 180],
  ['Special order: engraved brass plate', 64.5],
  ['Repair of a torn sail, as quoted', 412.75],
  ['Hire of a trailer, two days', 96],
  ['Sundries', 14.2],
] as const;

const lineOf = (draw: Draw, products: readonly CatalogueProduct[]): CompanyLine => {
  const sellable = products.filter(({ retired }) => !retired);
  if (draw.chance(12)) {
    const [name, price] = draw.pick(writeIns);
    return {
      product: null,
      name,
      description: draw.chance(30) ? 'As agreed by telephone.' : null,
      quantity: 1,
      price,
      discount: 0,
      tax: taxOf(1, price, 0),
    };
  }
  const product = sellable[draw.whole(0, sellable.length - 1)] ?? null;
  const quantity = product?.service === true && draw.chance(50) ? draw.whole(1, 16) / 4 : draw.pick([1, 1, 1, 2, 2, 3, 4, 6, 10, 12]);
  const price = Number(product?.price ?? 10);
  const net = numberOf(netOf(quantity, price, 0));
  const discount = draw.chance(15) ? Math.round(net * draw.pick([5, 10])) / 100 : 0;
  return { product, name: null, description: null, quantity, price, discount, tax: taxOf(quantity, price, discount) };
};

const special: readonly (readonly [InvoiceKind, number])[] = [
  ['paid', 12],
  ['cancelled', 6],
  ['without-lines', 4],
  ['without-date', 6],
  ['future', 6],
  ['dollars', 8],
  ['freight', 5],
  ['discount', 5],
];
const COUNT = 230;

const kindsOf = (): InvoiceKind[] => {
  const kinds = Array.from({ length: COUNT }, (): InvoiceKind => 'plain');
  // Spread through the list from its second page on, so that whoever opens the demo meets the ordinary first.
  let place = 30;
  for (const [kind, count] of special) for (let index = 0; index < count; index++, place += 3) kinds[place] = kind;
  return kinds;
};

const dayOf = (draw: Draw, kind: InvoiceKind, index: number): number | null =>
  kind === 'without-date' ? null : kind === 'future' ? draw.whole(3, 20) : -Math.floor(index / 6) - draw.whole(0, 2);

/** @returns newest first */
export const invoices = (draw: Draw, customers: readonly CompanyCustomer[], products: readonly CatalogueProduct[]): CompanyInvoice[] =>
  kindsOf().map((kind, index) => {
    const customer = draw.pick(customers.slice((index * 7) % customers.length).slice(0, 4));
    const number = `CBI-${String(10_000 + COUNT - index)}`;
    const count = kind === 'without-lines' ? 0 : draw.pick([1, 1, 2, 2, 3, 3, 4, 5, 8, 12]);
    const lines = Array.from({ length: count }, () => lineOf(draw, products));
    return {
      id: idOf(`demo-invoice:${number}`),
      number,
      name: `${draw.pick(['Supply for', 'Order of', 'Equipment for', 'Works for'])} ${customer.name}`,
      kind,
      customer,
      day: dayOf(draw, kind, index),
      owner: draw.chance(75) ? 'clerk' : 'financeManager',
      freight: kind === 'freight' ? draw.whole(15, 90) : 0,
      discount: kind === 'discount' ? draw.whole(5, 40) : 0,
      lines: kind === 'dollars' ? lines.map((line) => ({ ...line, tax: 0 })) : lines,
    };
  });
