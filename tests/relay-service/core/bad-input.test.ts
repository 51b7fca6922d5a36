import { describe, expect, test } from '@jest/globals';
import type { Invoice, InvoiceLine } from '../../../relay-service/src/core/invoice.ts';
import { MAX_LINES } from '../../../relay-service/src/core/invoice-gates.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { buying, having, under } from './field-map/row.ts';
import { account, codesOf, connection, customer, invoiceOf, line, map, product, ready, reasonsOf, withSettings } from './examples.ts'; // prettier-ignore

type Given = Partial<MappingInput>;
const withLine = (changes: Partial<InvoiceLine>): Given => ({ invoice: invoiceOf([line(changes)]) });
const inCurrency = (code: string, changes: Partial<InvoiceLine>): Given => ({
  invoice: invoiceOf([line(changes)], { currency: { code, precision: 2 } }),
});
const HALF_AN_EMOJI = '\uD83D';

/** What nobody should have entered, each with the cause that is named on the row. */
const refused: Readonly<Record<string, readonly [Given, string]>> = {
  'an empty invoice': [{ invoice: invoiceOf([]) }, 'NO_LINES'],
  'no customer': [having({ customer: null }), 'CUSTOMER_MISSING'],
  'a customer of another table, or one that was deleted': [having({ customer: null, customerUnread: true }), 'CUSTOMER_NOT_READABLE'],
  'a lookup for who is billed that points at another table, or at a deleted row': [
    having({ customer: null, billToUnread: 'new_payerid' }),
    'PAYER_NOT_READABLE',
  ],
  'a customer without a name': [having({ customer: { ...customer, name: null } }), 'CUSTOMER_NAME_MISSING'],
  'a deleted product': [withLine({ writeIn: false, product: null }), 'PRODUCT_MISSING'],
  'a product without anything to call it': [
    withLine({ writeIn: false, name: null, product: product('', { name: null, number: null }) }),
    'LINE_TEXT_MISSING',
  ],
  'a price that overflows': [withLine({ pricePerUnit: '10000000000' }), 'AMOUNT_TOO_LARGE'],
  'an amount that overflows': [withLine({ extendedAmount: '-10000000000' }), 'AMOUNT_TOO_LARGE'],
  'a total that overflows': [
    { invoice: invoiceOf(['a', 'b'].map((id) => line({ id, quantity: '1', pricePerUnit: '9999999999', extendedAmount: '9999999999' }))) },
    'AMOUNT_TOO_LARGE',
  ],
  'a bell in a name': [withLine({ name: 'Ding\u0007' }), 'TEXT_NOT_ALLOWED'],
  'a null character in a description': [withLine({ description: 'a\u0000b' }), 'TEXT_NOT_ALLOWED'],
  'a C1 control character': [withLine({ description: 'a\u0085b' }), 'TEXT_NOT_ALLOWED'],
  'half an emoji': [withLine({ description: HALF_AN_EMOJI }), 'TEXT_NOT_ALLOWED'],
  'a control character in the Reference': [having({ description: 'PO\u001B 1' }), 'TEXT_NOT_ALLOWED'],
  'a control character in the number': [having({ number: 'INV-\u00071' }), 'NUMBER_NOT_PRINTABLE'],
  'an emoji in the number': [having({ number: 'INV-🦘' }), 'NUMBER_NOT_PRINTABLE'],
  'letters from right to left in the number': [having({ number: 'חשבונית-1' }), 'NUMBER_NOT_PRINTABLE'],
  '10,000 lines': [
    { invoice: invoiceOf(Array.from({ length: 10_000 }, (_, order) => line({ id: String(order), order }))) },
    'TOO_MANY_LINES',
  ],
  'more text than one request takes': [
    { invoice: invoiceOf(Array.from({ length: 700 }, (_, order) => line({ id: String(order), order, description: 'x'.repeat(4000) }))) },
    'DOCUMENT_TOO_LARGE',
  ],
  'a currency without a code': [having({ currency: { code: ' ', precision: 2 } }), 'CURRENCY_MISSING'],
  'no currency': [having({ currency: null }), 'CURRENCY_MISSING'],
  'a currency with a code of four letters': [having({ currency: { code: 'USDT', precision: 2 } }), 'CURRENCY_MISSING'],
  'a currency in digits': [having({ currency: { code: '840', precision: 2 } }), 'CURRENCY_MISSING'],
  'fractions of a yen': [inCurrency('JPY', { pricePerUnit: '50.25', extendedAmount: '100.50' }), 'AMOUNT_NOT_WHOLE'],
  'a thousandth of a Kuwaiti dinar': [
    inCurrency('KWD', { quantity: '1', pricePerUnit: '1.125', extendedAmount: '1.125' }),
    'AMOUNT_TOO_FINE',
  ],
  'a discount finer than a cent': [having({ discountTotal: '0.005', total: '99.995' }), 'AMOUNT_TOO_FINE'],
  'freight finer than a cent': [having({ freight: '1.005', total: '101.005' }), 'AMOUNT_TOO_FINE'],
  'freight of half a yen': [
    { invoice: invoiceOf([line()], { currency: { code: 'JPY', precision: 0 }, freight: '0.5' }) },
    'AMOUNT_NOT_WHOLE',
  ],
  'tax finer than a cent': [having({ taxTotal: '10.001', total: '110.00' }), 'AMOUNT_TOO_FINE'],
  'a date that does not exist': [having({ dueDate: '2026-02-30' }), 'DATE_INVALID'],
  'words for a date': [having({ dateDelivered: 'tomorrow' }), 'DATE_INVALID'],
  'a bill without a number': [under(buying, having({ type: 'bill', number: ' \t ' })), 'BILL_NUMBER_MISSING'],
};

