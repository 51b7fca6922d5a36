/** Step 5 of the line: an invoice with its lines, customer, products and currency in one query each, all queries in one batch. */
import {
  details,
  exportState,
  invoice as invoiceTable,
  invoiceProduct,
  invoiceType,
  lineAmountTypes,
  optionName,
  product as productTable,
  select,
} from '@stl3/solution';
import type { Address, Customer, DocumentRecord, Invoice, InvoiceLine, Person, Product } from '../core/invoice.ts';
import { inTurns } from '../take-turns.ts';
import type { DataverseClient } from './client.ts';
import { amountOf } from './decimal-json.ts';
import type { Row } from './rows.ts';
import { expandedOf, listOf, lookupOf, textOf, wholeOf } from './rows.ts';

const names = (table: { readonly columns: Readonly<Record<string, { readonly type: string }>> }, ...columns: readonly string[]): string =>
  columns.map((name) => (table.columns[name]?.type === 'lookup' ? `_${name}_value` : name)).join(',');

/** Columns of an invoice that the relay selects; the other exports named so are those of its expands. */
export const invoiceColumns = [
  'name,invoicenumber,description,statecode,datedelivered,duedate,createdon,paymenttermscode,emailaddress,pricingerrorcode',
  'totallineitemamount,totaldiscountamount,freightamount,totaltax,totalamount,exchangerate,_customerid_value,_ownerid_value,_owningteam_value',
  'billto_line1,billto_line2,billto_city,billto_stateorprovince,billto_postalcode,billto_country',
  names(
    invoiceTable,
    'stl3_connectorid',
    'stl3_invoicetype',
    'stl3_lineamounttypes',
    'stl3_brandingthemeid',
    'stl3_bundleheaderonly',
    'stl3_sendemail',
    'stl3_creditsinvoiceid',
  ),
].join(',');

export const lineColumns = [
  'invoicedetailid,lineitemnumber,sequencenumber,isproductoverridden,producttypecode,parentbundleid,productdescription,productname,description',
  'quantity,priceperunit,manualdiscountamount,volumediscountamount,tax,extendedamount,pricingerrorcode,_productid_value',
  names(invoiceProduct, 'stl3_accountid', 'stl3_taxtypeid', 'stl3_trackingoption1id', 'stl3_trackingoption2id'),
].join(',');

export const productColumns = `name,productnumber,description,${names(productTable, 'stl3_salesaccountid', 'stl3_salestaxtypeid', 'stl3_purchaseaccountid', 'stl3_purchasetaxtypeid')}`;
const reachedByColumns =
  'emailaddress1,telephone1,address1_line1,address1_line2,address1_city,address1_stateorprovince,address1_postalcode,address1_country';
const customerColumns = `${reachedByColumns},paymenttermscode,_stl3_salestaxtypeid_value,_stl3_purchasetaxtypeid_value,stl3_taxnumber`;

export const accountColumns = `name,accountnumber,${customerColumns}`;
export const contactColumns = `fullname,firstname,lastname,${customerColumns}`;
export const currencyColumns = 'isocurrencycode,currencyprecision';
export const primaryContactColumns = `firstname,lastname,${reachedByColumns}`;
export const customersCurrencyColumns = 'isocurrencycode';

const customersCurrency = `transactioncurrencyid($select=${customersCurrencyColumns})`;
/** What is read of a customer, as the options of a query or of an expand. */
export const accountOptions = [
  `$select=${accountColumns}`,
  `$expand=primarycontactid($select=${primaryContactColumns}),${customersCurrency}`,
] as const;
export const contactOptions = [`$select=${contactColumns}`, `$expand=${customersCurrency}`] as const;

export const recordColumns = select(
  details,
  'stl3_intentid',
  'stl3_generation',
  'stl3_attempts',
  'stl3_xeroid',
  'stl3_documenttype',
  'stl3_exportstate',
  'stl3_requestedon',
  '_stl3_connectorid_value',
);
const RECORDS = details.columns.stl3_invoiceid.relationship;

const expand = [
  `invoice_details($select=${lineColumns};$expand=productid($select=${productColumns}))`,
  `customerid_account(${accountOptions.join(';')})`,
  `customerid_contact(${contactOptions.join(';')})`,
  `transactioncurrencyid($select=${currencyColumns})`,
  `${RECORDS}($select=${recordColumns})`,
].join(',');

