/** Organisations of six countries with the tax rates that each lists for itself, in Xero's own words (GET /TaxRates). */
import type { Organisation, TaxRate } from '../../../sandbox/xero/organisation.ts';

type Side = 'sales' | 'purchases' | 'both';
type Component = readonly [name: string, percent: number, compound?: true];

const rate = (TaxType: string, Name: string, side: Side, effective: number, ...components: readonly Component[]): TaxRate => ({
  Name,
  TaxType,
  Status: 'ACTIVE',
  TaxComponents: (components.length === 0 ? [[Name, effective] as const] : components).map(([name, percent, compound]) => ({
    Name: name,
    Rate: percent,
    IsCompound: compound === true,
    IsNonRecoverable: false,
  })),
  EffectiveRate: effective,
  DisplayTaxRate: effective,
  // As Xero lists them: what is bought may be an asset, what is sold may be a liability such as a deposit.
  CanApplyToAssets: true,
  CanApplyToEquity: side === 'both',
  CanApplyToExpenses: side !== 'sales',
  CanApplyToLiabilities: true,
  CanApplyToRevenue: side !== 'purchases',
});
const deleted = (of: TaxRate): TaxRate => ({ ...of, Status: 'DELETED' });

export interface Country {
  readonly code: Organisation['CountryCode'];
  readonly currency: string;
  readonly timeZone: string;
  readonly taxRates: readonly TaxRate[];
}

export const countries = {
  AU: {
    code: 'AU',
    currency: 'AUD',
    timeZone: 'Australia/Sydney',
    taxRates: [
      rate('OUTPUT', 'GST on Income', 'sales', 10),
      rate('INPUT', 'GST on Expenses', 'purchases', 10),
      rate('CAPEXINPUT', 'GST on Capital', 'purchases', 10),
      rate('EXEMPTOUTPUT', 'GST Free Income', 'sales', 0),
      rate('EXEMPTEXPORT', 'GST Free Exports', 'sales', 0),
      rate('EXEMPTEXPENSES', 'GST Free Expenses', 'purchases', 0),
      rate('INPUTTAXED', 'Input Taxed', 'both', 0),
      rate('BASEXCLUDED', 'BAS Excluded', 'both', 0),
    ],
  },
  NZ: {
    code: 'NZ',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    taxRates: [
      rate('OUTPUT2', '15% GST on Income', 'sales', 15),
      rate('INPUT2', '15% GST on Expenses', 'purchases', 15),
      deleted(rate('OUTPUT', '12.5% GST on Income', 'sales', 12.5)),
      rate('ZERORATED', 'Zero Rated', 'both', 0),
      rate('NONE', 'No GST', 'both', 0),
    ],
  },
  UK: {
    code: 'GB',
    currency: 'GBP',
    timeZone: 'Europe/London',
    taxRates: [
      rate('OUTPUT2', '20% (VAT on Income)', 'sales', 20),
      rate('INPUT2', '20% (VAT on Expenses)', 'purchases', 20),
      rate('RROUTPUT', '5% (VAT on Income)', 'sales', 5),
      rate('RRINPUT', '5% (VAT on Expenses)', 'purchases', 5),
      deleted(rate('SROUTPUT', '17.5% (VAT on Income)', 'sales', 17.5)),
      rate('ZERORATEDOUTPUT', 'Zero Rated Income', 'sales', 0),
      rate('ZERORATEDINPUT', 'Zero Rated Expenses', 'purchases', 0),
      rate('EXEMPTOUTPUT', 'Exempt Income', 'sales', 0),
      rate('ECZROUTPUTSERVICES', 'Zero Rated EC Services', 'sales', 0),
      rate('NONE', 'No VAT', 'both', 0),
    ],
  },
  US: {
    code: 'US',
    currency: 'USD',
    timeZone: 'America/New_York',
    taxRates: [
      rate('NONE', 'Tax Exempt', 'both', 0),
      rate('OUTPUT', 'Tax on Sales', 'sales', 0),
      rate('INPUT', 'Tax on Purchases', 'purchases', 0),
      rate('TAX001', 'New York City', 'both', 8.875, ['State', 4], ['City', 4.5], ['MCTD', 0.375]),
      rate('TAX002', 'Los Angeles', 'both', 9.5, ['State', 7.25], ['District', 2.25]),
      // Worked by hand: 5 + 9.975 % of 105.
      rate('TAX003', 'Tax on tax', 'both', 15.47375, ['First', 5], ['Second, on the first too', 9.975, true]),
      deleted(rate('TAX004', 'New York City before 2009', 'both', 8.375)),
      rate('AVALARA', 'Auto Look Up', 'both', 0),
    ],
  },
  SG: {
    code: 'SG',
    currency: 'SGD',
    timeZone: 'Asia/Singapore',
    taxRates: [
      rate('OUTPUTY24', 'Standard-Rated Supplies', 'sales', 9),
      rate('INPUTY24', 'Standard-Rated Purchases', 'purchases', 9),
      deleted(rate('OUTPUT', 'Standard-Rated Supplies (7%)', 'sales', 7)),
      rate('ZERORATEDOUTPUT', 'Zero-Rated Supplies', 'sales', 0),
      rate('ES33OUTPUT', 'Regulation 33 Exempt Supplies', 'sales', 0),
      rate('OSOUTPUT', 'Out Of Scope Supplies', 'sales', 0),
      rate('NONE', 'No Tax', 'both', 0),
    ],
  },
  ZA: {
    code: 'ZA',
    currency: 'ZAR',
    timeZone: 'Africa/Johannesburg',
    taxRates: [
      rate('OUTPUT3', 'Standard Rate Sales', 'sales', 15),
      rate('INPUT3', 'Standard Rate Purchases', 'purchases', 15),
      deleted(rate('OUTPUT', 'Old Standard Rate Sales', 'sales', 14)),
      rate('ZERORATEDOUTPUT', 'Zero Rate (Excluding Goods Exported)', 'sales', 0),
      rate('EXEMPTOUTPUT', 'Exempt and Non-Supplies', 'sales', 0),
      rate('NONE', 'No VAT', 'both', 0),
    ],
  },
} as const satisfies Readonly<Record<string, Country>>;

export type CountryName = keyof typeof countries;
