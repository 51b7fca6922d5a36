import { describe, expect, test } from '@jest/globals';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import {
  account,
  approver,
  choices,
  codesOf,
  connection,
  customer,
  input,
  invoice,
  invoiceOf,
  line,
  map,
  product,
  ready,
  reasonsOf,
  requester,
  withOrganisation,
  withSettings,
} from './examples.ts';

const withInvoice = (changes: Partial<typeof invoice>): Partial<MappingInput> => ({ invoice: { ...invoice, ...changes } });
const withLine = (changes: Parameters<typeof line>[0]): Partial<MappingInput> => ({ invoice: invoiceOf([line(changes)]) });
const asking = (changes: Partial<typeof choices>): MappingInput['choices'] => ({ ...choices, ...changes });

describe('a sales invoice', () => {
  test('becomes the whole document', () => {
    expect(map()).toEqual({
      verdict: 'Ready',
      document: {
        Type: 'ACCREC',
        Contact: { ContactID: 'c0ffee00-0000-4000-8000-000000000001' },
        Date: '2026-11-10',
        DueDate: '2026-12-10',
        LineAmountTypes: 'Exclusive',
        InvoiceNumber: 'INV-01042',
        Reference: 'PO 4711',
        CurrencyCode: 'AUD',
        Status: 'DRAFT',
        Url: 'https://fabrikam.crm6.dynamics.com/main.aspx?pagetype=entityrecord&etn=invoice&id=11111111-2222-4333-8444-555555555555&stl3intent=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
        LineItems: [{ Description: 'Consulting', Quantity: 2, UnitAmount: 50, AccountCode: '200', TaxType: 'OUTPUT' }],
      },
      predicted: { net: '100.00', tax: '10.00', total: '110.00', currency: 'AUD' },
      items: [],
    });
  });

  test('gives the same bytes whatever the order in which lines were read', () => {
    const lines = [line({ id: 'a', order: 2 }), line({ id: 'b', order: 1 }), line({ id: 'c', order: 1 })];
    expect(JSON.stringify(map({ invoice: invoiceOf(lines) }))).toBe(JSON.stringify(map({ invoice: invoiceOf(lines.toReversed()) })));
  });

  test('stands on the mark while its contact is to come', () => {
    expect(ready({ contactId: null }).document.Contact.ContactID).toBe('00000000-0000-0000-0000-000000000000');
  });

  test.each([
    ['draft', 'DRAFT', requester],
    ['submitted', 'SUBMITTED', requester],
    ['authorised', 'AUTHORISED', approver],
  ] as const)('is sent %s', (status, expected, who) => {
    expect(ready({ choices: asking({ status }), requester: who }).document.Status).toBe(expected);
  });

  test.each([
    ['invoice name', { useInvoiceName: true }, {}, 'October consulting'],
    ["Xero's own number", { useXeroNumber: true }, {}, undefined],
    ["the request's number over Xero's", { useXeroNumber: true }, { number: ' A 7 ' }, 'A 7'],
  ])('is numbered by %s', (_, changes, chosen, expected) => {
    expect(ready({ connection: withSettings(changes), choices: asking(chosen) }).document.InvoiceNumber).toBe(expected);
  });

  test('takes the theme of the request, else of the invoice', () => {
    expect(ready({ choices: asking({ brandingThemeId: 'theme-row' }) }).document.BrandingThemeID).toBe(
      '0d2b1f6e-4c39-4a83-b0d3-0a7f2f6b6a10',
    );
    expect(codesOf(withInvoice({ brandingThemeId: 'theme-of-another-connection' }))).toEqual(['BRANDING_THEME_UNKNOWN']);
  });

  test('cuts the reference at 255 characters, never within one', () => {
    expect(ready(withInvoice({ description: `${'x'.repeat(254)}😀` })).document.Reference).toBe('x'.repeat(254));
    expect(ready(withInvoice({ description: ' \n ' })).document.Reference).toBeUndefined();
  });

  test('is sent when paid, for a paid invoice may be sent late', () => {
    expect(map(withInvoice({ state: 2 })).verdict).toBe('Ready');
  });
});

