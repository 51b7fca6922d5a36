import { describe, expect, test } from '@jest/globals';
import type { Settings } from '../../../relay-service/src/core/connection.ts';
import type { KindName } from '../../../relay-service/src/core/document-kinds.ts';
import { documentKinds, kindOfType } from '../../../relay-service/src/core/document-kinds.ts';
import { identityOf } from '../../../relay-service/src/core/document-identity.ts';
import type { Invoice } from '../../../relay-service/src/core/invoice.ts';
import { intentOfReference, markedAnew } from '../../../relay-service/src/core/marker.ts';
import { account, choices, codesOf, connection, input, invoice, invoiceOf, line, product, ready, settings, taxRate } from './examples.ts';

const purchases: Partial<Settings> = { purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT' };
const sending = (type: KindName, changes: Partial<Invoice> = {}, withSettings: Partial<Settings> = purchases) => ({
  invoice: { ...invoice, brandingThemeId: 'theme-row', ...changes, type },
  connection: { ...connection, settings: { ...settings, ...withSettings } },
});

describe('what each kind carries', () => {
  const carried = ['DueDate', 'InvoiceNumber', 'CreditNoteNumber', 'Reference', 'BrandingThemeID', 'Url'] as const;
  test.each([
    ['salesInvoice', 'ACCREC', ['DueDate', 'InvoiceNumber', 'Reference', 'BrandingThemeID', 'Url']],
    ['bill', 'ACCPAY', ['DueDate', 'InvoiceNumber', 'Url']],
    ['salesCreditNote', 'ACCRECCREDIT', ['CreditNoteNumber', 'Reference', 'BrandingThemeID']],
    ['billCreditNote', 'ACCPAYCREDIT', ['CreditNoteNumber']],
  ] as const)('%s', (kind, type, expected) => {
    const { document } = ready(sending(kind));
    expect(document.Type).toBe(type);
    expect(carried.filter((name) => name in document)).toEqual(expected);
  });

  test('the request says the type before the invoice does', () => {
    expect(ready({ ...sending('salesInvoice'), choices: { ...choices, type: 'bill' } }).document.Type).toBe('ACCPAY');
  });

  const NOTHING = '00000000-0000-0000-0000-000000000000';
  test.each(
    Object.values(documentKinds).flatMap(({ name }) =>
      [true, false].flatMap((useXeroNumber) =>
        ['PO 4711', null, `#${NOTHING}`, `${'x'.repeat(240)} y`].map((description) => ({ name, useXeroNumber, description })),
      ),
    ),
  )('marked anew it is what mapping it for that intent gives: %j', ({ name, useXeroNumber, description }) => {
    const asked = sending(name, { id: NOTHING, description }, { ...purchases, useXeroNumber });
    const [unmarked, mapped] = [ready({ ...asked, intentId: NOTHING }), ready(asked)];
    expect(JSON.stringify(markedAnew(unmarked.document, NOTHING, input.intentId))).toBe(JSON.stringify(mapped.document));
    expect({ ...unmarked, document: null }).toEqual({ ...mapped, document: null });
  });

  test('only the number of a sales invoice is unique at Xero', () => {
    const known = (...asked: Parameters<typeof sending>) => {
      const { document, predicted } = ready(sending(...asked));
      return identityOf(document, predicted.total);
    };
    expect(known('salesInvoice')).toEqual({ number: 'INV-01042', numberUnique: true, sameness: null });
    expect(known('salesInvoice', {}, { useXeroNumber: true })).toMatchObject({ number: null });
    // A bill is known by its marker alone, whatever its supplier's number is.
    expect(known('bill')).toEqual({ number: null, numberUnique: false, sameness: null });
    expect(known('salesCreditNote')).toMatchObject({ number: 'INV-01042', numberUnique: false, sameness: expect.stringMatching(/\|.*\|/) });
    expect(known('salesCreditNote', {}, { useXeroNumber: true })).toMatchObject({ number: null, sameness: null });
    expect(known('billCreditNote')).toMatchObject({ number: 'INV-01042', sameness: expect.any(String) });
    for (const { name, type } of Object.values(documentKinds)) expect(kindOfType(type)).toBe(name);
    expect(ready({ ...sending('bill'), numbersTaken: ['INV-01042'] }).document.InvoiceNumber).toBe('INV-01042');
    expect(
      Object.values(documentKinds)
        .filter(({ numberUnique }) => numberUnique)
        .map(({ name }) => name),
    ).toEqual(['salesInvoice']);
  });
});

describe('bills', () => {
  test('use the purchase side, and the accounts of it', () => {
    const coded = product('P', { purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT', salesAccountId: 'account-200' });
    const lines = [line({ writeIn: false, product: coded })];
    const mapped = ready(sending('bill', invoiceOf(lines), {}));
    expect(mapped.document.LineItems[0]).toMatchObject({ AccountCode: '400', TaxType: 'INPUT', ItemCode: 'P' });
    expect(mapped.items).toEqual([{ Code: 'P', Name: 'Product P', IsSold: true, IsPurchased: true }]);
    expect(codesOf(sending('bill', invoiceOf([line({ accountId: 'account-200' })])))).toEqual(['ACCOUNT_CLASS_NOT_ALLOWED']);
    expect(codesOf(sending('bill', {}, {}))).toEqual(['ACCOUNT_MISSING']);
  });

  test("need the supplier's number, even where Xero numbers the rest", () => {
    expect(ready(sending('bill', {}, { ...purchases, useXeroNumber: true })).document.InvoiceNumber).toBe('INV-01042');
    expect(codesOf(sending('bill', { number: null }))).toEqual(['BILL_NUMBER_MISSING']);
  });

  test('have their line discounts folded into the price', () => {
    const lines = [line({ quantity: '4', pricePerUnit: '10', manualDiscount: '6', extendedAmount: '34' })];
    expect(ready(sending('bill', invoiceOf(lines))).document.LineItems[0]).toMatchObject({
      Description: 'Consulting\n(4 x 10 less 6.00)',
      Quantity: 4,
      UnitAmount: 8.5,
    });
    const odd = [line({ quantity: '3', pricePerUnit: '10', manualDiscount: '1', extendedAmount: '29' })];
    expect(ready(sending('bill', invoiceOf(odd))).document.LineItems[0]).toMatchObject({ Quantity: 1, UnitAmount: 29 });
    expect(ready(sending('bill', invoiceOf(odd))).document.LineItems[0]).not.toHaveProperty('DiscountAmount');
  });
});

describe('credit notes', () => {
  const amounts = (lines: Invoice['lines'], changes: Partial<Invoice> = {}) => {
    const { document, predicted } = ready(sending('salesCreditNote', invoiceOf(lines, changes)));
    return [...document.LineItems.map(({ Quantity, UnitAmount }) => [Quantity, UnitAmount]), predicted.total];
  };

  test('entered positive or wholly negative, they are sent positive', () => {
    const positive = [line()];
    const byQuantity = [line({ quantity: '-2', extendedAmount: '-100.00' })];
    const byPrice = [line({ pricePerUnit: '-50.00', extendedAmount: '-100.00' })];
    for (const lines of [positive, byQuantity, byPrice]) expect(amounts(lines)).toEqual([[2, 50], '110.00']);
    expect(amounts([line({ quantity: '-2', tax: '-10.00', extendedAmount: '-110.00' })], { taxTotal: '-10.00', total: '-110.00' })).toEqual(
      [[2, 50], '110.00'],
    );
  });

  test('a discount on a negative one is taken off all the same', () => {
    const lines = [line({ quantity: '-2', manualDiscount: '-10', extendedAmount: '-90.00' })];
    expect(amounts(lines)).toEqual([[2, 45], '99.00']);
  });

  test('a line above zero within a negative one is refused', () => {
    const lines = [line({ quantity: '-2', extendedAmount: '-100.00' }), line({ id: 'fee', order: 2, quantity: '1', extendedAmount: '50' })];
    expect(codesOf(sending('salesCreditNote', invoiceOf(lines)))).toEqual(['MIXED_CREDIT_NOTE']);
  });

  test('one that Xero numbers carries its marker at the end of the Reference', () => {
    const { document } = ready(sending('salesCreditNote', { description: 'x'.repeat(300) }, { useXeroNumber: true }));
    expect(document).not.toHaveProperty('CreditNoteNumber');
    expect(document.Reference).toHaveLength(255);
    expect(intentOfReference(document.Reference)).toBe(input.intentId);
    expect(intentOfReference(ready(sending('salesCreditNote')).document.Reference)).toBeNull();
    expect(ready(sending('salesCreditNote', { description: null }, { useXeroNumber: true })).document.Reference).toBe(`#${input.intentId}`);
  });

  test('an environment whose host names Xero may send them, for they have no link', () => {
    const environmentUrl = 'https://xero-test.crm.dynamics.com';
    expect(ready({ ...sending('salesCreditNote'), environmentUrl }).verdict).toBe('Ready');
    expect(codesOf({ ...sending('bill'), environmentUrl })).toEqual(['ENVIRONMENT_HOST_NAMES_XERO']);
  });

  test('a sales invoice below zero is to be sent as one', () => {
    expect(codesOf(sending('salesInvoice', invoiceOf([line({ quantity: '-2', extendedAmount: '-100.00' })])))).toEqual(['NEGATIVE_TOTAL']);
  });
});

describe('tracking', () => {
  const trackingOptions = [
    { id: 'north', category: 'Region', option: 'North', active: true },
    { id: 'south', category: 'Region', option: 'South', active: true },
    { id: 'tools', category: 'Division', option: 'Tools', active: true },
    { id: 'gone', category: 'Division', option: 'Gone', active: false },
    { id: 'sam', category: 'Region', option: 'Sam Seller', active: true },
  ];
  const tracked = (changes: Parameters<typeof line>[0], withSettings: Partial<Settings> = {}, head: Partial<Invoice> = {}) => ({
    invoice: invoiceOf([line(changes)], head),
    connection: { ...connection, trackingOptions, settings: { ...settings, ...withSettings } },
  });
  const sent = (...given: Parameters<typeof tracked>) => ready(tracked(...given)).document.LineItems.map(({ Tracking }) => Tracking);
  const north = { Name: 'Region', Option: 'North' };
  const tools = { Name: 'Division', Option: 'Tools' };

  test('line > settings, by place', () => {
    expect(sent({})).toEqual([undefined]);
    expect(sent({ trackingOption1Id: 'north' }, { trackingOption1Id: 'south', trackingOption2Id: 'tools' })).toEqual([[north, tools]]);
  });

  test("the line's option pushes out the default of its category, at whichever place that stands", () => {
    expect(sent({ trackingOption1Id: 'north' }, { trackingOption1Id: 'tools', trackingOption2Id: 'south' })).toEqual([[north, tools]]);
    expect(sent({ trackingOption1Id: 'north' }, { trackingOption1Id: 'gone', trackingOption2Id: 'south' })).toEqual([[north]]);
    expect(codesOf(tracked({}, { trackingOption1Id: 'north', trackingOption2Id: 'south' }))).toEqual(['TRACKING_TWICE']);
  });

  test("by the owner's name, the fixed one where there is none", () => {
    const byOwner = { trackingSource: 'owner', trackingOption1Id: 'north' } as const;
    expect(sent({}, byOwner, { ownerName: 'sam seller' })).toEqual([[{ Name: 'Region', Option: 'Sam Seller' }]]);
    expect(sent({}, byOwner, { ownerName: 'Nobody' })).toEqual([[north]]);
    expect(sent({}, { trackingSource: 'businessUnit' }, { ownerBusinessUnit: 'Tools' })).toEqual([[tools]]);
  });

  test('lines that the document adds take the default', () => {
    expect(sent({}, { trackingOption1Id: 'north' }, { discountTotal: '10' })).toEqual([[north], [north]]);
  });

  test.each([
    [{ trackingOption1Id: 'elsewhere' }, 'TRACKING_UNKNOWN'],
    [{ trackingOption2Id: 'gone' }, 'TRACKING_INACTIVE'],
    [{ trackingOption1Id: 'north', trackingOption2Id: 'south' }, 'TRACKING_TWICE'],
  ])('%p is refused', (changes, code) => {
    expect(codesOf(tracked(changes))).toEqual([code]);
  });
});

describe('exchange rates', () => {
  const rated = (changes: Partial<Invoice>, rateSource: 'xero' | 'dynamics' = 'dynamics') =>
    ready({
      invoice: { ...invoice, currency: { code: 'USD', precision: 2 }, baseCurrency: 'AUD', exchangeRate: '0.651234', ...changes },
      connection: { ...connection, settings: { ...settings, rateSource } },
    });

  test("Dynamics' where it means the same and fits, else Xero's with a warning", () => {
    expect(rated({}).document.CurrencyRate).toBe(0.651234);
    for (const changes of [{ baseCurrency: 'GBP' }, { exchangeRate: '0.6512345' }, { exchangeRate: '0' }, { exchangeRate: null }]) {
      const { document, warnings } = rated(changes);
      expect([document.CurrencyRate, warnings?.map(({ code }) => code)]).toEqual([undefined, ['RATE_OF_XERO']]);
    }
  });

  test('never by default, never in base currency', () => {
    expect(rated({}, 'xero').document).not.toHaveProperty('CurrencyRate');
    expect(rated({ currency: { code: 'AUD', precision: 2 }, exchangeRate: '1' })).not.toHaveProperty('warnings');
  });
});

test('classes of accounts and rates are of the organisation, whatever its country', () => {
  const uk = {
    ...connection,
    accounts: [account('200')],
    taxRates: [taxRate('OUTPUT2', '20')],
    settings: { ...settings, salesTaxTypeId: 'tax-OUTPUT2' },
  };
  expect(ready({ connection: uk }).predicted.total).toBe('120.00');
});
