/** The demo company connected in process: no server, no sockets, and the relay's own readers and writers over the stand-ins' functions. */
import { settings as settingsTable } from '@stl3/solution';
import type { Connection } from '../../relay-service/src/core/connection.ts';
import type { Invoice } from '../../relay-service/src/core/invoice.ts';
import type { BatchOperation } from '../../relay-service/src/dataverse/batch.ts';
import type { DataverseClient } from '../../relay-service/src/dataverse/client.ts';
import { readConnection } from '../../relay-service/src/dataverse/read-connection.ts';
import { readInvoices } from '../../relay-service/src/dataverse/read-invoices.ts';
import { settingsColumns } from '../../relay-service/src/dataverse/settings-row.ts';
import { writeConnector } from '../../relay-service/src/dataverse/write-connector.ts';
import { writeReferenceData } from '../../relay-service/src/dataverse/write-reference-data.ts';
import { proposeSettings } from '../../relay-service/src/dataverse/write-settings.ts';
import { coralBay } from '../sandbox/company/company.ts';
import type { Company } from '../sandbox/company/company.ts';
import { environmentOf } from '../sandbox/company/environment.ts';
import { organisationOf } from '../sandbox/company/organisation.ts';
import { people } from '../sandbox/company/people.ts';
import type { Environment } from '../sandbox/dataverse/state.ts';
import { performTogether } from '../sandbox/dataverse/perform-together.ts';
import { answerApi } from '../sandbox/xero/api.ts';
import { createState } from '../sandbox/xero/state.ts';

type Row = Readonly<Record<string, unknown>>;

/** The relay's client without the wire. `seen` is told each single row's answer. */
const clientOf = (environment: Environment, seen: (row: Row) => void): DataverseClient => {
  const perform = ({ method, path, body, headers = {} }: BatchOperation) => {
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const [answer] = performTogether(environment, people.administrator.userId, [{ method, path, headers: lower, body }], () => undefined);
    if (answer?.body) seen(answer.body as Row);
    return { status: answer?.status ?? 0, headers: answer?.headers ?? {}, body: (answer?.body ?? null) as Row | null };
  };
  return {
    origin: 'https://coralbay.crm6.dynamics.com',
    request: (request) => Promise.resolve(perform(request)),
    rows: (path) => Promise.resolve((perform({ method: 'GET', path }).body?.['value'] ?? []) as readonly Row[]),
    batch: (parts) =>
      Promise.resolve(
        parts
          .flatMap((part) => ('changeSet' in part ? part.changeSet : [part]))
          .map((part) => ({ ...perform(part), text: '' }))
          .map(({ status, body, text }) => ({ status, body, text })),
      ),
  };
};

export interface ConnectedCompany {
  readonly company: Company;
  readonly connection: Connection;
  /** The settings row as the Web API answers it. */
  readonly settings: Row;
  /** Xero's answers, as the file of an explanation holds them. */
  readonly organisation: Record<string, unknown>;
  /** The invoice as the relay reads it, and the very answer that it is read from. */
  read(invoiceId: string): Promise<{ readonly invoice: Invoice; readonly row: Row }>;
}

export const connectedCompany = async (): Promise<ConnectedCompany> => {
  const company = coralBay();
  const environment = environmentOf(company);
  environment.origin = 'https://coralbay.crm6.dynamics.com';
  let last: Row = {};
  const client = clientOf(environment, (row) => (last = row));
  const books = organisationOf(company);
  const xero = createState({}, [books]);
  const posting = { clientId: '', idempotencyKey: null, unitDecimals: 4, listLagMs: 0 };
  const answer = (path: string): Row =>
    answerApi(xero, books, { method: 'GET', path, query: {}, body: null, modifiedSince: null, posting }).body as Row;
  const list = <Element>(path: string, name = path): Element[] => answer(path)[name] as Element[];
  const [organisation] = list<Parameters<typeof writeConnector>[1]['organisation']>('Organisation', 'Organisations');
  if (!organisation) throw new Error('The stand-in names no organisation.');
  const data = {
    organisation,
    accounts: list<never>('Accounts'),
    taxRates: list<never>('TaxRates'),
    brandingThemes: list<never>('BrandingThemes'),
    trackingCategories: list<never>('TrackingCategories'),
  };
  const connectorId = await writeConnector(client, {
    tenantId: books.tenantId,
    organisation,
    currencies: list<{ readonly Code: string }>('Currencies').map(({ Code }) => Code),
    organizationId: environment.organizationId,
    environmentHost: 'coralbay.crm6.dynamics.com',
    installationId: 'installation',
    lead: { epoch: 0, sequence: 0 },
  });
  await writeReferenceData(client, connectorId, data);
  await proposeSettings(client, connectorId, data);
  const connection = await readConnection(client, connectorId);
  const [settings] = await client.rows(`${settingsTable.setName}?$select=${settingsColumns},_stl3_connectorid_value`);
  if (!connection || !settings) throw new Error('The company could not be connected.');
  const parts = ['Organisation', 'Accounts', 'TaxRates', 'Currencies', 'TrackingCategories', 'BrandingThemes', 'Contacts', 'Items'];
  return {
    company,
    connection,
    settings,
    organisation: Object.fromEntries(parts.map((part) => [part, answer(part)])),
    read: async (invoiceId) => {
      const invoice = (await readInvoices(client, [invoiceId])).get(invoiceId);
      if (!invoice) throw new Error(`There is no invoice ${invoiceId}.`);
      return { invoice, row: last };
    },
  };
};
