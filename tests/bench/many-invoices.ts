/** Tens of thousands of invoices, each a copy of one of the company's under a number, and where asked for a customer and product, of its own. */
import { contactLink, contactLinkIdOf, contactState, idOf, matchedBy } from '@stl3/solution';
import type { Environment, Row, Value } from '../sandbox/dataverse/state.ts';
import { rowsOf } from '../sandbox/dataverse/state.ts';
import type { World } from '../sandbox/world.ts';

type Values = Readonly<Record<string, Value>>;

const KNOWN_CUSTOMERS = 2_000;

const put = (environment: Environment, table: string, id: string, values: Values): void => {
  environment.version += 1;
  const row: Row = { id, version: environment.version, values: { ...values, versionnumber: environment.version } };
  rowsOf(environment, table).set(id, row);
};

const some = <Each>(list: readonly Each[], index: number): Each => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('The company has nothing to copy.');
  return found;
};

/** What is copied: plain invoices of the clerk with their lines, a customer, a product. */
const templatesOf = ({ company, dataverse: { control } }: World) => {
  const { environment } = control;
  const invoices = company.invoices
    .filter(({ kind, owner }) => kind === 'plain' && owner === 'clerk')
    .flatMap(({ id }) => {
      const row = rowsOf(environment, 'invoice').get(id);
      return row ? [{ values: row.values, lines: rowsOf(environment, 'invoicedetail').having('invoiceid', id) }] : [];
    });
  const customer = company.customers.find(({ kind }) => kind === 'account');
  const product = company.products.find(({ retired }) => !retired);
  return {
    invoices,
    account: rowsOf(environment, 'account').get(customer?.id ?? '')?.values ?? {},
    product: rowsOf(environment, 'product').get(product?.id ?? '')?.values ?? {},
  };
};

const addCustomer = (environment: Environment, template: Values, name: string): string => {
  const id = idOf(`bench-customer:${name}`);
  put(environment, 'account', id, {
    ...template,
    accountid: id,
    name,
    accountnumber: name.replaceAll(' ', '-').toUpperCase(),
    emailaddress1: `${name.replaceAll(' ', '.').toLowerCase()}@example.com`,
  });
  return id;
};

/** Customers that were sent to before: contact in Xero, link in Dynamics. */
const addKnownCustomers = (world: World, template: Values): readonly string[] => {
  const { environment } = world.dataverse.control;
  const [organisation] = world.xero.control.state().organisations;
  const { connectorId } = world.connected;
  return Array.from({ length: KNOWN_CUSTOMERS }, (_, index) => {
    const name = `Known customer ${String(index)}`;
    const id = addCustomer(environment, template, name);
    const contactId = idOf(`bench-contact:${name}`);
    organisation?.contacts.push({ ContactID: contactId, ContactNumber: id, ContactStatus: 'ACTIVE', Name: name, UpdatedDateUTC: 0 });
    const link = contactLinkIdOf(id, connectorId);
    put(environment, contactLink.logicalName, link, {
      [contactLink.primaryKey]: link,
      stl3_name: name,
      stl3_customerkey: id,
      stl3_xeroid: contactId,
      stl3_matchedby: matchedBy.values.created.value,
      stl3_contactstate: contactState.values.linked.value,
      stl3_connectorid: { table: 'stl3_dynamicsxeroconnector', id: connectorId },
      stl3_accountid: { table: 'account', id },
    });
    return id;
  });
};

/** Articles that the books have already. */
const addKnownItems = ({ company, xero }: World): void => {
  const [organisation] = xero.control.state().organisations;
  for (const { number } of company.products)
    if (organisation && !organisation.items.some(({ Code }) => Code === number))
      organisation.items.push({
        ItemID: idOf(`bench-item:${number}`),
        Code: number,
        IsSold: true,
        IsPurchased: false,
        IsTrackedAsInventory: false,
        UpdatedDateUTC: 0,
      });
};

/**
 * @param known customers and products are known on both sides; else each invoice has a customer and a product that Xero has never seen
 * @returns the ids of the invoices
 */
export const addInvoices = (world: World, count: number, known: boolean, prefix: string): readonly string[] => {
  const { environment } = world.dataverse.control;
  const templates = templatesOf(world);
  const customers = known ? addKnownCustomers(world, templates.account) : [];
  addKnownItems(world);
  return Array.from({ length: count }, (_, index) => {
    const number = `${prefix}-${String(index)}`;
    const id = idOf(`bench-invoice:${number}`);
    const customer = known ? some(customers, index * 7) : addCustomer(environment, templates.account, `New customer ${number}`);
    const { values, lines } = some(templates.invoices, index);
    put(environment, 'invoice', id, { ...values, invoiceid: id, invoicenumber: number, customerid: { table: 'account', id: customer } });
    let productId: string | null = null;
    if (!known) {
      productId = idOf(`bench-product:${number}`);
      put(environment, 'product', productId, {
        ...templates.product,
        productid: productId,
        productnumber: number,
        name: `Product ${number}`,
      });
    }
    lines.forEach((line, at) => {
      const lineId = idOf(`bench-line:${number}:${String(at)}`);
      put(environment, 'invoicedetail', lineId, {
        ...line.values,
        invoicedetailid: lineId,
        invoiceid: { table: 'invoice', id },
        ...(productId !== null && line.values['isproductoverridden'] === false ? { productid: { table: 'product', id: productId } } : {}),
      });
    });
    return id;
  });
};
