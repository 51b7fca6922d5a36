/** A connection as the relay maps with it: connector, settings and reference data, in one batch. */
import {
  accountClass,
  brandingTheme,
  chartOfAccounts,
  connectionState,
  connector as connectorTable,
  itemLink,
  optionName,
  select,
  settings as settingsTable,
  subscriptionState,
  taxType,
  trackingCategory,
} from '@stl3/solution';
import type { Connection, LedgerAccount, Organisation, TaxRate, TrackingOption } from '../core/connection.ts';
import { isTimeZone } from '../core/dates.ts';
import type { WirePaymentTerms } from '../core/payment-terms.ts';
import { termsOf } from '../core/payment-terms.ts';
import type { BatchResult } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { amountOf } from './decimal-json.ts';
import type { Row } from './rows.ts';
import { connectorMarkOf, markColumns } from './connector-mark.ts';
import { listOf, lookupOf, textOf, wholeOf } from './rows.ts';
import { settingsColumns, settingsOf, timeZoneOf } from './settings-row.ts';

const active = (row: Row): boolean => wholeOf(row, 'statecode') === 0;

/** What somebody typed over them is named where a due date depends on it, and stops nothing else. */
const UNREADABLE: WirePaymentTerms = { Sales: { Type: 'unreadable' }, Bills: { Type: 'unreadable' } };

const paymentTermsOf = (row: Row): WirePaymentTerms | null => {
  try {
    return JSON.parse(textOf(row, 'stl3_paymentterms') ?? 'null') as WirePaymentTerms | null;
  } catch {
    return UNREADABLE;
  }
};

const organisationOf = (row: Row): Organisation => ({
  tenantId: textOf(row, 'stl3_xerotenantid') ?? '',
  name: textOf(row, 'stl3_organisationname') ?? '',
  shortCode: textOf(row, 'stl3_shortcode') ?? '',
  baseCurrency: textOf(row, 'stl3_basecurrency') ?? '',
  currencies: (textOf(row, 'stl3_currencies') ?? '').split(',').filter(Boolean),
  periodLockDate: textOf(row, 'stl3_periodlockdate'),
  endOfYearLockDate: textOf(row, 'stl3_endofyearlockdate'),
  timeZone: textOf(row, 'stl3_timezone') ?? 'UTC',
  demo: row['stl3_isdemo'] === true,
  salesTerms: termsOf(paymentTermsOf(row), 'sales'),
  purchaseTerms: termsOf(paymentTermsOf(row), 'purchase'),
});

const accountOf = (row: Row): LedgerAccount => ({
  id: (textOf(row, chartOfAccounts.primaryKey) ?? '').toLowerCase(),
  code: textOf(row, 'stl3_code') ?? '',
  name: textOf(row, 'stl3_accountname') ?? textOf(row, 'stl3_name') ?? '',
  class: optionName(accountClass, wholeOf(row, 'stl3_accountclass')) ?? 'asset',
  active: active(row),
  systemAccount: textOf(row, 'stl3_systemaccount'),
});

const componentsOf = (row: Row): TaxRate['components'] => {
  const json = textOf(row, 'stl3_components');
  if (json !== null) return JSON.parse(json) as TaxRate['components'];
  return [{ rate: amountOf(row['stl3_effectiverate']) ?? '0', compound: false }];
};

const taxRateOf = (row: Row): TaxRate => ({
  id: (textOf(row, taxType.primaryKey) ?? '').toLowerCase(),
  code: textOf(row, 'stl3_xeroid') ?? '',
  name: textOf(row, 'stl3_name') ?? '',
  active: active(row),
  components: componentsOf(row),
  allowed: {
    revenue: row['stl3_forrevenue'] === true,
    expense: row['stl3_forexpenses'] === true,
    asset: row['stl3_forassets'] === true,
    equity: row['stl3_forequity'] === true,
    liability: row['stl3_forliabilities'] === true,
  },
});

const trackingOptionOf = (row: Row): TrackingOption => ({
  id: (textOf(row, trackingCategory.primaryKey) ?? '').toLowerCase(),
  category: textOf(row, 'stl3_categoryname') ?? '',
  option: textOf(row, 'stl3_optionname') ?? '',
  active: active(row),
});

const connectorColumns = `${select(
  connectorTable,
  'stl3_xerotenantid',
  'stl3_organisationname',
  'stl3_shortcode',
  'stl3_basecurrency',
  'stl3_currencies',
  'stl3_periodlockdate',
  'stl3_endofyearlockdate',
  'stl3_paymentterms',
  'stl3_timezone',
  'stl3_isdemo',
  'stl3_connectionstate',
  'stl3_subscriptionstate',
)},${markColumns}`;
const accountColumns = `${select(chartOfAccounts, 'stl3_code', 'stl3_accountname', 'stl3_name', 'stl3_accountclass', 'stl3_systemaccount')},statecode`;
const taxColumns = `${select(taxType, 'stl3_xeroid', 'stl3_name', 'stl3_components', 'stl3_effectiverate', 'stl3_forrevenue', 'stl3_forexpenses', 'stl3_forassets', 'stl3_forequity', 'stl3_forliabilities')},statecode`;

