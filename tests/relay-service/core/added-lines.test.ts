import { describe, expect, test } from '@jest/globals';
import type { Settings } from '../../../relay-service/src/core/connection.ts';
import type { Invoice } from '../../../relay-service/src/core/invoice.ts';
import { account, choices, codesOf, invoiceOf, line, ready, reasonsOf, withSettings } from './examples.ts';

const of = (net: string, changes: Parameters<typeof line>[0] = {}) =>
  line({
    id: `${net}${changes.taxTypeId ?? ''}${changes.accountId ?? ''}`,
    quantity: '1',
    pricePerUnit: net,
    extendedAmount: net,
    ...changes,
  });
const added = (invoice: Invoice, settings: Partial<Settings>, request = choices) =>
  ready({ invoice, connection: withSettings(settings), choices: request })
    .document.LineItems.filter(({ Description }) => ['Discount', 'Freight', 'Rounding'].includes(Description))
    .map(({ Description, UnitAmount, AccountCode, TaxType }) => [Description, UnitAmount, AccountCode, TaxType]);

const mixed = [
  of('100', { taxTypeId: 'tax-OUTPUT' }),
  of('50', { taxTypeId: 'tax-EXEMPTOUTPUT' }),
  of('50', { taxTypeId: 'tax-OUTPUT', accountId: 'account-260' }),
];

describe('a discount on the whole invoice', () => {
  const discounted = invoiceOf(mixed, { discountTotal: '10.01' });

  test('is spread over account and tax type, to the cent', () => {
    expect(added(discounted, {})).toEqual([
      ['Discount', -5.01, '200', 'OUTPUT'],
      ['Discount', -2.5, '200', 'EXEMPTOUTPUT'],
      ['Discount', -2.5, '260', 'OUTPUT'],
    ]);
    expect(ready({ invoice: discounted }).predicted).toMatchObject({ net: '189.99', tax: '14.25', total: '204.24' });
  });

  test('comes out in whole yen', () => {
    const thirds = ['200', '260', '270'].map((code) => of('300', { accountId: `account-${code}` }));
    const yen = invoiceOf(thirds, { discountTotal: '100', currency: { code: 'JPY', precision: 0 } });
    const connection = { ...withSettings({}), accounts: [account('200'), account('260'), account('270')] };
    expect(
      ready({ invoice: yen, connection })
        .document.LineItems.filter(({ Description }) => Description === 'Discount')
        .map(({ UnitAmount }) => UnitAmount),
    ).toEqual([-34, -33, -33]);
  });

  test('is one line per tax type on an account of its own', () => {
    expect(added(discounted, { discountWay: 'linePerTaxType', discountAccountId: 'account-260' })).toEqual([
      ['Discount', -7.51, '260', 'OUTPUT'],
      ['Discount', -2.5, '260', 'EXEMPTOUTPUT'],
    ]);
  });

  test('takes the tax type of the settings, as one line', () => {
    const own = { discountWay: 'linePerTaxType', discountAccountId: 'account-260', discountTaxTypeId: 'tax-EXEMPTOUTPUT' } as const;
    expect(added(discounted, own)).toEqual([['Discount', -10.01, '260', 'EXEMPTOUTPUT']]);
    expect(ready({ invoice: discounted, connection: withSettings(own) }).predicted).toMatchObject({ net: '189.99', tax: '15.00' });
    expect(added(discounted, own, { ...choices, lineAmountTypes: 'noTax' })).toEqual([['Discount', -10.01, '260', undefined]]);
  });

  test('that is spread is taxed as the lines are, whatever tax type the hidden field holds', () => {
    expect(added(discounted, { discountTaxTypeId: 'tax-EXEMPTOUTPUT' })).toEqual(added(discounted, {}));
  });

  test.each([
    [{ discountWay: 'linePerTaxType', discountAccountId: 'account-260', discountTaxTypeId: 'tax-OLD' }, 'TAX_TYPE_INACTIVE'],
    [{ discountWay: 'linePerTaxType', discountAccountId: 'account-260', discountTaxTypeId: 'tax-gone' }, 'TAX_TYPE_UNKNOWN'],
    [{ discountWay: 'linePerTaxType' }, 'DISCOUNT_ACCOUNT_MISSING'],
    [{ discountWay: 'linePerTaxType', discountAccountId: 'account-999' }, 'ACCOUNT_INACTIVE'],
  ] as const)('%p', (settings, code) => {
    expect(codesOf({ invoice: discounted, connection: withSettings(settings) })).toEqual([code]);
  });

  test('needs something to be taken off', () => {
    expect(codesOf({ invoice: invoiceOf([of('0')], { discountTotal: '5' }) })).toEqual(['DISCOUNT_WITHOUT_LINES']);
  });
});