const columns = ['quantity', 'pricePerUnit', 'extendedAmount', 'manualDiscount', 'volumeDiscount', 'tax'] as const;
const needed: readonly string[] = ['quantity', 'pricePerUnit', 'extendedAmount'];
const headers = ['discountTotal', 'freight', 'taxTotal', 'total'] as const;
const nonsense = ['NaN', 'Infinity', '-Infinity', '1,5', '1.2.3', 'zero', '0x10', '1e9999', '--1', '½'];

describe('bad input', () => {
  test.each(Object.entries(refused))('%s', (_, [given, code]) => {
    const reasons = reasonsOf(given);
    expect([...new Set(reasons.map((each) => each.code))]).toEqual([code]);
    for (const { message, remedy, field } of reasons) {
      expect(`${message} ${remedy}`).not.toMatch(/[{}]|undefined|NaN|unknown| {2}/);
      expect(field).toMatch(/^[a-z0-9_]+\.[a-z0-9_]+$/);
    }
  });

  test.each(columns)('%s of a line: nonsense is named with its line and column, nothing only where it is needed', (column) => {
    for (const text of nonsense)
      expect(reasonsOf(withLine({ [column]: text }))).toEqual([expect.objectContaining({ code: 'AMOUNT_NOT_A_NUMBER', line: 1 })]);
    for (const text of [null, '', ' ']) {
      const codes = needed.includes(column) ? ['LINE_AMOUNT_MISSING'] : [];
      expect([column, text, codesOf(withLine({ [column]: text }))]).toEqual([column, text, codes]);
    }
  });

  test.each(headers)('%s of the invoice: nonsense is named, nothing leaves it to the lines', (column) => {
    for (const text of nonsense) expect(codesOf(having({ [column]: text }))).toEqual(['AMOUNT_NOT_A_NUMBER']);
    for (const text of [null, '', ' ']) expect(ready({ invoice: invoiceOf([line()], { [column]: text }) }).predicted.net).toBe('100.00');
  });

  test('numbers that are none, where no amount depends on them, do no harm and never come through', () => {
    const odd: Partial<Invoice> = {
      exchangeRate: 'NaN',
      baseCurrency: 'AUD',
      paymentTerms: NaN,
      currency: { code: 'USD', precision: NaN },
    };
    const settings = withSettings({ rateSource: 'dynamics', approverAbove: 'NaN', roundingCap: 'NaN' });
    const { document, warnings } = ready({ ...having(odd), connection: settings });
    expect(document).not.toHaveProperty('CurrencyRate');
    expect(warnings?.map(({ code }) => code)).toEqual(['RATE_OF_XERO']);
    const lines = [line({ id: 'b', order: NaN, name: 'B' }), line({ id: 'a', order: NaN, name: 'A' })];
    expect(ready({ invoice: invoiceOf(lines) }).document.LineItems.map(({ Description }) => Description)).toEqual(['A', 'B']);
    expect(JSON.stringify(document)).not.toMatch(/null|NaN/);
  });

  test('pricing errors count whatever their number is', () => {
    for (const pricingError of [1, -1, 37, NaN]) expect(codesOf(having({ pricingError }))).toEqual(['PRICING_ERROR']);
  });
});

