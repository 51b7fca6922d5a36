/** One set of books, told twice: to the stand-in for Xero and, in the words of the mapping, to the core. */
import type { Connection, LedgerAccount, TaxRate } from '../../../../relay-service/src/core/connection.ts';
import type { Account, Organisation, TaxRate as XeroRate } from '../../../sandbox/xero/organisation.ts';

export const CONTACT_ID = 'c0ffee00-0000-4000-8000-000000000001';
export const LOCKED_UNTIL = '2025-12-31';
export const TODAY = '2026-11-20';
const THEME_ID = '0d2b1f6e-4c39-4a83-b0d3-0a7f2f6b6a10';
const CURRENCIES = ['AUD', 'USD', 'JPY', 'KWD'] as const;

type Class = LedgerAccount['class'];
interface BookAccount {
  readonly code: string;
  readonly class: Class;
  readonly archived?: true;
  readonly system?: string;
}
const accounts: readonly BookAccount[] = [
  { code: '200', class: 'revenue' },
  { code: '260', class: 'revenue' },
  { code: '710', class: 'asset' },
  { code: '850', class: 'liability' },
  { code: '300', class: 'expense' },
  { code: '429', class: 'expense' },
  { code: '299', class: 'revenue', archived: true },
  { code: '399', class: 'expense', archived: true },
  { code: '610', class: 'asset', system: 'DEBTORS' },
  { code: '860', class: 'liability', system: 'ROUNDING' },
  { code: '970', class: 'equity' },
];

interface BookRate {
  readonly code: string;
  readonly on: readonly Class[];
  readonly components: readonly (readonly [rate: string, compound: boolean])[];
  /** Worked by hand; the stand-in knows nothing of components. */
  readonly effective: number;
  readonly deleted?: true;
}
const ALL: readonly Class[] = ['asset', 'equity', 'expense', 'liability', 'revenue'];
const SALES: readonly Class[] = ['asset', 'liability', 'revenue'];
const PURCHASES: readonly Class[] = ['asset', 'expense', 'liability'];
const rates: readonly BookRate[] = [
  { code: 'OUTPUT', on: SALES, components: [['10', false]], effective: 10 },
  { code: 'OUTPUT15', on: SALES, components: [['15', false]], effective: 15 },
  { code: 'OUTPUT20', on: SALES, components: [['20', false]], effective: 20 },
  { code: 'COUNTY', on: SALES, components: [['6', false], ['2.25', false], ['0.625', false]], effective: 8.875 }, // prettier-ignore
  { code: 'COMPOUND', on: SALES, components: [['5', false], ['9.975', true]], effective: 15.47375 }, // prettier-ignore
  { code: 'EXEMPTOUTPUT', on: SALES, components: [['0', false]], effective: 0 },
  { code: 'INPUT', on: PURCHASES, components: [['10', false]], effective: 10 },
  { code: 'INPUT15', on: PURCHASES, components: [['15', false]], effective: 15 },
  { code: 'NONE', on: ALL, components: [], effective: 0 },
  { code: 'OLD', on: ALL, components: [['9', false]], effective: 9, deleted: true },
  { code: 'AVALARA', on: ALL, components: [['0', false]], effective: 0 },
];

/** Rates that lines of a side may take. */
export const ratesOf = { sales: ['OUTPUT', 'OUTPUT15', 'OUTPUT20', 'COUNTY', 'COMPOUND', 'EXEMPTOUTPUT', 'NONE'], purchase: ['INPUT', 'INPUT15', 'NONE'] } as const; // prettier-ignore
export const accountsOf = { sales: ['200', '260', '710', '850'], purchase: ['300', '429', '710', '850'] } as const;
export const percentOf = (code: string): number => rates.find((rate) => rate.code === code)?.effective ?? 0;
export const accountId = (code: string): string => `account-${code}`;
export const taxId = (code: string): string => `tax-${code}`;

