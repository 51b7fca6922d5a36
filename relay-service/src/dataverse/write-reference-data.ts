/** Accounts, tax types, themes and tracking of an organisation as rows: upsert, and what vanished is deactivated, never deleted. */
import type { Table, WriteRow } from '@stl3/solution';
import { accountClass, brandingTheme, chartOfAccounts, idOf, taxType, trackingCategory } from '@stl3/solution';
import { portions } from '../core/portions.ts';
import { RemoteError } from '../errors.ts';
import type { BatchOperation } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { textOf, wholeOf } from './rows.ts';

/** Xero's own words, as far as rows are made of them. */
export interface ReferenceData {
  /** Only accounts that changed are there: one that is not has not vanished. */
  readonly accountsChangedOnly?: boolean;
  readonly accounts: readonly {
    readonly AccountID: string;
    readonly Code?: string;
    readonly Name: string;
    readonly Type: string;
    readonly Class: string;
    readonly Status: string;
    readonly TaxType?: string;
    readonly SystemAccount?: string;
    readonly Description?: string;
  }[];
  readonly taxRates: readonly {
    readonly Name: string;
    readonly TaxType: string;
    readonly Status: string;
    readonly EffectiveRate?: number;
    readonly DisplayTaxRate?: number;
    readonly CanApplyToRevenue?: boolean;
    readonly CanApplyToExpenses?: boolean;
    readonly CanApplyToAssets?: boolean;
    readonly CanApplyToEquity?: boolean;
    readonly CanApplyToLiabilities?: boolean;
    readonly TaxComponents?: readonly { readonly Name: string; readonly Rate: number; readonly IsCompound: boolean }[];
  }[];
  readonly brandingThemes: readonly { readonly BrandingThemeID: string; readonly Name: string; readonly SortOrder?: number }[];
  readonly trackingCategories: readonly {
    readonly TrackingCategoryID: string;
    readonly Name: string;
    readonly Status: string;
    readonly Options?: readonly { readonly TrackingOptionID: string; readonly Name: string; readonly Status: string }[];
  }[];
}

/** A reference row to be written, by the thing's own id in Xero. */
export interface Upsert {
  readonly table: Table;
  readonly xeroId: string;
  readonly active: boolean;
  readonly row: object;
}

/** Id of a reference row: the same for the same thing of the same connection, so that reading again finds it. */
export const referenceIdOf = (table: Pick<Table, 'logicalName'>, connectorId: string, xeroId: string): string =>
  idOf(`${table.logicalName}:${connectorId.toLowerCase()}:${xeroId.toLowerCase()}`);

const classNames = { ASSET: 'asset', EQUITY: 'equity', EXPENSE: 'expense', LIABILITY: 'liability', REVENUE: 'revenue' } as const;

const accountRows = (data: ReferenceData): Upsert[] =>
  data.accounts.map((account) => {
    const name = classNames[account.Class as keyof typeof classNames];
    const row: WriteRow<typeof chartOfAccounts> = {
      stl3_name: `${account.Code ?? ''} ${account.Name}`.trim().slice(0, 200),
      stl3_code: account.Code ?? null,
      stl3_accountname: account.Name,
      stl3_accountclass: accountClass.values[name].value,
      stl3_accounttype: account.Type,
      stl3_taxtype: account.TaxType ?? null,
      stl3_systemaccount: account.SystemAccount ?? null,
      stl3_description: account.Description ?? null,
    };
    return { table: chartOfAccounts, xeroId: account.AccountID, active: account.Status === 'ACTIVE', row };
  });

/** Null where Xero names no components: the rate is then the effective one, which an empty list would hide. */
const componentsOf = ({ TaxComponents = [] }: ReferenceData['taxRates'][number]): string | null =>
  TaxComponents.length === 0
    ? null
    : JSON.stringify(TaxComponents.map(({ Rate, IsCompound }) => ({ rate: String(Rate), compound: IsCompound })));

const taxRows = (data: ReferenceData): Upsert[] =>
  data.taxRates.map((rate) => {
    const row: WriteRow<typeof taxType> = {
      stl3_name: rate.Name.slice(0, 100),
      stl3_effectiverate: rate.EffectiveRate ?? null,
      stl3_displayrate: rate.DisplayTaxRate ?? null,
      stl3_components: componentsOf(rate),
      stl3_forrevenue: rate.CanApplyToRevenue ?? false,
      stl3_forexpenses: rate.CanApplyToExpenses ?? false,
      stl3_forassets: rate.CanApplyToAssets ?? false,
      stl3_forequity: rate.CanApplyToEquity ?? false,
      stl3_forliabilities: rate.CanApplyToLiabilities ?? false,
    };
    return { table: taxType, xeroId: rate.TaxType, active: rate.Status === 'ACTIVE', row };
  });