test('as many lines as Xero is known to take are sent', () => {
  const lines = Array.from({ length: MAX_LINES }, (_, order) => line({ id: String(order), order, quantity: '1', extendedAmount: '50.00' }));
  expect(ready({ invoice: invoiceOf(lines) }).document.LineItems).toHaveLength(MAX_LINES);
  expect(codesOf({ invoice: invoiceOf([...lines, line()]) })).toEqual(['TOO_MANY_LINES']);
});

describe('odd input that is right', () => {
  test.each([
    ['from right to left', 'ألواح خشب 40×20'],
    ['Hebrew with a mark of direction', 'לוחות \u200F(עץ)'],
    ['an emoji of several parts', 'Family 👨‍👩‍👧‍👦 pack'],
    ['< and &', 'a < b && "c" > d'],
    ['a tab, which Xero takes', 'a\tb'],
    ['what looks like a placeholder', '{line} {account}'],
  ])('%s', (_, text) => {
    const { document } = ready({ ...having({ description: null }), ...withLine({ name: null, description: text }) });
    expect(document.LineItems[0]?.Description).toBe(text);
  });

  test('a name with < is asked about only where a contact has to be made', () => {
    expect(map(having({ customer: { ...customer, name: 'Fabrikam <Perth>' } })).verdict).toBe('Ready');
  });

  test('a long text is cut with a mark, never within a character', () => {
    const { document } = ready(withLine({ description: `${'y'.repeat(3987)}😀${'y'.repeat(50)}` }));
    const text = document.LineItems[0]?.Description ?? '';
    expect(text.length).toBe(3999);
    expect(text.endsWith('yyy…')).toBe(true);
  });

  test.each([
    ['JPY', '12500', 12500],
    ['KRW', '1', 1],
    ['BHD', '1.25', 1.25],
    ['KWD', '3.10', 3.1],
  ])('%s %s is sent as it is', (code, amount, sent) => {
    const books = { ...connection, organisation: { ...connection.organisation, currencies: ['KRW', 'BHD', 'JPY', 'KWD'] } };
    const { document } = ready({ ...inCurrency(code, { quantity: '1', pricePerUnit: amount, extendedAmount: amount }), connection: books });
    expect(document.LineItems[0]?.UnitAmount).toBe(sent);
  });

  test('a yen price may have decimals as long as the line comes out whole', () => {
    const { document } = ready(inCurrency('JPY', { quantity: '3', pricePerUnit: '33.3333', extendedAmount: '100' }));
    expect(document.LineItems[0]).toMatchObject({ Quantity: 3, UnitAmount: 33.3333 });
  });

  test('a currency in small letters is the currency', () => {
    expect(ready(having({ currency: { code: ' usd ', precision: 2 } })).document.CurrencyCode).toBe('USD');
  });
});

describe('exchange rates', () => {
  const rated = (exchangeRate: string | null, changes: Partial<Invoice> = {}) =>
    ready({
      ...having({ currency: { code: 'USD', precision: 2 }, baseCurrency: 'AUD', exchangeRate, ...changes }),
      connection: withSettings({ rateSource: 'dynamics' }),
    });
  const rateOf = (exchangeRate: string | null, changes: Partial<Invoice> = {}) => rated(exchangeRate, changes).document.CurrencyRate;

  test('up to six decimals are sent', () => {
    expect([rateOf('0.65'), rateOf('0.654321'), rateOf('1.000001'), rateOf('151.25')]).toEqual([0.65, 0.654321, 1.000001, 151.25]);
  });

  test.each([
    ['seven decimals', '0.6543217'],
    ['nothing entered yet, which Dynamics shows as 1', '1.0000000000'],
    ['none', null],
    ['zero', '0'],
    ['below zero', '-0.65'],
  ])("%s is left to Xero's own, and said", (_, rate) => {
    expect(rateOf(rate)).toBeUndefined();
    expect(rated(rate).warnings?.map(({ code, field }) => [code, field])).toEqual([['RATE_OF_XERO', 'invoice.exchangerate']]);
  });

  test('another base currency of Dynamics says nothing about Xero', () => {
    expect(rateOf('0.65', { baseCurrency: 'NZD' })).toBeUndefined();
    expect(rateOf('0.65', { baseCurrency: null })).toBeUndefined();
  });

  test("the organisation's own currency has none, and nothing is said", () => {
    expect(rated('1', { currency: { code: 'AUD', precision: 2 } }).warnings).toBeUndefined();
    expect(ready(having({ currency: { code: 'USD', precision: 2 }, exchangeRate: '0.65', baseCurrency: 'AUD' })).warnings).toBeUndefined();
  });
});

