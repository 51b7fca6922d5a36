/**
 * Microsoft's tables, as far as the connector and its users touch them. Names and types are held to the published Sales metadata by a
 * test; update rules come from the table reference on Microsoft Learn.
 */
import type { Column, TableDefinition } from './column.ts';
import { choice, computed, date, decimal, id, instant, lookup, memo, money, onCreateOnly, text, whole, yesNo } from './column.ts';

const stamps = {
  createdon: instant(computed),
  modifiedon: instant(computed),
  createdby: lookup({ createdby: 'systemuser' }, computed),
  modifiedby: lookup({ modifiedby: 'systemuser' }, computed),
  versionnumber: { ...whole(computed), type: 'bigint' } satisfies Column,
};
const owner = {
  ownerid: lookup({ ownerid: ['systemuser', 'team'] }),
  owninguser: lookup({ owninguser: 'systemuser' }, computed),
  owningteam: lookup({ owningteam: 'team' }, computed),
  owningbusinessunit: lookup({ owningbusinessunit: 'businessunit' }, computed),
};
const everyReason = (states: Readonly<Record<number, string>>, reasons: Readonly<Record<number, string>>): Record<number, number[]> =>
  Object.fromEntries(Object.keys(states).map((of, index) => [of, [Number(Object.keys(reasons)[index])]]));
/** @param byState the reasons that each state allows; one each, in their order, where absent */
const state = (
  states: Record<number, string>,
  reasons: Record<number, string>,
  byState: Record<number, readonly number[]> = everyReason(states, reasons),
) => ({
  statecode: choice(states, { create: false, default: Number(Object.keys(states)[0]) }),
  statuscode: { ...choice(reasons, { default: byState[Number(Object.keys(states)[0])]?.[0] }), reasons: byState },
});
const active = state({ 0: 'Active', 1: 'Inactive' }, { 1: 'Active', 2: 'Inactive' });
const currency = { transactioncurrencyid: lookup({ transactioncurrencyid: 'transactioncurrency' }), exchangerate: decimal(10, computed) };
const address = (prefix: string) => ({
  [`${prefix}_line1`]: text(250),
  [`${prefix}_line2`]: text(250),
  [`${prefix}_city`]: text(80),
  [`${prefix}_stateorprovince`]: text(50),
  [`${prefix}_postalcode`]: text(20),
  [`${prefix}_country`]: text(80),
});
const paymentTerms = choice({ 1: 'Net 30', 2: '2% 10, Net 30', 3: 'Net 45', 4: 'Net 60' });
const pricingErrors = choice({ 0: 'None', 1: 'Detail Error', 2: 'Missing Price Level', 6: 'Missing Product' }, { ...computed, default: 0 });

interface Words {
  readonly key?: string;
  readonly name?: string;
  readonly guardedBy?: string;
  readonly owned?: 'user' | 'organization';
}
const table = (schemaName: string, setName: string, words: Words, columns: Readonly<Record<string, Column>>): TableDefinition => {
  const logicalName = schemaName.toLowerCase();
  const primaryKey = words.key ?? `${logicalName}id`;
  const owned = words.owned ?? 'organization';
  return {
    schemaName,
    logicalName,
    setName,
    primaryKey,
    primaryName: words.name ?? 'name',
    guardedBy: words.guardedBy ?? schemaName,
    owned,
    columns: { [primaryKey]: id(onCreateOnly), ...stamps, ...(owned === 'user' ? owner : {}), ...columns },
    keys: [],
  };
};

