/** The empty form of each file, made of the very columns that the readers take, so that it cannot fall behind them. */
import type { Column } from '@stl3/solution';
import { settings as settingsTable } from '@stl3/solution';
import {
  accountColumns,
  contactColumns,
  currencyColumns,
  customersCurrencyColumns,
  invoiceColumns,
  lineColumns,
  primaryContactColumns,
  productColumns,
} from '../../dataverse/read-invoices.ts';
import { settingsColumns } from '../../dataverse/settings-row.ts';

const NO_ID = '00000000-0000-0000-0000-000000000000';
const empty = (columns: string): Record<string, null> => Object.fromEntries(columns.split(',').map((name) => [name, null]));

/** Expands that the readers know: one of the two customers is enough, and a write-in line has no product. */
const invoice = {
  '@odata.context': null,
  invoiceid: NO_ID,
  ...empty(invoiceColumns),
  statecode: 0,
  transactioncurrencyid: empty(currencyColumns),
  customerid_account: {
    ...empty(accountColumns),
    primarycontactid: empty(primaryContactColumns),
    transactioncurrencyid: empty(customersCurrencyColumns),
  },
  customerid_contact: { ...empty(contactColumns), transactioncurrencyid: empty(customersCurrencyColumns) },
  invoice_details: [{ ...empty(lineColumns), productid: empty(productColumns) }],
};

const defaultOf = (column: Column | undefined): unknown => (column?.type === 'yesno' || column?.type === 'choice' ? column.default : null);

const settingsForm = (): object => {
  const columns: Readonly<Record<string, Column>> = settingsTable.columns;
  return {
    _stl3_connectorid_value: null,
    ...Object.fromEntries(settingsColumns.split(',').map((name) => [name, defaultOf(columns[name])])),
  };
};

const organisation = {
  Organisation: {
    OrganisationID: NO_ID,
    Name: 'Organisation',
    ShortCode: '',
    CountryCode: 'AU',
    BaseCurrency: 'AUD',
    IsDemoCompany: false,
    Timezone: 'AUSEASTERNSTANDARDTIME',
  },
  Accounts: [{ AccountID: NO_ID, Code: '200', Name: 'Sales', Type: 'REVENUE', Class: 'REVENUE', Status: 'ACTIVE', TaxType: 'OUTPUT' }],
  TaxRates: [
    {
      Name: 'GST on Income',
      TaxType: 'OUTPUT',
      Status: 'ACTIVE',
      TaxComponents: [{ Name: 'GST', Rate: 10, IsCompound: false }],
      EffectiveRate: 10,
      CanApplyToAssets: false,
      CanApplyToEquity: false,
      CanApplyToExpenses: false,
      CanApplyToLiabilities: false,
      CanApplyToRevenue: true,
    },
  ],
  Currencies: [],
  TrackingCategories: [],
  BrandingThemes: [],
  Contacts: [],
  Items: [],
};

/** Forms by file. Lookups to reference data take the row's id or Xero's own: an account's code, a TaxType, a theme's or option's id. */
export const templates = (): { readonly invoice: object; readonly settings: object; readonly organisation: object } => ({
  invoice,
  settings: settingsForm(),
  organisation,
});