describe('lines', () => {
  test.each([
    [
      'discount as an amount',
      { quantity: '3', pricePerUnit: '10.00', manualDiscount: '5.00', extendedAmount: '25.00' },
      { Quantity: 3, UnitAmount: 10, DiscountAmount: 5 },
    ],
    [
      'volume discount by unit',
      { quantity: '4', pricePerUnit: '10.00', volumeDiscount: '1.25', extendedAmount: '35.00' },
      { Quantity: 4, UnitAmount: 10, DiscountAmount: 5 },
    ],
    ['four decimals', { quantity: '7', pricePerUnit: '0.0625', extendedAmount: '0.44' }, { Quantity: 7, UnitAmount: 0.0625 }],
    ['a return within the invoice', { quantity: '-1', pricePerUnit: '0.00', extendedAmount: '0.00' }, { Quantity: -1, UnitAmount: 0 }],
  ])('%s', (_, changes, expected) => {
    const [sent] = ready(withLine(changes)).document.LineItems;
    expect(sent).toEqual({ Description: 'Consulting', AccountCode: '200', TaxType: 'OUTPUT', ...expected });
  });

  test.each([
    ['five decimals of quantity', { quantity: '1.23456', pricePerUnit: '10.00', extendedAmount: '12.35' }, 12.35, '1.23456 x 10'],
    ['a price that does not reproduce', { quantity: '3', pricePerUnit: '33.33', extendedAmount: '100.00' }, 100, '3 x 33.33'],
    [
      'a discount above the price',
      { quantity: '3', pricePerUnit: '5.00', manualDiscount: '16.00', extendedAmount: '-1.00' },
      -1,
      '3 x 5 less 16.00',
    ],
  ])('folds %s', (_, changes, net, original) => {
    const one = line({ id: 'other', order: 9 });
    const [sent] = ready({ invoice: invoiceOf([line(changes), one]) }).document.LineItems;
    expect(sent).toMatchObject({ Quantity: 1, UnitAmount: net, Description: `Consulting\n(${original})` });
    expect(codesOf({ invoice: invoiceOf([line(changes), one]), connection: withSettings({ foldedLine: 'refuse' }) })).toEqual([
      'LINE_NOT_REPRODUCIBLE',
    ]);
  });

  test('a product carries its item, which is made where Xero has none', () => {
    const sold = product('AX-100');
    const lines = [line({ writeIn: false, product: sold, name: 'Product AX-100', description: 'Blue\r\nLarge' })];
    const mapped = ready({ invoice: invoiceOf(lines) });
    expect(mapped.document.LineItems[0]).toMatchObject({ ItemCode: 'AX-100', Description: 'Product AX-100\nBlue\nLarge' });
    expect(mapped.items).toEqual([{ Code: 'AX-100', Name: 'Product AX-100', IsSold: true }]);
    const known = ready({ invoice: invoiceOf(lines), items: { codes: { [sold.id]: 'ax-100' } } });
    expect([known.document.LineItems[0]?.ItemCode, known.items]).toEqual(['ax-100', []]);
    const forbidden = ready({ invoice: invoiceOf(lines), connection: withSettings({ createItems: false }) });
    expect([forbidden.document.LineItems[0]?.ItemCode, forbidden.items]).toEqual([undefined, []]);
  });

  test('a write-in of nothing is text alone', () => {
    const lines = [line(), line({ id: 'note', order: 2, name: 'Thank you', quantity: '0', pricePerUnit: '0', extendedAmount: '0' })];
    expect(ready({ invoice: invoiceOf(lines) }).document.LineItems[1]).toEqual({ Description: 'Thank you' });
  });

  test("a bundle's parts are text, left out by choice, and priced where they have an amount", () => {
    const part = line({ id: 'part', order: 2, productType: 3, name: 'Wheel', quantity: '4', pricePerUnit: '0', extendedAmount: '0' });
    const dear = line({ id: 'dear', order: 3, productType: 4, name: 'Bell', quantity: '1', pricePerUnit: '7', extendedAmount: '7' });
    const texts = (changes: Partial<typeof invoice>) =>
      ready({ invoice: invoiceOf([line({ productType: 2 }), part, dear], changes) }).document.LineItems.map((sent) => [
        sent.Description,
        sent.UnitAmount,
      ]);
    expect(texts({})).toEqual([
      ['Consulting', 50],
      ['Wheel', undefined],
      ['Bell', 7],
    ]);
    expect(texts({ bundleHeaderOnly: true })).toEqual([
      ['Consulting', 50],
      ['Bell', 7],
    ]);
  });

  test('account goes line > product > settings; tax type line > customer > product > settings', () => {
    const coded = product('P', { salesAccountId: 'account-260', salesTaxTypeId: 'tax-OUTPUT15' });
    const sent = (changes: Parameters<typeof line>[0], taxedAs: string | null = null) => {
      const [item] = ready({
        invoice: invoiceOf([line({ writeIn: false, product: coded, ...changes })], { customer: { ...customer, salesTaxTypeId: taxedAs } }),
      }).document.LineItems;
      return [item?.AccountCode, item?.TaxType];
    };
    expect(sent({ accountId: 'account-200', taxTypeId: 'tax-OUTPUT' }, 'tax-EXEMPTOUTPUT')).toEqual(['200', 'OUTPUT']);
    expect(sent({}, 'tax-EXEMPTOUTPUT')).toEqual(['260', 'EXEMPTOUTPUT']);
    expect(sent({})).toEqual(['260', 'OUTPUT15']);
    expect(sent({ product: product('Q') })).toEqual(['200', 'OUTPUT']);
  });

  test('goes without tax type where the document is without tax', () => {
    const mapped = ready({ choices: asking({ lineAmountTypes: 'noTax' }), connection: withSettings({ salesTaxTypeId: null }) });
    expect(mapped.document.LineItems[0]).not.toHaveProperty('TaxType');
    expect(mapped.predicted).toMatchObject({ net: '100.00', tax: '0.00', total: '100.00' });
  });
});