const addressOf = (row: Row, prefix: string): Address | null => {
  const address = {
    line1: textOf(row, `${prefix}_line1`),
    line2: textOf(row, `${prefix}_line2`),
    city: textOf(row, `${prefix}_city`),
    region: textOf(row, `${prefix}_stateorprovince`),
    postalCode: textOf(row, `${prefix}_postalcode`),
    country: textOf(row, `${prefix}_country`),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
};

const personOf = (row: Row): Person => ({
  firstName: textOf(row, 'firstname'),
  lastName: textOf(row, 'lastname'),
  email: textOf(row, 'emailaddress1'),
  phone: textOf(row, 'telephone1'),
  address: addressOf(row, 'address1'),
});

const primaryContactOf = (row: Row): Person | null => {
  const person = expandedOf(row, 'primarycontactid');
  return person && personOf(person);
};

/** A customer out of its own row. */
export const customerFrom = (kind: Customer['kind'], id: string, row: Row): Customer => ({
  kind,
  id,
  name: textOf(row, kind === 'account' ? 'name' : 'fullname'),
  accountNumber: textOf(row, 'accountnumber'),
  ...personOf(row),
  primaryContact: primaryContactOf(row),
  currencyCode: textOf(expandedOf(row, 'transactioncurrencyid') ?? {}, 'isocurrencycode'),
  taxNumber: textOf(row, 'stl3_taxnumber'),
  salesTaxTypeId: lookupOf(row, 'stl3_salestaxtypeid'),
  purchaseTaxTypeId: lookupOf(row, 'stl3_purchasetaxtypeid'),
  paymentTerms: wholeOf(row, 'paymenttermscode'),
});

const customerOf = (row: Row): Customer | null => {
  const id = lookupOf(row, 'customerid');
  const account = expandedOf(row, 'customerid_account');
  const customer = account ?? expandedOf(row, 'customerid_contact');
  return id === null || !customer ? null : customerFrom(account ? 'account' : 'contact', id, customer);
};

const productOf = (line: Row): Product | null => {
  const id = lookupOf(line, 'productid');
  const product = expandedOf(line, 'productid');
  if (id === null || !product) return null;
  return {
    id,
    name: textOf(product, 'name'),
    number: textOf(product, 'productnumber'),
    description: textOf(product, 'description'),
    salesAccountId: lookupOf(product, 'stl3_salesaccountid'),
    salesTaxTypeId: lookupOf(product, 'stl3_salestaxtypeid'),
    purchaseAccountId: lookupOf(product, 'stl3_purchaseaccountid'),
    purchaseTaxTypeId: lookupOf(product, 'stl3_purchasetaxtypeid'),
  };
};

const lineOf = (line: Row): InvoiceLine => ({
  id: textOf(line, 'invoicedetailid') ?? '',
  order: wholeOf(line, 'sequencenumber') ?? wholeOf(line, 'lineitemnumber') ?? 0,
  writeIn: line['isproductoverridden'] === true,
  productType: wholeOf(line, 'producttypecode') ?? 1,
  parentBundleId: textOf(line, 'parentbundleid'),
  product: productOf(line),
  name: textOf(line, 'productdescription') ?? textOf(line, 'productname'),
  description: textOf(line, 'description'),
  quantity: amountOf(line['quantity']),
  pricePerUnit: amountOf(line['priceperunit']),
  manualDiscount: amountOf(line['manualdiscountamount']),
  volumeDiscount: amountOf(line['volumediscountamount']),
  tax: amountOf(line['tax']),
  extendedAmount: amountOf(line['extendedamount']),
  pricingError: wholeOf(line, 'pricingerrorcode') ?? 0,
  accountId: lookupOf(line, 'stl3_accountid'),
  taxTypeId: lookupOf(line, 'stl3_taxtypeid'),
  trackingOption1Id: lookupOf(line, 'stl3_trackingoption1id'),
  trackingOption2Id: lookupOf(line, 'stl3_trackingoption2id'),
});

const recordOf = (row: Row): DocumentRecord => ({
  id: (textOf(row, details.primaryKey) ?? '').toLowerCase(),
  rowVersion: textOf(row, '@odata.etag') ?? '*',
  connectorId: lookupOf(row, 'stl3_connectorid') ?? '',
  type: optionName(invoiceType, wholeOf(row, 'stl3_documenttype')) ?? null,
  intentId: textOf(row, 'stl3_intentid')?.toLowerCase() ?? null,
  generation: wholeOf(row, 'stl3_generation') ?? 1,
  attempts: wholeOf(row, 'stl3_attempts') ?? 0,
  xeroId: textOf(row, 'stl3_xeroid')?.toLowerCase() ?? null,
  state: optionName(exportState, wholeOf(row, 'stl3_exportstate')) ?? null,
  requestedOn: textOf(row, 'stl3_requestedon'),
});

/** An invoice out of its row with expands, as the Web API answers it. Amounts may be numbers or decimal text. */
export const invoiceOf = (row: Row): Invoice => {
  const currency = expandedOf(row, 'transactioncurrencyid');
  const code = currency ? textOf(currency, 'isocurrencycode') : null;
  const customer = customerOf(row);
  return {
    id: (textOf(row, 'invoiceid') ?? '').toLowerCase(),
    rowVersion: textOf(row, '@odata.etag') ?? '',
    name: textOf(row, 'name'),
    number: textOf(row, 'invoicenumber'),
    description: textOf(row, 'description'),
    state: wholeOf(row, 'statecode') ?? 0,
    dateDelivered: textOf(row, 'datedelivered'),
    createdOn: textOf(row, 'createdon'),
    dueDate: textOf(row, 'duedate'),
    paymentTerms: wholeOf(row, 'paymenttermscode'),
    currency: currency && code !== null ? { code, precision: wholeOf(currency, 'currencyprecision') ?? 2 } : null,
    customer,
    ...(customer === null && lookupOf(row, 'customerid') !== null ? { customerUnread: true } : {}),
    billTo: addressOf(row, 'billto'),
    email: textOf(row, 'emailaddress'),
    ownerId: lookupOf(row, 'ownerid') ?? '',
    ownedByTeam: lookupOf(row, 'owningteam') !== null,
    exchangeRate: amountOf(row['exchangerate']),
    connectorId: lookupOf(row, 'stl3_connectorid'),
    type: optionName(invoiceType, wholeOf(row, 'stl3_invoicetype')) ?? null,
    lineAmountTypes: optionName(lineAmountTypes, wholeOf(row, 'stl3_lineamounttypes')) ?? null,
    brandingThemeId: lookupOf(row, 'stl3_brandingthemeid'),
    bundleHeaderOnly: row['stl3_bundleheaderonly'] === true,
    sendEmail: row['stl3_sendemail'] === true,
    creditsInvoiceId: lookupOf(row, 'stl3_creditsinvoiceid'),
    lineTotal: amountOf(row['totallineitemamount']),
    discountTotal: amountOf(row['totaldiscountamount']),
    freight: amountOf(row['freightamount']),
    taxTotal: amountOf(row['totaltax']),
    total: amountOf(row['totalamount']),
    pricingError: wholeOf(row, 'pricingerrorcode') ?? 0,
    // The Web API orders no collection that has an expand of its own.
    lines: listOf(row, 'invoice_details')
      .map(lineOf)
      .sort((left, right) => left.order - right.order),
    records: listOf(row, RECORDS).map(recordOf),
  };
};

/** Reads invoices whole. @returns by id; one that was deleted is absent */
export const readInvoices = async (client: DataverseClient, ids: readonly string[]): Promise<Map<string, Invoice>> => {
  const results = await client.batch(
    ids.map((id) => ({ method: 'GET', path: `invoices(${id})?$select=${invoiceColumns}&$expand=${expand}` })),
  );
  const found = new Map<string, Invoice>();
  await inTurns([...results.entries()], ([index, { status, body, text }]) => {
    if (status === 200 && body) found.set(ids[index] ?? '', invoiceOf(body));
    else if (status !== 404) throw new Error(`An invoice could not be read: Dataverse answered ${String(status)} ${text.slice(0, 300)}`);
  });
  return found;
};
