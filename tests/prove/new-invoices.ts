/** As many sendable invoices as rounds need, made in the running environment. */
import { idOf } from '@stl3/solution';
import type { CompanyInvoice } from '../sandbox/company/invoices.ts';
import { people } from '../sandbox/company/people.ts';
import { tableNamed } from '../sandbox/dataverse/model.ts';
import type { Writer } from '../sandbox/dataverse/write-row.ts';
import { putRow, rowsOf } from '../sandbox/dataverse/state.ts';
import { createRow } from '../sandbox/dataverse/write-row.ts';
import type { World } from '../sandbox/world.ts';

/** A customer that Xero has never seen. @returns its id */
const newCustomer = (writer: Writer, name: string): string => {
  const id = idOf(`prove-customer:${name}`);
  createRow(writer, tableNamed('account'), { name, accountnumber: name.toUpperCase() }, id);
  return id;
};

/** A product that Xero has never seen, like one of the company's. @returns its id */
const newProduct = (writer: Writer, like: string, number: string): string => {
  const id = idOf(`prove-product:${number}`);
  const { productid: _own, versionnumber: _version, ...values } = rowsOf(writer.environment, 'product').get(like)?.values ?? {};
  writer.environment.version += 1;
  putRow(writer.environment, tableNamed('product'), {
    id,
    version: writer.environment.version,
    values: { ...values, productid: id, productnumber: number, name: number },
  });
  return id;
};

/** Id of the copy that bears this number. */
export const copyNumbered = (number: string): string => idOf(`prove:${number}`);

/**
 * Writes a copy of an invoice of the company under a number of its own.
 * @param more further columns
 * @param fresh its customer and its product are new to Xero too
 * @returns its id
 */
export const copyInvoice = (world: World, of: CompanyInvoice, number: string, more: object = {}, fresh = false): string => {
  const { environment } = world.dataverse.control;
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  const id = copyNumbered(number);
  const customer = fresh ? { kind: 'account', id: newCustomer(writer, `Customer ${number}`) } : of.customer;
  createRow(
    writer,
    tableNamed('invoice'),
    {
      name: of.name,
      invoicenumber: number,
      [`customerid_${customer.kind}@odata.bind`]: `/${customer.kind}s(${customer.id})`,
      'transactioncurrencyid@odata.bind': `/transactioncurrencies(${idOf('demo-currency:AUD')})`,
      'ownerid@odata.bind': `/systemusers(${people.clerk.userId})`,
      datedelivered: '2026-11-02T13:00:00Z',
      ...more,
    },
    id,
  );
  of.lines.forEach((line, index) => {
    createRow(writer, tableNamed('invoicedetail'), {
      'invoiceid@odata.bind': `/invoices(${id})`,
      lineitemnumber: index + 1,
      isproductoverridden: line.product === null,
      ...(line.product === null
        ? { productdescription: line.name }
        : {
            'productid@odata.bind': `/products(${fresh ? newProduct(writer, line.product.id, `${number}-${String(index)}`) : line.product.id})`,
          }),
      quantity: line.quantity,
      priceperunit: line.price,
      manualdiscountamount: line.discount,
      tax: line.tax,
    });
  });
  return id;
};