const sales: readonly TableDefinition[] = [
  table(
    'Invoice',
    'invoices',
    { owned: 'user' },
    {
      ...state(
        { 0: 'Active', 1: 'Closed', 2: 'Paid', 3: 'Canceled' },
        {
          1: 'New',
          2: 'Partially Shipped',
          3: 'Canceled (deprecated)',
          4: 'Billed',
          5: 'Booked',
          6: 'Installed',
          7: 'Paid in Full (deprecated)',
          100001: 'Complete',
          100002: 'Partial',
          100003: 'Canceled',
        },
        { 0: [1, 2, 4, 5, 6], 1: [3, 7], 2: [100_001, 100_002], 3: [100_003] },
      ),
      ...currency,
      transactioncurrencyid: lookup({ transactioncurrencyid: 'transactioncurrency' }, onCreateOnly),
      name: text(300),
      invoicenumber: text(100, onCreateOnly),
      description: memo(2000),
      datedelivered: instant(),
      duedate: date(),
      paymenttermscode: paymentTerms,
      emailaddress: text(100),
      ispricelocked: yesNo(computed),
      pricingerrorcode: pricingErrors,
      customerid: lookup({ customerid_account: 'account', customerid_contact: 'contact' }),
      pricelevelid: lookup({ pricelevelid: 'pricelevel' }),
      discountamount: money({ min: 0, max: 1e12 }),
      discountpercentage: decimal(2, { min: 0, max: 100 }),
      freightamount: money({ min: 0, max: 1e12 }),
      totallineitemamount: money(computed),
      totaldiscountamount: money(computed),
      totallineitemdiscountamount: money(computed),
      totalamountlessfreight: money(computed),
      totaltax: money(computed),
      totalamount: money(computed),
      lastbackofficesubmit: instant(),
      ...address('billto'),
    },
  ),
  table(
    'InvoiceDetail',
    'invoicedetails',
    { name: 'invoicedetailname', guardedBy: 'Invoice', owned: 'user' },
    {
      ...currency,
      transactioncurrencyid: lookup({ transactioncurrencyid: 'transactioncurrency' }, computed),
      ownerid: lookup({ ownerid: ['systemuser', 'team'] }, computed),
      invoicedetailname: text(100),
      invoiceid: lookup({ invoiceid: 'invoice' }, onCreateOnly),
      lineitemnumber: whole({ min: 0, max: 1_000_000_000 }),
      sequencenumber: whole(),
      isproductoverridden: yesNo(onCreateOnly),
      ispriceoverridden: yesNo(),
      producttypecode: choice(
        { 1: 'Product', 2: 'Bundle', 3: 'Required Bundle Product', 4: 'Optional Bundle Product', 5: 'Project-based Service' },
        { ...computed, default: 1 },
      ),
      parentbundleid: id(),
      productid: lookup({ productid: 'product' }),
      productdescription: text(500),
      productname: text(500, computed),
      description: memo(2000),
      uomid: lookup({ uomid: 'uom' }),
      quantity: decimal(5, { min: -1e11, max: 1e11 }),
      priceperunit: money({ precision: 4 }),
      manualdiscountamount: money({ min: 0, max: 1e12 }),
      volumediscountamount: money(computed),
      tax: money({ min: -1e12, max: 1e12 }),
      baseamount: money(computed),
      extendedamount: money(computed),
      pricingerrorcode: pricingErrors,
    },
  ),
  table(
    'Product',
    'products',
    {},
    {
      ...state(
        { 0: 'Active', 1: 'Retired', 2: 'Draft', 3: 'Under Revision' },
        { 1: 'Active', 2: 'Retired', 0: 'Draft', 3: 'Under Revision' },
        { 0: [1], 1: [2], 2: [0], 3: [3] },
      ),
      name: text(100),
      productnumber: text(100),
      description: memo(2000),
      price: money({ precision: 4 }),
      producttypecode: choice({ 1: 'Sales Inventory', 2: 'Miscellaneous Charges', 3: 'Services', 4: 'Flat Fees' }, { default: 1 }),
      productstructure: choice({ 1: 'Product', 2: 'Product Family', 3: 'Product Bundle' }, { ...onCreateOnly, default: 1 }),
      defaultuomid: lookup({ defaultuomid: 'uom' }),
      ...currency,
    },
  ),
  table(
    'Account',
    'accounts',
    { owned: 'user' },
    {
      ...active,
      name: text(160),
      accountnumber: text(20),
      emailaddress1: text(100),
      telephone1: text(50),
      parentaccountid: lookup({ parentaccountid: 'account' }),
      paymenttermscode: paymentTerms,
      ...address('address1'),
      ...currency,
    },
  ),
  table(
    'Contact',
    'contacts',
    { owned: 'user', name: 'fullname' },
    {
      ...active,
      fullname: text(160, computed),
      firstname: text(50),
      lastname: text(50),
      emailaddress1: text(100),
      telephone1: text(50),
      parentcustomerid: lookup({ parentcustomerid_account: 'account', parentcustomerid_contact: 'contact' }),
      paymenttermscode: paymentTerms,
      ...address('address1'),
      ...currency,
    },
  ),
  table('PriceLevel', 'pricelevels', {}, { ...active, name: text(100), ...currency }),
  table('UoM', 'uoms', {}, { name: text(100), quantity: decimal(10) }),
];

