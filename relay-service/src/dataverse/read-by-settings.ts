/** What only some settings need of an invoice: columns that they name, its owner's names, and whom else it may be billed to. */
import type { Settings } from '../core/connection.ts';
import type { Customer, Invoice } from '../core/invoice.ts';
import type { DataverseClient } from './client.ts';
import { accountOptions, contactOptions, customerFrom } from './read-invoices.ts';
import type { Row } from './rows.ts';
import { expandedOf, listOf, lookupOf, textOf } from './rows.ts';

const LOGICAL_NAME = '@Microsoft.Dynamics.CRM.lookuplogicalname';
const FORMATTED = '@OData.Community.Display.V1.FormattedValue';
const COLUMN = /^[a-z][a-z0-9_]*$/;

interface Wanted {
  readonly date: string | null;
  readonly reference: string | null;
  readonly lookup: string | null;
  readonly owner: boolean;
  readonly base: boolean;
  readonly parent: boolean;
}

const wantedBy = (settings: Settings): Wanted => ({
  date: settings.dateSource === 'column' ? (settings.dateColumn ?? '') : null,
  reference: settings.referenceSource === 'column' ? (settings.referenceColumn ?? '') : null,
  lookup: settings.billTo === 'namedLookup' ? (settings.billToColumn ?? '') : null,
  owner: settings.trackingSource === 'owner' || settings.trackingSource === 'businessUnit',
  base: settings.rateSource === 'dynamics',
  parent: settings.billTo === 'contactsCompany' || settings.billTo === 'parent',
});

const parentsExpand = [
  `customerid_account($select=accountid;$expand=parentaccountid(${accountOptions.join(';')}))`,
  `customerid_contact($select=contactid;$expand=parentcustomerid_account(${accountOptions.join(';')}))`,
];

const parentOf = (row: Row): Customer | null => {
  const parent =
    expandedOf(expandedOf(row, 'customerid_account') ?? {}, 'parentaccountid') ??
    expandedOf(expandedOf(row, 'customerid_contact') ?? {}, 'parentcustomerid_account');
  const id = parent ? textOf(parent, 'accountid') : null;
  return parent && id !== null ? customerFrom('account', id.toLowerCase(), parent) : null;
};

/** What people read in a column: the label of a choice and of a yes or no, a number as it is. */
const wordsOf = (row: Row, name: string): string | null => {
  const value = row[name];
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) {
    const label = textOf(row, `${name}${FORMATTED}`) ?? String(value);
    // A whole number is formatted too, "12,345"; nothing else tells it from a choice.
    return label.replaceAll(/[^\p{L}\d]/gu, '') === String(value) ? String(value) : label;
  }
  return typeof value === 'number' ? String(value) : textOf(row, name);
};

const completed = (invoice: Invoice, row: Row, wanted: Wanted): Invoice => {
  const owner = expandedOf(row, 'owninguser');
  const unit = expandedOf(row, 'owningbusinessunit');
  return {
    ...invoice,
    ...(wanted.date === null ? {} : { columnDate: textOf(row, wanted.date) }),
    ...(wanted.reference === null ? {} : { columnReference: wordsOf(row, wanted.reference) }),
    ...(owner ? { ownerName: textOf(owner, 'fullname') } : {}),
    ...(unit ? { ownerBusinessUnit: textOf(unit, 'name') } : {}),
    ...(wanted.parent && invoice.customer ? { customer: { ...invoice.customer, parent: parentOf(row) } } : {}),
  };
};

const UNREADABLE: readonly (number | undefined)[] = [403, 404];

/**
 * Whom a lookup of the administrator's choice points at, by invoice.
 * @returns nothing for an invoice where it is empty; null where it points at another table or at what cannot be read
 */
const namedCustomers = async (
  client: DataverseClient,
  rows: ReadonlyMap<string, Row>,
  lookup: string,
): Promise<Map<string, Customer | null>> => {
  const filled = [...rows].flatMap(([invoiceId, row]) => {
    const id = lookupOf(row, lookup);
    return id === null ? [] : [{ invoiceId, id, table: textOf(row, `_${lookup}_value${LOGICAL_NAME}`) }];
  });
  const pointers = filled.flatMap(({ invoiceId, id, table }) =>
    table === 'account' || table === 'contact' ? [{ invoiceId, id, table } as const] : [],
  );
  const results = await client.batch(
    pointers.map(({ id, table }) => ({
      method: 'GET',
      path: table === 'account' ? `accounts(${id})?${accountOptions.join('&')}` : `contacts(${id})?${contactOptions.join('&')}`,
    })),
  );
  return new Map<string, Customer | null>([
    ...filled.map(({ invoiceId }) => [invoiceId, null] as const),
    ...pointers.map(({ invoiceId, id, table }, index) => {
      const { status, body } = results[index] ?? {};
      if (status !== 200 && !UNREADABLE.includes(status))
        throw new Error(`A payer could not be read: Dataverse answered ${String(status)}`);
      return [invoiceId, status === 200 && body ? customerFrom(table, id, body) : null] as const;
    }),
  ]);
};