const authorised = { choices: asking({ status: 'authorised' }), requester: approver };
const paidOn = (date: string) => ({ choices: asking({ status: 'authorised', date }), requester: approver });
const locked = withOrganisation({ periodLockDate: '2026-10-31', endOfYearLockDate: '2026-06-30' });
const refusals: readonly (readonly [string, Partial<MappingInput>, string])[] = [
  ['canceled', withInvoice({ state: 3 }), 'INVOICE_CANCELED'],
  ['closed', withInvoice({ state: 1 }), 'INVOICE_CLOSED'],
  ['no customer', withInvoice({ customer: null }), 'CUSTOMER_MISSING'],
  ['a nameless customer', withInvoice({ customer: { ...customer, name: ' ' } }), 'CUSTOMER_NAME_MISSING'],
  ['no lines', { invoice: invoiceOf([]) }, 'NO_LINES'],
  ['2,001 lines', { invoice: invoiceOf(Array.from({ length: 2001 }, () => line())) }, 'TOO_MANY_LINES'],
  ['no currency', withInvoice({ currency: null }), 'CURRENCY_MISSING'],
  ['a currency without code', withInvoice({ currency: { code: '', precision: 2 } }), 'CURRENCY_MISSING'],
  ['a currency not subscribed', withInvoice({ currency: { code: 'EUR', precision: 2 } }), 'CURRENCY_NOT_SUBSCRIBED'],
  ['no date', { ...withInvoice({ dateDelivered: null }), connection: withSettings({ todayIfEmpty: false }) }, 'DATE_MISSING'],
  ['a date of tomorrow', { choices: asking({ date: '2026-11-21' }) }, 'DATE_IN_FUTURE'],
  ['a day that does not exist', { choices: asking({ date: '2026-02-30' }) }, 'DATE_INVALID'],
  ['a lock date, authorised', { ...paidOn('2026-10-31'), connection: locked }, 'LOCKED_PERIOD'],
  ['no due date, authorised', { ...authorised, ...withInvoice({ dueDate: null }) }, 'DUE_DATE_MISSING'],
  ['no due date, submitted', { choices: asking({ status: 'submitted' }), ...withInvoice({ dueDate: null }) }, 'DUE_DATE_MISSING'],
  ['no account', { connection: withSettings({ salesAccountId: null }) }, 'ACCOUNT_MISSING'],
  ['an account of elsewhere', withLine({ accountId: 'account-of-another' }), 'ACCOUNT_UNKNOWN'],
  ['an archived account', withLine({ accountId: 'account-999' }), 'ACCOUNT_INACTIVE'],
  ['an account of a wrong class', withLine({ accountId: 'account-400' }), 'ACCOUNT_CLASS_NOT_ALLOWED'],
  ['a system account', withLine({ accountId: 'account-610' }), 'ACCOUNT_OF_SYSTEM'],
  ['no tax type', { connection: withSettings({ salesTaxTypeId: null }) }, 'TAX_TYPE_MISSING'],
  ['a tax type of elsewhere', withLine({ taxTypeId: 'tax-of-another' }), 'TAX_TYPE_UNKNOWN'],
  ['an inactive tax type', withLine({ taxTypeId: 'tax-OLD' }), 'TAX_TYPE_INACTIVE'],
  ['a tax type of another class', withLine({ taxTypeId: 'tax-INPUT' }), 'TAX_TYPE_NOT_ALLOWED'],
  ['automatic sales tax', withLine({ taxTypeId: 'tax-AVALARA' }), 'TAX_AUTOMATIC'],
  ['mappings not confirmed', { connection: withSettings({ mappingsConfirmed: false }) }, 'MAPPINGS_NOT_CONFIRMED'],
  ['a pricing error', withInvoice({ pricingError: 6 }), 'PRICING_ERROR'],
  ['a pricing error of a line', withLine({ pricingError: 6 }), 'PRICING_ERROR'],
  ['no role', { requester: { ...requester, roles: [] } }, 'NO_ROLE'],
  ['no right to the invoice', { requester: { ...requester, mayRead: false } }, 'NO_RIGHT_TO_INVOICE'],
  ['a User who asks for Authorised', { choices: asking({ status: 'authorised' }) }, 'NEEDS_APPROVER'],
  ['a User whose settings say Authorised', { connection: withSettings({ defaultStatus: 'authorised' }) }, 'NEEDS_APPROVER_BY_SETTINGS'],
  ['an Administrator who asks for Authorised', { ...authorised, requester: { ...requester, roles: ['administrator'] } }, 'NEEDS_APPROVER'],
  ['an amount for Approvers', { connection: withSettings({ approverAbove: '99.99' }) }, 'NEEDS_APPROVER_ABOVE'],
  [
    "an Approver's own invoice",
    { ...authorised, ...withInvoice({ ownerId: approver.id }), connection: withSettings({ authoriseOwn: false }) },
    'NEEDS_ANOTHER_APPROVER',
  ],
  ['no number', withInvoice({ number: null }), 'NUMBER_MISSING'],
  ['an endless number', { choices: asking({ number: 'x'.repeat(256) }) }, 'NUMBER_TOO_LONG'],
  ['a number with an umlaut', { choices: asking({ number: 'RÄ-1' }) }, 'NUMBER_NOT_PRINTABLE'],
  ['a number that is taken', { numbersTaken: ['inv-01042'] }, 'NUMBER_TAKEN'],
  ['control characters', withLine({ description: 'bell\u0007' }), 'TEXT_NOT_ALLOWED'],
  ['a line without text', withLine({ name: null }), 'LINE_TEXT_MISSING'],
  ['a deleted product', withLine({ writeIn: false }), 'PRODUCT_MISSING'],
  ['a project line', withLine({ productType: 5 }), 'PROJECT_LINE'],
  ['no quantity', withLine({ quantity: null }), 'LINE_AMOUNT_MISSING'],
  ['NaN', withLine({ pricePerUnit: 'NaN' }), 'AMOUNT_NOT_A_NUMBER'],
  ['NaN in the header', withInvoice({ total: 'NaN' }), 'AMOUNT_NOT_A_NUMBER'],
  ['an overflow', withLine({ pricePerUnit: '99999999999', extendedAmount: '199999999998' }), 'AMOUNT_TOO_LARGE'],
  ['a negative total', withLine({ quantity: '-2', extendedAmount: '-100.00' }), 'NEGATIVE_TOTAL'],
  ["an environment of Xero's name", { environmentUrl: 'https://my-xero.crm.dynamics.com' }, 'ENVIRONMENT_HOST_NAMES_XERO'],
];

