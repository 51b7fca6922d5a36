/** As many sendable invoices as rounds need, made in the running environment. */
import { idOf } from '@stl3/solution';
import type { CompanyInvoice } from '../sandbox/company/invoices.ts';
import { people } from '../sandbox/company/people.ts';
import { tableNamed } from '../sandbox/dataverse/model.ts';
import type { Writer } from '../sandbox/dataverse/write-row.ts';
import { createRow } from '../sandbox/dataverse/write-row.ts';
import type { World } from '../sandbox/world.ts';

/** Writes a copy of an invoice of the company under a number of its own. @returns its id */
export const copyInvoice = (world: World, of: CompanyInvoice, number: string): string => {
  const { environment } = world.dataverse.control;
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  const id = idOf(`prove:${number}`);
  createRow(
    writer,
    tableNamed('invoice'),
    {
      name: of.name,
      invoicenumber: number,
      [`customerid_${of.customer.kind}@odata.bind`]: `/${of.customer.kind}s(${of.customer.id})`,
      'transactioncurrencyid@odata.bind': `/transactioncurrencies(${idOf('demo-currency:AUD')})`,
      'ownerid@odata.bind': `/systemusers(${people.clerk.userId})`,
      datedelivered: '2026-11-02T13:00:00Z',
    },
    id,
  );
  of.lines.forEach((line, index) => {
    createRow(writer, tableNamed('invoicedetail'), {
      'invoiceid@odata.bind': `/invoices(${id})`,
      lineitemnumber: index + 1,
      isproductoverridden: line.product === null,
      ...(line.product === null ? { productdescription: line.name } : { 'productid@odata.bind': `/products(${line.product.id})` }),
      quantity: line.quantity,
      priceperunit: line.price,
      manualdiscountamount: line.discount,
      tax: line.tax,
    });
  });
  return id;
};