describe('freight', () => {
  const shipped = (lines = [of('100')]) => invoiceOf(lines, { freight: '12.50' });
  const freightAccountId = 'account-260';

  test('is a line of its own', () => {
    expect(added(shipped(), { freightAccountId, freightTaxTypeId: 'tax-EXEMPTOUTPUT' })).toEqual([
      ['Freight', 12.5, '260', 'EXEMPTOUTPUT'],
    ]);
    expect(added(shipped(), { freightAccountId, freightTax: 'sameAsLines' })).toEqual([['Freight', 12.5, '260', 'OUTPUT']]);
    expect(added(shipped(), { freightAccountId }, { ...choices, lineAmountTypes: 'noTax' })).toEqual([['Freight', 12.5, '260', undefined]]);
  });

  test.each([
    [{}, [of('100')], 'FREIGHT_ACCOUNT_MISSING'],
    [{ freightAccountId }, [of('100')], 'FREIGHT_TAX_MISSING'],
    [{ freightAccountId, freightTax: 'sameAsLines' }, mixed, 'FREIGHT_TAX_UNCLEAR'],
    [{ freightAccountId: 'account-999' }, [of('100')], 'ACCOUNT_INACTIVE'],
    [{ freightAccountId, freightTaxTypeId: 'tax-OLD' }, [of('100')], 'TAX_TYPE_INACTIVE'],
  ] as const)('%p', (settings, lines, code) => {
    expect(codesOf({ invoice: shipped([...lines]), connection: withSettings(settings) })).toEqual([code]);
  });

  test('a fault of the settings names no line', () => {
    const [first] = reasonsOf({ invoice: shipped(), connection: withSettings({ freightAccountId: 'account-999' }) });
    expect(first).not.toHaveProperty('line');
    expect(first?.message).toBe('The account 999 Account 999 in the settings is archived in Xero.');
  });
});

describe('the rounding line', () => {
  const taxed = (net: string, tax: string, gross: string) => of(net, { tax, extendedAmount: gross });
  const published = (taxTotal: string, total: string) =>
    invoiceOf([taxed('25.06', '3.76', '28.82'), taxed('25.61', '3.84', '29.45'), taxed('25.63', '3.84', '29.47')], { taxTotal, total });
  const rounding = { salesTaxTypeId: 'tax-OUTPUT15', roundingAccountId: 'account-860' };

  test('closes 11.45 of tax on the total against 11.44 by line', () => {
    expect(added(published('11.45', '87.75'), rounding)).toEqual([['Rounding', 0.01, '860', 'EXEMPTOUTPUT']]);
    expect(ready({ invoice: published('11.45', '87.75'), connection: withSettings(rounding) }).predicted).toMatchObject({
      net: '76.31',
      tax: '11.44',
      total: '87.75',
    });
  });

  test('is not needed where all ties', () => {
    expect(added(published('11.44', '87.74'), rounding)).toEqual([]);
  });

  test('closes cents of a header that was rounded otherwise', () => {
    expect(added(invoiceOf([of('10')], { total: '9.97' }), rounding)).toEqual([['Rounding', -0.03, '860', 'EXEMPTOUTPUT']]);
    expect(added(invoiceOf([of('10')], { total: '9.97' }), rounding, { ...choices, lineAmountTypes: 'noTax' })).toEqual([
      ['Rounding', -0.03, '860', undefined],
    ]);
  });

  test.each([
    ['above the cap', invoiceOf([of('10')], { total: '9.94' }), {}, 'NET_DOES_NOT_TIE'],
    ['above a cap of one cent', invoiceOf([of('10')], { total: '9.98' }), { roundingCap: '0.01' }, 'NET_DOES_NOT_TIE'],
    ['more than a cent a line of tax', published('11.48', '87.78'), {}, 'TAX_DOES_NOT_TIE'],
    ['where Dynamics is the truth', published('11.45', '87.75'), { taxSource: 'dynamicsIsTruth' }, 'TAX_DOES_NOT_TIE'],
    ['without an account', published('11.45', '87.75'), { roundingAccountId: null }, 'TAX_DOES_NOT_TIE'],
    ['onto another system account', published('11.45', '87.75'), { roundingAccountId: 'account-610' }, 'ACCOUNT_OF_SYSTEM'],
    ['onto an archived account', published('11.45', '87.75'), { roundingAccountId: 'account-999' }, 'ACCOUNT_INACTIVE'],
  ] as const)('is refused %s', (_, invoice, settings, code) => {
    expect(codesOf({ invoice, connection: withSettings({ ...rounding, ...settings }) })).toContain(code);
  });
});
