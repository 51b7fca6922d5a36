/** The company's Dynamics environment: platform rows, people, the imported solution, customers, products and invoices. */
import { randomUUID } from 'node:crypto';
import type { Role } from '@stl3/solution';
import { idOf, roles, solutionName, solutionTitle, tables } from '@stl3/solution';
import { tableNamed } from '../dataverse/model.ts';
import type { Depth, Environment, Row, Value } from '../dataverse/state.ts';
import { createEnvironment, rowsOf } from '../dataverse/state.ts';
import type { Writer } from '../dataverse/write-row.ts';
import { createRow, fullNameOf, updateRow } from '../dataverse/write-row.ts';
import { addInvoices } from './add-invoices.ts';
import type { Company } from './company.ts';
import { currencies } from './currencies.ts';
import type { Person } from './people.ts';
import { applicationUser, people } from './people.ts';

const unit = idOf('demo-businessunit');
const systemAdministrator = idOf('demo-role:system-administrator');
const salesperson = idOf('demo-role:salesperson');
const messages = ['Create', 'Update', 'Delete'] as const;

/** Puts rows of the platform without asking who may: they are there before anybody is. */
const put = (environment: Environment, table: string, id: string, values: Record<string, Value>): void => {
  environment.version += 1;
  const row: Row = {
    id,
    version: environment.version,
    values: { createdon: '2026-01-05T00:00:00Z', modifiedon: '2026-01-05T00:00:00Z', ...values, [tableNamed(table).primaryKey]: id },
  };
  rowsOf(environment, table).set(id, row);
};

const reference = (table: string, id: string): Value => ({ table, id });

const privilegesOf = (role: Role): Map<string, Depth> =>
  new Map(
    Object.entries(role.rights).flatMap(([table, rights]) =>
      Object.entries(rights).map(([right, depth]): [string, Depth] => [`prv${right}${table}`.toLowerCase(), depth]),
    ),
  );

const reading = [
  'Invoice',
  'Product',
  'Account',
  'Contact',
  'PriceLevel',
  'UoM',
  'TransactionCurrency',
  'User',
  'Team',
  'BusinessUnit',
  'Organization',
];
const writing = ['Create', 'Write', 'Append', 'AppendTo', 'Assign', 'Share'];
/** What Microsoft's own role for sales people allows, as far as invoices need it. */
const salesRights = new Map<string, Depth>([
  ...reading.map((table): [string, Depth] => [`prvread${table.toLowerCase()}`, 'Global']),
  ...['Invoice', 'Account', 'Contact'].flatMap((table) =>
    writing.map((right): [string, Depth] => [`prv${right}${table}`.toLowerCase(), right === 'Create' ? 'Basic' : 'Local']),
  ),
  ...['Product', 'PriceLevel', 'UoM', 'TransactionCurrency'].map((table): [string, Depth] => [
    `prvappendto${table.toLowerCase()}`,
    'Global',
  ]),
]);

const addRole = (environment: Environment, id: string, name: string): void =>
  put(environment, 'role', id, { name, businessunitid: reference('businessunit', unit), parentrootroleid: reference('role', id) });

const addUser = (environment: Environment, id: string, values: Record<string, Value>, roleIds: readonly string[]): void => {
  put(environment, 'systemuser', id, {
    isdisabled: false,
    accessmode: 0,
    businessunitid: reference('businessunit', unit),
    fullname: fullNameOf(values),
    ...values,
  });
  environment.pairs.systemuserroles.push(...roleIds.map((role): [string, string] => [id, role]));
};

const addPlatform = (environment: Environment): void => {
  put(environment, 'businessunit', unit, { name: environment.friendlyName });
  put(environment, 'organization', environment.organizationId, {
    name: environment.uniqueName,
    languagecode: 1033,
    basecurrencyid: reference('transactioncurrency', currencies.AUD),
  });
  put(environment, 'transactioncurrency', currencies.AUD, {
    currencyname: 'Australian Dollar',
    isocurrencycode: 'AUD',
    currencysymbol: '$',
    currencyprecision: 2,
    exchangerate: 1,
    statecode: 0,
    statuscode: 1,
  });
  put(environment, 'transactioncurrency', currencies.USD, {
    currencyname: 'US Dollar',
    isocurrencycode: 'USD',
    currencysymbol: 'US$',
    currencyprecision: 2,
    exchangerate: 0.66,
    statecode: 0,
    statuscode: 1,
  });
  put(environment, 'uom', idOf('demo-uom'), { name: 'Primary Unit', quantity: 1 });
  put(environment, 'pricelevel', idOf('demo-pricelevel'), {
    name: 'Standard',
    statecode: 0,
    statuscode: 100001,
    transactioncurrencyid: reference('transactioncurrency', currencies.AUD),
  });
  for (const name of messages) put(environment, 'sdkmessage', idOf(`demo-message:${name}`), { name });
  addRole(environment, systemAdministrator, 'System Administrator');
  addRole(environment, salesperson, 'Salesperson');
  environment.rolePrivileges.set(systemAdministrator, 'all');
  environment.rolePrivileges.set(salesperson, salesRights);
};