describe('codes of another connection', () => {
  const foreign = { 'account-elsewhere': '260', 'tax-elsewhere': 'OUTPUT15', 'account-of-nothing': '777', 'tax-purchase': 'INPUT' };
  const books = { ...connection, foreignCodes: foreign };
  const sold = (changes: Parameters<typeof product>[1]) => withLine({ writeIn: false, product: product('P', changes) });

  test("a product's account and tax type count by their codes", () => {
    const { document } = ready({ connection: books, ...sold({ salesAccountId: 'account-elsewhere', salesTaxTypeId: 'tax-elsewhere' }) });
    expect(document.LineItems[0]).toMatchObject({ AccountCode: '260', TaxType: 'OUTPUT15' });
  });

  test.each(['account', 'contact'] as const)('a tax type of the customer, an %s, too', (kind) => {
    const exempt = { ...customer, kind, salesTaxTypeId: 'tax-elsewhere' };
    expect(ready({ connection: books, ...having({ customer: exempt }) }).document.LineItems[0]?.TaxType).toBe('OUTPUT15');
  });

  test('no match is a refusal', () => {
    expect(codesOf({ connection: books, ...sold({ salesAccountId: 'account-of-nothing' }) })).toEqual(['ACCOUNT_UNKNOWN']);
    expect(codesOf({ connection: books, ...sold({ salesTaxTypeId: 'tax-nowhere' }) })).toEqual(['TAX_TYPE_UNKNOWN']);
    expect(codesOf({ connection: books, ...sold({ salesTaxTypeId: 'tax-purchase' }) })).toEqual(['TAX_TYPE_NOT_ALLOWED']);
  });

  test('a line and the settings belong to their connection alone', () => {
    expect(codesOf({ connection: books, ...withLine({ accountId: 'account-elsewhere' }) })).toEqual(['ACCOUNT_UNKNOWN']);
    expect(codesOf({ connection: { ...books, settings: { ...books.settings, salesTaxTypeId: 'tax-elsewhere' } } })).toEqual([
      'TAX_TYPE_UNKNOWN',
    ]);
  });

  test("this connection's own row wins over what another calls by its id", () => {
    const accounts = [...books.accounts, account('555', { id: 'account-elsewhere' })];
    expect(
      ready({ connection: { ...books, accounts }, ...sold({ salesAccountId: 'account-elsewhere' }) }).document.LineItems[0]?.AccountCode,
    ).toBe('555');
  });
});

test('an amount for Approvers counts where the header was never recalculated, too', () => {
  const limit = withSettings({ approverAbove: '100' });
  const big = invoiceOf([line({ quantity: '1', pricePerUnit: '100.01', extendedAmount: '100.01' })]);
  expect(codesOf({ connection: limit, invoice: big })).toEqual(['NEEDS_APPROVER_ABOVE']);
  expect(codesOf({ connection: limit, invoice: invoiceOf([line()]) })).toEqual([]);
  const credited = invoiceOf([line({ quantity: '-3', extendedAmount: '-150.00' })], { type: 'salesCreditNote' });
  expect(codesOf({ connection: limit, invoice: credited })).toEqual(['NEEDS_APPROVER_ABOVE']);
});

test('an amount for Approvers was taken for one of the currency that the invoice is in', () => {
  const limit = withSettings({ approverAbove: '100' });
  const of = (amount: string, exchangeRate: string) =>
    codesOf({
      connection: limit,
      invoice: invoiceOf([line({ quantity: '1', pricePerUnit: amount, extendedAmount: amount })], { exchangeRate }),
    });
  expect(of('9000', '90')).toEqual([]);
  expect(of('9000.09', '90')).toEqual(['NEEDS_APPROVER_ABOVE']);
  expect(of('66.01', '0.66')).toEqual(['NEEDS_APPROVER_ABOVE']);
  expect(of('66', '0.66')).toEqual([]);
  expect(of('100.01', '0')).toEqual(['NEEDS_APPROVER_ABOVE']);
});
