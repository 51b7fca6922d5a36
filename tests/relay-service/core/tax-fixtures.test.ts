import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Connection, TaxRate } from '../../../relay-service/src/core/connection.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { absent, oracle } from '../../contract/oracles.ts';
import { fixedOf } from '../../sandbox/xero/arithmetic.ts';
import { demoOrganisation } from '../../sandbox/xero/demo-organisation.ts';
import type { Organisation } from '../../sandbox/xero/organisation.ts';
import { createInvoice } from '../../sandbox/xero/save-invoices.ts';
import { createState } from '../../sandbox/xero/state.ts';
import { account, codesOf, connection, input, invoice, line, ready } from './examples.ts';
import type { CountryName } from './tax/countries.ts';
import { countries } from './tax/countries.ts';
import type { Fixture } from './tax/fixtures.ts';
import { fixtures } from './tax/fixtures.ts';

const rateOf = (of: Organisation['taxRates'][number]): TaxRate => ({
  id: `tax-${of.TaxType}`,
  code: of.TaxType,
  name: of.Name,
  active: of.Status === 'ACTIVE',
  components: of.TaxComponents.map(({ Rate, IsCompound }) => ({ rate: String(Rate), compound: IsCompound })),
  allowed: {
    asset: of.CanApplyToAssets,
    equity: of.CanApplyToEquity,
    expense: of.CanApplyToExpenses,
    liability: of.CanApplyToLiabilities,
    revenue: of.CanApplyToRevenue,
  },
});

/** A connection with the country's organisation; no tax type is set anywhere, for the relay may choose none. */
const connected = (name: CountryName): Connection => {
  const { currency, timeZone, taxRates } = countries[name];
  return {
    ...connection,
    organisation: { ...connection.organisation, baseCurrency: currency, currencies: [currency], timeZone },
    settings: { ...connection.settings, salesTaxTypeId: null, purchaseAccountId: 'account-400' },
    accounts: [account('200'), account('400', { class: 'expense' }), account('710', { class: 'asset' })],
    taxRates: taxRates.map(rateOf),
  };
};

const asked = ({ country, bill, inclusive, lines }: Pick<Fixture, 'country' | 'bill' | 'inclusive' | 'lines'>): Partial<MappingInput> => ({
  connection: connected(country),
  invoice: {
    ...invoice,
    // As a flow writes it, so that every country has the same day.
    dateDelivered: '2026-11-10T00:00:00Z',
    currency: { code: countries[country].currency, precision: 2 },
    type: bill ? 'bill' : 'salesInvoice',
    lineAmountTypes: inclusive ? 'inclusive' : 'exclusive',
    lineTotal: null,
    taxTotal: null,
    total: null,
    lines: lines.map(([amount, taxType], index) =>
      line({
        id: `line-${String(index)}`,
        order: index,
        name: taxType,
        quantity: '1',
        pricePerUnit: String(amount),
        extendedAmount: String(amount),
        taxTypeId: `tax-${taxType}`,
      }),
    ),
  },
});

const expected = ({ country, bill, inclusive, lines }: Fixture) => ({
  Type: bill ? 'ACCPAY' : 'ACCREC',
  Contact: { ContactID: 'c0ffee00-0000-4000-8000-000000000001' },
  Date: '2026-11-10',
  DueDate: '2026-12-10',
  LineAmountTypes: inclusive ? 'Inclusive' : 'Exclusive',
  InvoiceNumber: 'INV-01042',
  ...(bill ? {} : { Reference: 'PO 4711' }),
  CurrencyCode: countries[country].currency,
  Status: 'DRAFT',
  Url: 'https://fabrikam.crm6.dynamics.com/main.aspx?pagetype=entityrecord&etn=invoice&id=11111111-2222-4333-8444-555555555555&stl3intent=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  LineItems: lines.map(([amount, taxType]) => ({
    Description: taxType,
    Quantity: 1,
    UnitAmount: amount,
    AccountCode: bill ? '400' : '200',
    TaxType: taxType,
  })),
});

const books = (name: CountryName): Organisation => {
  const { code, currency, taxRates } = countries[name];
  return {
    ...demoOrganisation(),
    CountryCode: code,
    BaseCurrency: currency,
    currencies: [{ Code: currency, Description: currency }],
    taxRates: [...taxRates],
    contacts: [{ ContactID: input.contactId ?? '', ContactStatus: 'ACTIVE', Name: 'Customer', UpdatedDateUTC: 0 }],
  };
};