/** Code of Dynamics' own base currency; null where it may not be read. */
const readBaseCurrency = async (client: DataverseClient): Promise<string | null> => {
  const path = 'organizations?$select=organizationid&$expand=basecurrencyid($select=isocurrencycode)&$top=1';
  const [answer] = await client.batch([{ method: 'GET', path }]);
  const [organization] = answer?.status === 200 && answer.body ? listOf(answer.body, 'value') : [];
  const currency = organization ? expandedOf(organization, 'basecurrencyid') : null;
  return currency ? textOf(currency, 'isocurrencycode') : null;
};

/** Names that no column of the invoice can have, or that reading it showed to be none. */
const unknownOf = async (client: DataverseClient, invoiceId: string, wanted: Wanted): Promise<readonly string[]> => {
  const names = [wanted.date, wanted.reference].flatMap((name) => name ?? []);
  const selects = [
    ...names.map((name) => [name, name] as const),
    ...(wanted.lookup === null ? [] : [[wanted.lookup, `_${wanted.lookup}_value`] as const]),
  ];
  const possible = selects.filter(([name]) => COLUMN.test(name));
  const results = await client.batch(possible.map(([, select]) => ({ method: 'GET', path: `invoices(${invoiceId})?$select=${select}` })));
  const wrong = possible.filter((_, index) => results[index]?.status === 400).map(([name]) => name);
  return [...selects.filter(([name]) => !COLUMN.test(name)).map(([name]) => (name === '' ? '(empty)' : name)), ...wrong];
};

/** One query for all that is wanted of an invoice itself. */
const queryOf = (wanted: Wanted): string => {
  const select = [
    'invoiceid',
    ...[wanted.date, wanted.reference].filter((name) => name !== null),
    ...(wanted.lookup === null ? [] : [`_${wanted.lookup}_value`]),
  ];
  const expand = [
    ...(wanted.owner ? ['owninguser($select=fullname)', 'owningbusinessunit($select=name)'] : []),
    ...(wanted.parent ? parentsExpand : []),
  ];
  return `$select=${[...new Set(select)].join(',')}${expand.length === 0 ? '' : `&$expand=${expand.join(',')}`}`;
};

const readRows = async (client: DataverseClient, invoices: readonly Invoice[], wanted: Wanted): Promise<Map<string, Row>> => {
  const results = await client.batch(
    invoices.map(({ id }) => ({
      method: 'GET',
      path: `invoices(${id})?${queryOf(wanted)}`,
      headers: { Prefer: `odata.include-annotations="${LOGICAL_NAME.slice(1)},${FORMATTED.slice(1)}"` },
    })),
  );
  return new Map(
    invoices.flatMap(({ id }, index): [string, Row][] => {
      const { status, body, text = '' } = results[index] ?? {};
      if (status === 200 && body) return [[id, body]];
      if (status === 404) return [];
      throw new Error(`An invoice could not be read: Dataverse answered ${String(status)} ${text.slice(0, 300)}`);
    }),
  );
};

/**
 * Reads what these settings need besides. Costs nothing where they need nothing.
 * @returns the invoices with it, and the columns that the settings name in vain
 */
export const readBySettings = async (
  client: DataverseClient,
  settings: Settings,
  invoices: readonly Invoice[],
): Promise<{ readonly invoices: readonly Invoice[]; readonly unknownColumns: readonly string[] }> => {
  const wanted = wantedBy(settings);
  const [first] = invoices;
  const named = [wanted.date, wanted.reference, wanted.lookup].filter((name) => name !== null);
  if (!first) return { invoices, unknownColumns: [] };
  const unknownColumns = named.length === 0 ? [] : await unknownOf(client, first.id, wanted);
  if (unknownColumns.length > 0) return { invoices, unknownColumns };
  const ofInvoice = named.length > 0 || wanted.owner || wanted.parent;
  const rows = ofInvoice ? await readRows(client, invoices, wanted) : new Map<string, Row>();
  const payers = wanted.lookup === null ? new Map<string, Customer | null>() : await namedCustomers(client, rows, wanted.lookup);
  const base = wanted.base ? { baseCurrency: await readBaseCurrency(client) } : {};
  return {
    unknownColumns,
    invoices: invoices.map((invoice) => {
      const row = rows.get(invoice.id);
      const payer = payers.get(invoice.id);
      const named = payer === null && wanted.lookup !== null ? { billToUnread: wanted.lookup } : { namedBillTo: payer ?? null };
      return { ...(row ? completed(invoice, row, wanted) : invoice), ...(wanted.lookup === null ? {} : named), ...base };
    }),
  };
};
