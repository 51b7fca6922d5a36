/** First settings of a connection: proposals from the organisation's own accounts and rates, to be confirmed by an administrator. */
import type { WriteRow } from '@stl3/solution';
import { chartOfAccounts, idOf, settings, taxType } from '@stl3/solution';
import type { DataverseClient } from './client.ts';
import type { ReferenceData } from './write-reference-data.ts';
import { referenceIdOf } from './write-reference-data.ts';

type Account = ReferenceData['accounts'][number];

const usable = (account: Account): boolean =>
  account.Status === 'ACTIVE' && account.SystemAccount === undefined && account.Code !== undefined;

const accountOf = (data: ReferenceData, ...types: readonly string[]): Account | undefined =>
  types.map((type) => data.accounts.find((account) => usable(account) && account.Type === type)).find((account) => account !== undefined);

const bind = (
  table: { readonly setName: string; readonly logicalName: string },
  connectorId: string,
  xeroId: string | undefined,
): string | null => (xeroId === undefined ? null : `/${table.setName}(${referenceIdOf(table, connectorId, xeroId)})`);

/** What the organisation's own books suggest. */
const proposal = (connectorId: string, organisationName: string, demo: boolean, data: ReferenceData): WriteRow<typeof settings> => {
  const sales = accountOf(data, 'REVENUE', 'SALES');
  const purchases = accountOf(data, 'DIRECTCOSTS', 'EXPENSE');
  const rounding = data.accounts.find(({ SystemAccount }) => SystemAccount === 'ROUNDING');
  const rateOf = (account: Account | undefined): string | undefined =>
    data.taxRates.find(({ TaxType, Status }) => TaxType === account?.TaxType && Status === 'ACTIVE')?.TaxType;
  return {
    stl3_name: `Settings of ${organisationName}`.slice(0, 200),
    'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${connectorId})`,
    'stl3_SalesAccountId@odata.bind': bind(chartOfAccounts, connectorId, sales?.AccountID),
    'stl3_SalesTaxTypeId@odata.bind': bind(taxType, connectorId, rateOf(sales)),
    'stl3_PurchaseAccountId@odata.bind': bind(chartOfAccounts, connectorId, purchases?.AccountID),
    'stl3_PurchaseTaxTypeId@odata.bind': bind(taxType, connectorId, rateOf(purchases)),
    'stl3_FreightAccountId@odata.bind': bind(chartOfAccounts, connectorId, sales?.AccountID),
    'stl3_FreightTaxTypeId@odata.bind': bind(taxType, connectorId, rateOf(sales)),
    'stl3_RoundingAccountId@odata.bind': bind(chartOfAccounts, connectorId, rounding?.AccountID),
    stl3_mappingsconfirmed: demo,
    ...(demo ? { stl3_mappingsconfirmedon: new Date().toISOString() } : {}),
  };
};

/** Writes settings where the connection has none; a choice that somebody made is never overwritten. */
export const proposeSettings = async (
  client: DataverseClient,
  connectorId: string,
  data: ReferenceData & { readonly organisation: { readonly Name: string; readonly IsDemoCompany: boolean } },
): Promise<void> => {
  const known = await client.rows(
    `${settings.setName}?$select=${settings.primaryKey}&$filter=_stl3_connectorid_value eq ${connectorId}&$top=1`,
  );
  if (known.length > 0) return;
  const row = proposal(connectorId, data.organisation.Name, data.organisation.IsDemoCompany, data);
  await client.request({ method: 'PATCH', path: `${settings.setName}(${idOf(`settings:${connectorId.toLowerCase()}`)})`, body: row });
};
