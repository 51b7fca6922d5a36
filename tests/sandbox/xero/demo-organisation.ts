/** The demo company in Xero: Australian, as data. */
import { idOf } from '@stl3/solution';
import type { Account, Organisation, TaxRate } from './organisation.ts';

const account = (Code: string, Name: string, Type: string, Class: Account['Class'], TaxType: string, SystemAccount?: string): Account => ({
  AccountID: idOf(`xero-account:${Code}`),
  Code,
  Name,
  Type,
  Class,
  Status: 'ACTIVE',
  TaxType,
  EnablePaymentsToAccount: false,
  ...(SystemAccount === undefined ? {} : { SystemAccount }),
});

const rate = (TaxType: string, Name: string, percent: number, on: 'revenue' | 'expenses' | 'all'): TaxRate => ({
  Name,
  TaxType,
  Status: 'ACTIVE',
  TaxComponents: [{ Name: percent === 0 ? 'No tax' : 'GST', Rate: percent, IsCompound: false, IsNonRecoverable: false }],
  EffectiveRate: percent,
  DisplayTaxRate: percent,
  CanApplyToAssets: on !== 'revenue',
  CanApplyToEquity: on === 'all',
  CanApplyToExpenses: on !== 'revenue',
  CanApplyToLiabilities: on !== 'revenue',
  CanApplyToRevenue: on !== 'expenses',
});

/** A fresh demo company. */
export const demoOrganisation = (): Organisation => ({
  tenantId: idOf('xero-organisation:demo'),
  Name: 'Demo Company (AU)',
  ShortCode: '!23QZd',
  CountryCode: 'AU',
  BaseCurrency: 'AUD',
  IsDemoCompany: true,
  Timezone: 'AUSEASTERNSTANDARDTIME',
  currencies: [
    { Code: 'AUD', Description: 'Australian Dollar' },
    { Code: 'GBP', Description: 'British Pound' },
    { Code: 'USD', Description: 'United States Dollar' },
  ],
  accounts: [
    account('090', 'Business Bank Account', 'BANK', 'ASSET', 'BASEXCLUDED'),
    account('200', 'Sales', 'REVENUE', 'REVENUE', 'OUTPUT'),
    account('260', 'Other Revenue', 'REVENUE', 'REVENUE', 'OUTPUT'),
    account('270', 'Interest Income', 'REVENUE', 'REVENUE', 'EXEMPTOUTPUT'),
    account('300', 'Purchases', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'),
    account('310', 'Cost of Goods Sold', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'),
    account('400', 'Advertising', 'EXPENSE', 'EXPENSE', 'INPUT'),
    account('404', 'Bank Fees', 'EXPENSE', 'EXPENSE', 'EXEMPTEXPENSES'),
    account('425', 'Freight & Courier', 'EXPENSE', 'EXPENSE', 'INPUT'),
    account('610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'BASEXCLUDED', 'DEBTORS'),
    account('800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', 'CREDITORS'),
    account('820', 'GST', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', 'GST'),
    account('860', 'Rounding', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', 'ROUNDING'),
    account('970', 'Owner A Share Capital', 'EQUITY', 'EQUITY', 'BASEXCLUDED'),
  ],
  taxRates: [
    rate('OUTPUT', 'GST on Income', 10, 'revenue'),
    rate('INPUT', 'GST on Expenses', 10, 'expenses'),
    rate('EXEMPTOUTPUT', 'GST Free Income', 0, 'revenue'),
    rate('EXEMPTEXPENSES', 'GST Free Expenses', 0, 'expenses'),
    rate('BASEXCLUDED', 'BAS Excluded', 0, 'all'),
  ],
  brandingThemes: [
    { BrandingThemeID: idOf('xero-theme:standard'), Name: 'Standard', SortOrder: 0, Type: 'INVOICE', CreatedDateUTC: Date.UTC(2025, 0, 6) },
    {
      BrandingThemeID: idOf('xero-theme:special'),
      Name: 'Special Projects',
      SortOrder: 1,
      Type: 'INVOICE',
      CreatedDateUTC: Date.UTC(2025, 2, 3),
    },
  ],
  trackingCategories: ['Region', 'Department'].map((Name, index) => ({
    TrackingCategoryID: idOf(`xero-tracking:${Name}`),
    Name,
    Status: 'ACTIVE',
    Options: (index === 0 ? ['Eastside', 'North', 'South', 'West Coast'] : ['Sales', 'Service']).map((option) => ({
      TrackingOptionID: idOf(`xero-tracking:${Name}:${option}`),
      Name: option,
      Status: 'ACTIVE',
    })),
  })),
  contacts: [],
  items: [],
  invoices: [],
  creditNotes: [],
  nextNumber: 1,
  numberPrefix: 'INV-',
  dayLimit: 5000,
});