const platform: readonly TableDefinition[] = [
  table(
    'TransactionCurrency',
    'transactioncurrencies',
    { name: 'currencyname' },
    {
      ...active,
      currencyname: text(100),
      isocurrencycode: text(5),
      currencysymbol: text(13),
      currencyprecision: whole({ min: 0, max: 4 }),
      exchangerate: decimal(10),
    },
  ),
  table('BusinessUnit', 'businessunits', {}, { name: text(160), parentbusinessunitid: lookup({ parentbusinessunitid: 'businessunit' }) }),
  table(
    'SystemUser',
    'systemusers',
    { name: 'fullname', guardedBy: 'User' },
    {
      fullname: text(200, computed),
      firstname: text(256),
      lastname: text(256),
      internalemailaddress: text(100),
      domainname: text(1024),
      isdisabled: yesNo(),
      accessmode: choice(
        { 0: 'Read-Write', 1: 'Administrative', 2: 'Read', 3: 'Support User', 4: 'Non-interactive', 5: 'Delegated Admin' },
        { default: 0 },
      ),
      azureactivedirectoryobjectid: id(),
      applicationid: id(),
      businessunitid: lookup({ businessunitid: 'businessunit' }),
    },
  ),
  table('Team', 'teams', {}, { name: text(160), businessunitid: lookup({ businessunitid: 'businessunit' }) }),
  table(
    'Role',
    'roles',
    {},
    {
      name: text(100),
      businessunitid: lookup({ businessunitid: 'businessunit' }),
      parentrootroleid: lookup({ parentrootroleid: 'role' }, computed),
    },
  ),
  table(
    'Organization',
    'organizations',
    {},
    { name: text(160), languagecode: whole(), basecurrencyid: lookup({ basecurrencyid: 'transactioncurrency' }) },
  ),
  table(
    'Publisher',
    'publishers',
    { name: 'friendlyname' },
    {
      uniquename: text(256),
      friendlyname: text(256),
      customizationprefix: text(8),
      customizationoptionvalueprefix: whole({ min: 10_000, max: 99_999 }),
    },
  ),
  table(
    'Solution',
    'solutions',
    { name: 'friendlyname' },
    {
      uniquename: text(65),
      friendlyname: text(256),
      version: text(256),
      ismanaged: yesNo(computed),
      publisherid: lookup({ publisherid: 'publisher' }),
    },
  ),
  table('SdkMessage', 'sdkmessages', {}, { name: text(256) }),
  table(
    'SdkMessageFilter',
    'sdkmessagefilters',
    {},
    {
      name: text(256),
      primaryobjecttypecode: text(64),
      sdkmessageid: lookup({ sdkmessageid: 'sdkmessage' }),
    },
  ),
  table(
    'ServiceEndpoint',
    'serviceendpoints',
    {},
    {
      name: text(160),
      url: text(2048),
      contract: choice({
        1: 'OneWay',
        2: 'Queue',
        3: 'Rest',
        4: 'TwoWay',
        5: 'Topic',
        6: 'Queue (Persistent)',
        7: 'Event Hub',
        8: 'Webhook',
      }),
      authtype: choice({
        0: 'Not Specified',
        1: 'ACS',
        2: 'SAS Key',
        3: 'SAS Token',
        4: 'Webhook Key',
        5: 'Http Header',
        6: 'Http Query String',
      }),
      authvalue: memo(2000, { read: false }),
      messageformat: choice({ 1: 'Binary XML', 2: 'Json', 3: 'Text XML' }),
    },
  ),
  table(
    'SdkMessageProcessingStep',
    'sdkmessageprocessingsteps',
    {},
    {
      ...state({ 0: 'Enabled', 1: 'Disabled' }, { 1: 'Enabled', 2: 'Disabled' }),
      name: text(256),
      mode: choice({ 0: 'Synchronous', 1: 'Asynchronous' }),
      stage: choice({ 10: 'Pre-validation', 20: 'Pre-operation', 40: 'Post-operation' }),
      rank: whole(),
      asyncautodelete: yesNo(),
      filteringattributes: memo(100_000),
      sdkmessageid: lookup({ sdkmessageid: 'sdkmessage' }),
      sdkmessagefilterid: lookup({ sdkmessagefilterid: 'sdkmessagefilter' }),
      eventhandler: lookup({ eventhandler_serviceendpoint: 'serviceendpoint' }),
    },
  ),
  table(
    'AsyncOperation',
    'asyncoperations',
    {},
    {
      name: text(256),
      messagename: text(160),
      statuscode: choice({ 0: 'Waiting For Resources', 20: 'In Progress', 30: 'Succeeded', 31: 'Failed' }),
      message: memo(4000),
    },
  ),
];

export const microsoftTables: readonly TableDefinition[] = [...sales, ...platform];