const themeRows = (data: ReferenceData): Upsert[] =>
  data.brandingThemes.map((theme) => {
    const row: WriteRow<typeof brandingTheme> = {
      stl3_name: theme.Name.slice(0, 100),
      stl3_isdefault: theme.SortOrder === 0,
      stl3_sortorder: theme.SortOrder ?? null,
    };
    return { table: brandingTheme, xeroId: theme.BrandingThemeID, active: true, row };
  });

const trackingRows = (data: ReferenceData): Upsert[] =>
  data.trackingCategories.flatMap((category) =>
    (category.Options ?? []).map((option) => {
      const row: WriteRow<typeof trackingCategory> = {
        stl3_name: `${category.Name}: ${option.Name}`.slice(0, 210),
        stl3_categoryid: category.TrackingCategoryID,
        stl3_categoryname: category.Name,
        stl3_optionname: option.Name,
      };
      return {
        table: trackingCategory,
        xeroId: option.TrackingOptionID,
        active: category.Status === 'ACTIVE' && option.Status === 'ACTIVE',
        row,
      };
    }),
  );

/** All reference rows of an organisation. */
export const referenceRows = (data: ReferenceData): Upsert[] => [
  ...accountRows(data),
  ...taxRows(data),
  ...themeRows(data),
  ...trackingRows(data),
];

const ACTIVE = { statecode: 0, statuscode: 1 };
const INACTIVE = { statecode: 1, statuscode: 2 };

const upsertOf = (connectorId: string, { table, xeroId, row }: Upsert): BatchOperation => ({
  method: 'PATCH',
  path: `${table.setName}(${referenceIdOf(table, connectorId, xeroId)})`,
  body: { ...row, stl3_xeroid: xeroId, 'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${connectorId})` },
});

/** Whether the row holds this already; numbers are compared as numbers, for Dataverse pads decimals. */
const holds = (value: unknown, wanted: unknown): boolean =>
  typeof wanted === 'number' ? value !== null && value !== undefined && Number(value) === wanted : (value ?? null) === (wanted ?? null);

/** What differs of one table: upserts first, then states, which cannot be given when a row is created. */
const operationsOf = async (
  client: DataverseClient,
  connectorId: string,
  table: Table,
  upserts: readonly Upsert[],
  changedOnly: boolean,
): Promise<BatchOperation[]> => {
  const columns = Object.keys(upserts[0]?.row ?? {});
  const rows = await client.rows(
    `${table.setName}?$select=${['stl3_xeroid', 'statecode', ...columns].join(',')}&$filter=_stl3_connectorid_value eq ${connectorId}`,
  );
  const known = new Map(rows.map((row) => [(textOf(row, table.primaryKey) ?? '').toLowerCase(), row]));
  const wanted = new Map(upserts.map((upsert) => [referenceIdOf(table, connectorId, upsert.xeroId), upsert]));
  const differing = upserts.filter(({ xeroId, row }) => {
    const there = known.get(referenceIdOf(table, connectorId, xeroId));
    return !there || Object.entries(row).some(([name, value]) => !holds(there[name], value));
  });
  const ids = changedOnly ? wanted.keys() : new Set([...known.keys(), ...wanted.keys()]);
  const states = [...ids].flatMap((id): BatchOperation[] => {
    const row = known.get(id);
    const active = wanted.get(id)?.active ?? false;
    if (active === (row ? wholeOf(row, 'statecode') === 0 : true)) return [];
    return [{ method: 'PATCH', path: `${table.setName}(${id})`, body: active ? ACTIVE : INACTIVE, headers: { 'If-Match': '*' } }];
  });
  return [...differing.map((upsert) => upsertOf(connectorId, upsert)), ...states];
};

/** Rows in one batch: the platform takes up to 1,000. */
const AT_ONCE = 500;

/**
 * Writes reference data that was read whole; what is the same already is not touched.
 * @returns how many rows were written
 * @throws {RemoteError} when a row could not be written
 */
export const writeReferenceData = async (client: DataverseClient, connectorId: string, data: ReferenceData): Promise<number> => {
  const upserts = referenceRows(data);
  const operations: BatchOperation[] = [];
  for (const table of [chartOfAccounts, taxType, brandingTheme, trackingCategory] as const) {
    const own = upserts.filter((upsert) => upsert.table === table);
    operations.push(
      ...(await operationsOf(client, connectorId, table, own, table === chartOfAccounts && data.accountsChangedOnly === true)),
    );
  }
  for (const some of portions(operations, AT_ONCE)) {
    const results = await client.batch(some);
    const wrong = results.find(({ status }) => status >= 400);
    if (wrong)
      throw new RemoteError({
        code: 'DATAVERSE_REFUSED',
        system: 'Dataverse',
        message: 'Reference data could not be written.',
        status: wrong.status,
        executed: 'no',
        retryable: wrong.status >= 500,
        detail: wrong.text.slice(0, 500),
      });
  }
  return operations.length;
};