const trackingColumns = `${select(trackingCategory, 'stl3_categoryname', 'stl3_optionname')},statecode`;

/** Rows that a connection is made of; reference rows carry `statecode`. */
export interface ConnectionRows {
  readonly connector: Row;
  readonly settings: Row;
  readonly accounts: readonly Row[];
  readonly taxRates: readonly Row[];
  readonly brandingThemes: readonly Row[];
  readonly trackingOptions: readonly Row[];
  /** Items that people chose for products. */
  readonly itemLinks?: readonly Row[];
}

/** A connection out of its rows. */
export const connectionOf = (connectorId: string, rows: ConnectionRows): Connection => {
  const organisation = organisationOf(rows.connector);
  const zone = timeZoneOf(rows.settings);
  const isKnownZone = zone === null || isTimeZone(zone);
  return {
    connectorId,
    organisation: { ...organisation, timeZone: isKnownZone ? (zone ?? organisation.timeZone) : organisation.timeZone },
    ...(isKnownZone ? {} : { unknownTimeZone: zone }),
    state: optionName(connectionState, wholeOf(rows.connector, 'stl3_connectionstate')) ?? 'connected',
    subscription: optionName(subscriptionState, wholeOf(rows.connector, 'stl3_subscriptionstate')) ?? 'notStarted',
    mark: connectorMarkOf(rows.connector),
    settings: settingsOf(rows.settings),
    accounts: rows.accounts.map(accountOf),
    taxRates: rows.taxRates.map(taxRateOf),
    trackingOptions: rows.trackingOptions.map(trackingOptionOf),
    itemCodes: Object.fromEntries(
      (rows.itemLinks ?? []).map((link) => [lookupOf(link, 'stl3_productid') ?? '', textOf(link, 'stl3_itemcode') ?? '']),
    ),
    brandingThemes: Object.fromEntries(
      rows.brandingThemes.map((theme) => [
        (textOf(theme, brandingTheme.primaryKey) ?? '').toLowerCase(),
        textOf(theme, 'stl3_xeroid') ?? '',
      ]),
    ),
  };
};

/** Ids of the connectors that serve invoices which name none. */
export const readDefaultConnectors = async (client: DataverseClient): Promise<ReadonlySet<string>> => {
  const rows = await client.rows(`${connectorTable.setName}?$select=${connectorTable.primaryKey}&$filter=stl3_isdefault eq true`);
  return new Set(rows.map((row) => (textOf(row, connectorTable.primaryKey) ?? '').toLowerCase()));
};

/** Rows of a query in a batch, those of its further pages too. */
const everyRow = async (client: DataverseClient, { body }: BatchResult): Promise<readonly Row[]> => {
  const next = body?.['@odata.nextLink'];
  return [...listOf(body ?? {}, 'value'), ...(typeof next === 'string' ? await client.rows(next) : [])];
};

/** Reads a connection. Null when its connector or settings row is gone. */
export const readConnection = async (client: DataverseClient, connectorId: string): Promise<Connection | null> => {
  const filter = `$filter=_stl3_connectorid_value eq ${connectorId}`;
  const [connector, settings, accounts, rates, themes, tracking, items] = await client.batch([
    { method: 'GET', path: `${connectorTable.setName}(${connectorId})?$select=${connectorColumns}` },
    { method: 'GET', path: `${settingsTable.setName}?$select=${settingsColumns}&${filter}&$top=1` },
    { method: 'GET', path: `${chartOfAccounts.setName}?$select=${accountColumns}&${filter}` },
    { method: 'GET', path: `${taxType.setName}?$select=${taxColumns}&${filter}` },
    { method: 'GET', path: `${brandingTheme.setName}?$select=${select(brandingTheme, 'stl3_xeroid')}&${filter}` },
    { method: 'GET', path: `${trackingCategory.setName}?$select=${trackingColumns}&${filter}` },
    {
      method: 'GET',
      path: `${itemLink.setName}?$select=${select(itemLink, '_stl3_productid_value', 'stl3_itemcode')}&${filter} and statecode eq 0`,
    },
  ]);
  const lists = [accounts, rates, themes, tracking, items];
  for (const result of [connector?.status === 404 ? settings : connector, settings, ...lists])
    if (result?.status !== 200)
      throw new Error(`A connection could not be read: Dataverse answered ${String(result?.status)} ${result?.text.slice(0, 300) ?? ''}`);
  const [row] = listOf(settings?.body ?? {}, 'value');
  if (connector?.status !== 200 || !connector.body || !row) return null;
  const [accountRows = [], taxRates = [], brandingThemes = [], trackingOptions = [], itemLinks = []] = await Promise.all(
    lists.flatMap((list) => (list ? [everyRow(client, list)] : [])),
  );
  return connectionOf(connectorId, {
    connector: connector.body,
    settings: row,
    accounts: accountRows,
    taxRates,
    brandingThemes,
    trackingOptions,
    itemLinks,
  });
};