describe('refusals', () => {
  test.each(refusals)('%s', (_, changes, code) => {
    const reasons = reasonsOf(changes);
    expect([...new Set(reasons.map((reason) => reason.code))]).toEqual([code]);
    for (const { message, remedy } of reasons) expect(message + remedy).not.toMatch(/[{}]|undefined|unknown/);
  });

  test('all obstacles are named at once, a stranger learns of none', () => {
    const broken = withInvoice({ customer: null, currency: null, lines: [line({ accountId: 'nowhere' })] });
    expect(codesOf(broken)).toEqual(['CUSTOMER_MISSING', 'CURRENCY_MISSING', 'ACCOUNT_UNKNOWN']);
    expect(codesOf({ ...broken, requester: { ...requester, roles: [] } })).toEqual(['NO_ROLE']);
  });

  test('a line is named by its place', () => {
    const lines = [line({ id: 'b', order: 2, accountId: 'nowhere' }), line({ id: 'a', order: 1 })];
    expect(reasonsOf({ invoice: invoiceOf(lines) })[0]).toMatchObject({ line: 2, field: 'invoicedetail.stl3_accountid' });
  });

  test('only choices left = needs a choice', () => {
    expect(map({ numbersTaken: ['INV-01042'] }).verdict).toBe('NeedsChoice');
    expect(map({ numbersTaken: ['INV-01042'], ...withInvoice({ customer: null }) }).verdict).toBe('Blocked');
  });
});