describe.each(Object.keys(countries) as CountryName[])('tax in %s', (country) => {
  const ofCountry = fixtures.filter((fixture) => fixture.country === country);

  test.each(ofCountry.map((fixture) => [fixture.why, fixture] as const))('%s: the exact document, and what it comes to', (_, fixture) => {
    const mapped = ready(asked(fixture));
    const { net, tax, total } = fixture;
    expect(mapped.document).toEqual(expected(fixture));
    expect(mapped.predicted).toEqual({ net, tax, total, currency: countries[country].currency });
    const posting = { clientId: 'relay', idempotencyKey: null, unitDecimals: 4, listLagMs: 0 };
    const { invoice: saved, errors } = createInvoice(createState({}, []), books(country), mapped.document, posting);
    expect(errors).toEqual([]);
    expect([saved?.SubTotal, saved?.TotalTax, saved?.Total].map((amount) => fixedOf(amount ?? -1))).toEqual([net, tax, total].map(fixedOf));
  });

  test('has standard, zero, exempt, mixed and inclusive invoices', () => {
    for (const kind of ['standard', 'zero', 'exempt', 'mixed', 'inclusive'])
      expect(ofCountry.some(({ why }) => why.startsWith(kind))).toBe(true);
  });

  test('no tax type is ever chosen, however few would fit', () => {
    const { connection: books = connection, invoice: untaxed = invoice } = asked({ country, lines: [[100, 'none']] });
    const lines = untaxed.lines.map((each) => ({ ...each, taxTypeId: null }));
    for (const taxRates of [books.taxRates, books.taxRates.slice(0, 1)])
      expect(codesOf({ connection: { ...books, taxRates }, invoice: { ...untaxed, lines } })).toEqual(['TAX_TYPE_MISSING']);
  });

  const single = (taxType: string, more: { readonly bill?: true } = {}) => codesOf(asked({ country, lines: [[100, taxType]], ...more }));

  test('what is deleted, for the other side or of another country is refused by name', () => {
    for (const { TaxType, Status, CanApplyToRevenue, CanApplyToExpenses } of countries[country].taxRates) {
      if (Status === 'DELETED') expect([TaxType, single(TaxType)]).toEqual([TaxType, ['TAX_TYPE_INACTIVE']]);
      else if (!CanApplyToRevenue) expect([TaxType, single(TaxType)]).toEqual([TaxType, ['TAX_TYPE_NOT_ALLOWED']]);
      else if (!CanApplyToExpenses) expect([TaxType, single(TaxType, { bill: true })]).toEqual([TaxType, ['TAX_TYPE_NOT_ALLOWED']]);
    }
    const own = new Set<string>(countries[country].taxRates.map(({ TaxType }) => TaxType));
    const foreign = new Set<string>(Object.values(countries).flatMap(({ taxRates }) => taxRates.map(({ TaxType }) => TaxType)));
    for (const TaxType of foreign) if (!own.has(TaxType)) expect([TaxType, single(TaxType)]).toEqual([TaxType, ['TAX_TYPE_UNKNOWN']]);
  });
});

describe('automatic sales tax', () => {
  test.each([
    ['AVALARA', 'Auto Look Up'],
    ['TAX009', 'Auto Look Up'],
    ['TAX009', 'Automatic Sales Tax (NY)'],
    ['AUTOLOOKUP', 'Sales tax'],
  ])('%s, %s is refused by name', (code, name) => {
    const base = asked({ country: 'US', lines: [[100, code]] });
    const books = base.connection ?? connection;
    const taxRates = [...books.taxRates.filter((rate) => rate.code !== code), { ...books.taxRates[0]!, id: `tax-${code}`, code, name }];
    expect(codesOf({ ...base, connection: { ...books, taxRates } })).toEqual(['TAX_AUTOMATIC']);
  });

  test('a name that only begins alike is not taken for it', () => {
    const base = asked({ country: 'US', lines: [[100, 'TAX009']] });
    const books = base.connection ?? connection;
    const rate = { ...books.taxRates[0]!, id: 'tax-TAX009', code: 'TAX009', name: 'Semi-autonomous region' };
    expect(ready({ ...base, connection: { ...books, taxRates: [rate] } }).document.LineItems[0]?.TaxType).toBe('TAX009');
  });
});

test.each([
  ['not a number', 'NaN'],
  ['nothing', ''],
  ['words', 'ten'],
])('a rate that is %s is refused by name', (_, rate) => {
  const base = asked({ country: 'AU', lines: [[100, 'OUTPUT']] });
  const books = base.connection ?? connection;
  const taxRates = books.taxRates.map((each) => ({ ...each, components: [{ rate, compound: false }] }));
  expect(codesOf({ ...base, connection: { ...books, taxRates } })).toEqual(['TAX_RATE_NOT_A_NUMBER']);
});

const specification = oracle('xero/xero_accounting.yaml');
(specification ? test : test.skip)(`the codes are Xero's own (${specification ?? absent})`, () => {
  const text = readFileSync(specification ?? '', 'utf8');
  const [, list = ''] =
    /\n {4}TaxType:\n {6}description: See Tax Types[^\n]*\n {6}type: string\n {6}enum:\n((?: {8}- \w+\n)+)/.exec(text) ?? [];
  const published = new Set(list.match(/\w+/g));
  const own = Object.values(countries).flatMap(({ taxRates }) => taxRates.map(({ TaxType }) => TaxType));
  expect(published.size).toBeGreaterThan(50);
  // An organisation names rates of its own TAX001 and so on; automatic sales tax has no code in the specification.
  expect(own.filter((code) => !/^TAX\d{3}$/.test(code) && code !== 'AVALARA' && !published.has(code))).toEqual([]);
});
