import { invoiceType, sendStatus, xeroStatus } from '@stl3/solution';
import type { ReadRow, SelectName, connector, details, invoice, settings } from '@stl3/solution';
import type { Action, InvoiceReference } from './request-rows.ts';

type ConnectorRow = ReadRow<typeof connector> & { readonly stl3_dynamicsxeroconnectorid?: string };
type SettingsRow = ReadRow<typeof settings>;
type InvoiceRow = ReadRow<typeof invoice> & { readonly invoiceid?: string };
type DetailsRow = ReadRow<typeof details>;

// The tables are used as types alone: their labels and descriptions have no business in a script that every list loads.
const connectors: (typeof connector)['logicalName'] = 'stl3_dynamicsxeroconnector';
const settingsTable: (typeof settings)['logicalName'] = 'stl3_stellariseconnectorsettings';
const detailsTable: (typeof details)['logicalName'] = 'stl3_xerodetails';
const connectorColumns: readonly SelectName<typeof connector>[] = ['stl3_isdemo', 'stl3_isdefault'];
const settingsColumns: readonly SelectName<typeof settings>[] = ['stl3_sendemail', 'stl3_defaultstatus', '_stl3_connectorid_value'];
const invoiceColumns: readonly SelectName<typeof invoice>[] = ['stl3_sendemail', 'stl3_invoicetype', '_stl3_connectorid_value'];
const detailsColumns: readonly SelectName<typeof details>[] = ['stl3_xerostatus', 'stl3_invoicekey', '_stl3_connectorid_value'];

/** What decides over the mails of one connection. */
interface Mailing {
  readonly always: boolean;
  readonly authorises: boolean;
  readonly demo: boolean;
}

const rowsOf = async <Row>(table: string, columns: readonly string[], filter = ''): Promise<readonly Row[]> =>
  (await Xrm.WebApi.retrieveMultipleRecords(table, `?$select=${columns.join(',')}${filter === '' ? '' : `&$filter=${filter}`}`))
    .entities as readonly Row[];

// A filter of 20 ids stays well below the 2,048 characters that proxies on the way let through.
const IDS_PER_QUERY = 20;

const rowsOfInvoices = async <Row>(table: string, columns: readonly string[], key: string, ids: readonly string[]): Promise<Row[]> => {
  const quote = key === 'invoiceid' ? '' : "'";
  const rows: Row[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_QUERY) {
    const some = ids.slice(start, start + IDS_PER_QUERY);
    rows.push(...(await rowsOf<Row>(table, columns, some.map((id) => `${key} eq ${quote}${id}${quote}`).join(' or '))));
  }
  return rows;
};

/** @returns each connection's mailing, and the connection of invoices that name none */
const readMailings = async (): Promise<{ readonly mailings: ReadonlyMap<string, Mailing>; readonly fallback: string }> => {
  const [found, choices] = await Promise.all([
    rowsOf<ConnectorRow>(connectors, [`${connectors}id`, ...connectorColumns]),
    rowsOf<SettingsRow>(settingsTable, settingsColumns),
  ]);
  const mailings = new Map(
    found.map((row) => {
      const id = row.stl3_dynamicsxeroconnectorid ?? '';
      const chosen = choices.find(({ _stl3_connectorid_value: of }) => of === id);
      const authorises = chosen?.stl3_defaultstatus === sendStatus.values.authorised.value;
      return [id, { always: chosen?.stl3_sendemail === true, authorises, demo: row.stl3_isdemo === true }];
    }),
  );
  const [only] = found.length === 1 ? found : found.filter(({ stl3_isdefault }) => stl3_isdefault === true);
  return { mailings, fallback: only?.stl3_dynamicsxeroconnectorid ?? '' };
};

const waiting: readonly unknown[] = [xeroStatus.values.draft.value, xeroStatus.values.submitted.value];
const gone: readonly unknown[] = [xeroStatus.values.voided.value, xeroStatus.values.deleted.value];

const isAuthorisedBy = (action: Action, status: unknown, { authorises }: Mailing): boolean =>
  action === 'approve' ? waiting.includes(status) : authorises && (status == null || gone.includes(status));

/** How many of these invoices Xero would mail to customers at once, because the action authorises them and a mail is wanted. */
export const mailsToGo = async (action: Action, invoices: readonly InvoiceReference[]): Promise<number> => {
  if (action !== 'send' && action !== 'approve') return 0;
  const { mailings, fallback } = await readMailings();
  if ([...mailings.values()].every(({ demo }) => demo)) return 0;
  const ids = invoices.map(({ id }) => id);
  const [rows, documents] = await Promise.all([
    rowsOfInvoices<InvoiceRow>('invoice', ['invoiceid', ...invoiceColumns], 'invoiceid', ids),
    rowsOfInvoices<DetailsRow>(detailsTable, detailsColumns, 'stl3_invoicekey', ids),
  ]);
  return rows.filter((row) => {
    const connection = row._stl3_connectorid_value ?? fallback;
    const mailing = mailings.get(connection);
    if (mailing === undefined || mailing.demo || (row.stl3_sendemail !== true && !mailing.always)) return false;
    if ((row.stl3_invoicetype ?? invoiceType.values.salesInvoice.value) !== invoiceType.values.salesInvoice.value) return false;
    const document = documents.find((each) => each.stl3_invoicekey === row.invoiceid && each._stl3_connectorid_value === connection);
    return isAuthorisedBy(action, document?.stl3_xerostatus, mailing);
  }).length;
};