describe('gates that let pass', () => {
  test.each([
    ['the day after the lock date', { ...paidOn('2026-11-01'), connection: locked }],
    [
      'a demo company unconfirmed',
      { connection: { ...withOrganisation({ demo: true }), settings: withSettings({ mappingsConfirmed: false }).settings } },
    ],
    ['the base currency alone', { connection: withOrganisation({ currencies: [] }) }],
    ['a draft without due date', withInvoice({ dueDate: null })],
    ['a name with <, which may be linked', { ...withInvoice({ customer: { ...customer, name: 'A <B>' } }), contactId: null }],
    ['an Approver above the limit', { requester: approver, connection: withSettings({ approverAbove: '1' }) }],
    ['a liability account', { connection: { ...connection, accounts: [account('200', { class: 'liability' })] } }],
  ] satisfies readonly (readonly [string, Partial<MappingInput>])[])('%s', (_, changes) => {
    expect(map(changes).verdict).toBe('Ready');
  });

  test('a draft on the lock date and a future date by setting warn', () => {
    expect(ready({ connection: locked, choices: asking({ date: '2026-10-31' }) }).warnings?.map(({ code }) => code)).toEqual([
      'LOCKED_PERIOD_DRAFT',
    ]);
    expect(
      ready({ connection: withSettings({ futureDate: 'warn' }), choices: asking({ date: '2026-11-21' }) }).warnings?.map(
        ({ code }) => code,
      ),
    ).toEqual(['DATE_IN_FUTURE']);
  });

  test('input is never changed', () => {
    const before = JSON.stringify(input);
    map();
    expect(JSON.stringify(input)).toBe(before);
  });
});