const classes = { asset: 'ASSET', equity: 'EQUITY', expense: 'EXPENSE', liability: 'LIABILITY', revenue: 'REVENUE' } as const;

const xeroAccount = ({ code, class: of, archived, system }: BookAccount): Account => ({
  AccountID: accountId(code),
  Code: code,
  Name: `Account ${code}`,
  Type: classes[of],
  Class: classes[of],
  Status: archived ? 'ARCHIVED' : 'ACTIVE',
  TaxType: 'NONE',
  EnablePaymentsToAccount: false,
  ...(system === undefined ? {} : { SystemAccount: system }),
});
const xeroRate = ({ code, on, effective, deleted }: BookRate): XeroRate => ({
  Name: code,
  TaxType: code,
  Status: deleted ? 'DELETED' : 'ACTIVE',
  TaxComponents: [],
  EffectiveRate: effective,
  DisplayTaxRate: effective,
  CanApplyToAssets: on.includes('asset'),
  CanApplyToEquity: on.includes('equity'),
  CanApplyToExpenses: on.includes('expense'),
  CanApplyToLiabilities: on.includes('liability'),
  CanApplyToRevenue: on.includes('revenue'),
});

/** The organisation as the stand-in holds it. */
export const xeroBooks = (): Organisation => ({
  tenantId: 'tenant-1',
  Name: 'Fabrikam',
  ShortCode: '!abc',
  CountryCode: 'AU',
  BaseCurrency: 'AUD',
  IsDemoCompany: false,
  Timezone: 'AUSEASTERNSTANDARDTIME',
  PeriodLockDate: LOCKED_UNTIL,
  currencies: CURRENCIES.map((Code) => ({ Code, Description: Code })),
  accounts: accounts.map(xeroAccount),
  taxRates: rates.map(xeroRate),
  brandingThemes: [{ BrandingThemeID: THEME_ID, Name: 'Standard', SortOrder: 0, Type: 'INVOICE', CreatedDateUTC: 0 }],
  trackingCategories: [],
  contacts: [{ ContactID: CONTACT_ID, ContactStatus: 'ACTIVE', Name: 'Customer', UpdatedDateUTC: 0 }],
  items: [],
  invoices: [],
  creditNotes: [],
  nextNumber: 1,
  numberPrefix: 'X-',
  dayLimit: 0,
});

const coreRate = ({ code, on, components, deleted }: BookRate): TaxRate => ({
  id: taxId(code),
  code,
  name: code,
  active: deleted !== true,
  components: components.map(([rate, compound]) => ({ rate, compound })),
  allowed: { asset: on.includes('asset'), equity: on.includes('equity'), expense: on.includes('expense'), liability: on.includes('liability'), revenue: on.includes('revenue') }, // prettier-ignore
});

/** The connection as the core takes it, all but its settings. */
export const coreBooks: Omit<Connection, 'settings'> = {
  connectorId: 'connector-1',
  organisation: {
    tenantId: 'tenant-1',
    name: 'Fabrikam',
    shortCode: '!abc',
    baseCurrency: 'AUD',
    currencies: CURRENCIES,
    periodLockDate: LOCKED_UNTIL,
    endOfYearLockDate: null,
    timeZone: 'Australia/Sydney',
    demo: false,
  },
  accounts: accounts.map(({ code, class: of, archived, system }) => ({
    id: accountId(code),
    code,
    name: `Account ${code}`,
    class: of,
    active: archived !== true,
    systemAccount: system ?? null,
  })),
  taxRates: rates.map(coreRate),
  brandingThemes: { 'theme-row': THEME_ID },
  trackingOptions: [
    { id: 'region-north', category: 'Region', option: 'North', active: true },
    { id: 'region-south', category: 'Region', option: 'South', active: true },
    { id: 'region-closed', category: 'Region', option: 'Closed', active: false },
    { id: 'team-sales', category: 'Team', option: 'Sales', active: true },
  ],
};