/** What importing the managed solution leaves behind. */
export const addSolution = (environment: Environment): void => {
  put(environment, 'solution', idOf('demo-solution'), {
    uniquename: solutionName,
    friendlyname: solutionTitle,
    version: '1.0.0.0',
    ismanaged: true,
  });
  for (const table of tables)
    for (const name of messages)
      put(environment, 'sdkmessagefilter', idOf(`demo-filter:${name}:${table.logicalName}`), {
        name,
        primaryobjecttypecode: table.logicalName,
        sdkmessageid: reference('sdkmessage', idOf(`demo-message:${name}`)),
      });
  for (const role of Object.values(roles)) {
    addRole(environment, role.id, role.name);
    environment.rolePrivileges.set(role.id, privilegesOf(role));
  }
};

const addPeople = (environment: Environment): void => {
  for (const { key, userId, firstName, lastName, upn, objectId, role } of Object.values<Person>(people))
    addUser(
      environment,
      userId,
      { firstname: firstName, lastname: lastName, internalemailaddress: upn, domainname: upn, azureactivedirectoryobjectid: objectId },
      [key === 'administrator' ? systemAdministrator : salesperson, ...(role === null ? [] : [roles[role].id])],
    );
  addUser(
    environment,
    applicationUser.userId,
    { firstname: '#', lastname: solutionTitle, applicationid: applicationUser.applicationId, accessmode: 4 },
    [roles.applicationUser.id],
  );
};

const addCustomers = (writer: Writer, company: Company): void => {
  for (const customer of company.customers) {
    const shared = {
      emailaddress1: customer.email,
      telephone1: customer.phone,
      address1_line1: customer.street,
      address1_city: customer.city,
      address1_stateorprovince: customer.state,
      address1_postalcode: customer.postcode,
      address1_country: 'Australia',
      paymenttermscode: customer.paymentTerms,
    };
    if (customer.kind === 'account')
      createRow(writer, tableNamed('account'), { name: customer.name, accountnumber: customer.accountNumber, ...shared }, customer.id);
    else createRow(writer, tableNamed('contact'), { firstname: customer.firstName, lastname: customer.lastName, ...shared }, customer.id);
  }
};

const addProducts = (writer: Writer, company: Company): void => {
  for (const { id, number, name, description, price, service, retired } of company.products) {
    createRow(
      writer,
      tableNamed('product'),
      {
        name,
        productnumber: number,
        description,
        price: Number(price),
        producttypecode: service ? 3 : 1,
        'defaultuomid@odata.bind': `/uoms(${idOf('demo-uom')})`,
      },
      id,
    );
    if (retired) updateRow(writer, tableNamed('product'), id, { statecode: 1, statuscode: 2 });
  }
};

export interface EnvironmentOptions {
  readonly friendlyName?: string;
  readonly uniqueName?: string;
  readonly kind?: Environment['kind'];
  /** False: it is not imported yet. */
  readonly solution?: boolean;
}

/**
 * A fresh environment with the solution imported and everything of the company in it.
 * Its organisation id is new each time, as each environment's is: a relay that remembers an earlier one takes it for another.
 */
export const environmentOf = (company: Company, options: EnvironmentOptions = {}): Environment => {
  const environment = createEnvironment({
    friendlyName: options.friendlyName ?? company.name,
    uniqueName: options.uniqueName ?? 'coralbay',
    organizationId: randomUUID(),
    ...(options.kind ? { kind: options.kind } : {}),
  });
  addPlatform(environment);
  if (options.solution !== false) addSolution(environment);
  addPeople(environment);
  const writer: Writer = { environment, userId: people.administrator.userId, commits: [] };
  addCustomers(writer, company);
  addProducts(writer, company);
  addInvoices(writer, company);
  return environment;
};
