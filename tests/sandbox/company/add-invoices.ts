/** The company's invoices and their lines as rows of Dynamics. */
import { idOf } from '@stl3/solution';
import { tableNamed } from '../dataverse/model.ts';
import type { Row } from '../dataverse/state.ts';
import { copyRow, rowsOf } from '../dataverse/state.ts';
import type { Writer } from '../dataverse/write-row.ts';
import { createRow, updateRow } from '../dataverse/write-row.ts';
import type { Company } from './company.ts';
import { currencies } from './currencies.ts';
import { people } from './people.ts';
import { sydneyMidnight } from './sydney-midnight.ts';

const DAY_MS = 86_400_000;
const dayText = (now: number, day: number): string => new Date(now + day * DAY_MS).toISOString().slice(0, 10);

const addLines = (writer: Writer, invoice: Company['invoices'][number]): void => {
  invoice.lines.forEach((line, index) => {
    createRow(writer, tableNamed('invoicedetail'), {
      invoicedetailid: idOf(`demo-line:${invoice.number}:${String(index)}`),
      'invoiceid@odata.bind': `/invoices(${invoice.id})`,
      lineitemnumber: index + 1,
      sequencenumber: index + 1,
      isproductoverridden: line.product === null,
      ...(line.product === null ? { productdescription: line.name } : { 'productid@odata.bind': `/products(${line.product.id})` }),
      description: line.description,
      quantity: line.quantity,
      priceperunit: line.price,
      manualdiscountamount: line.discount,
      tax: line.tax,
    });
  });
};

const create = (writer: Writer, company: Company): void => {
  const now = writer.environment.now();
  for (const invoice of company.invoices) {
    const { customer } = invoice;
    const delivered = invoice.day === null ? null : dayText(now, invoice.day);
    createRow(
      writer,
      tableNamed('invoice'),
      {
        name: invoice.name,
        invoicenumber: invoice.number,
        [`customerid_${customer.kind}@odata.bind`]: `/${customer.kind}s(${customer.id})`,
        'transactioncurrencyid@odata.bind': `/transactioncurrencies(${invoice.kind === 'dollars' ? currencies.USD : currencies.AUD})`,
        'ownerid@odata.bind': `/systemusers(${people[invoice.owner].userId})`,
        datedelivered: delivered === null ? null : sydneyMidnight(delivered),
        duedate: invoice.day === null ? null : dayText(now, invoice.day + 30),
        freightamount: invoice.freight === 0 ? null : invoice.freight,
        discountamount: invoice.discount === 0 ? null : invoice.discount,
        billto_line1: customer.street,
        billto_city: customer.city,
        billto_stateorprovince: customer.state,
        billto_postalcode: customer.postcode,
        billto_country: 'Australia',
      },
      invoice.id,
    );
    addLines(writer, invoice);
    if (invoice.kind === 'paid') updateRow(writer, tableNamed('invoice'), invoice.id, { statecode: 2, statuscode: 100_001 });
    if (invoice.kind === 'cancelled') updateRow(writer, tableNamed('invoice'), invoice.id, { statecode: 3, statuscode: 100_003 });
  }
};

const tablesWritten = ['invoice', 'invoicedetail'] as const;
interface Created {
  readonly company: Company;
  readonly day: string;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly rows: readonly (readonly [(typeof tablesWritten)[number], readonly Row[]])[];
}
let created: Created | null = null;

/**
 * Creates them. In an environment that stands where an earlier one stood, copies of what came to be there are put: creating takes longer
 * than all else that a world needs.
 */
export const addInvoices = (writer: Writer, company: Company): void => {
  const { environment } = writer;
  const day = dayText(environment.now(), 0);
  const fromVersion = environment.version;
  if (created?.company !== company || created.day !== day || created.fromVersion !== fromVersion) {
    create(writer, company);
    const rows = tablesWritten.map((table) => [table, [...rowsOf(environment, table).values()].map(copyRow)] as const);
    created = { company, day, fromVersion, toVersion: environment.version, rows };
    return;
  }
  for (const [table, rows] of created.rows) for (const row of rows) rowsOf(environment, table).set(row.id, copyRow(row));
  environment.version = created.toVersion;
};
