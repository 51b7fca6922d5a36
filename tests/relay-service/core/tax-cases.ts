/** Line tax beside an invoice discount and freight, by tax source and tax mode: what is posted to the cent, and what is refused. */
import type { Settings } from '../../../relay-service/src/core/connection.ts';
import type { Beside } from './calculated-invoice.ts';

const amount = { discountAmount: '10' };
export const percent = { discountPercentage: '10' };
const freight = { freight: '12.50' };
const taxedFreight = { freightAccountId: 'account-260', freightTax: 'sameAsLines' } as const;
export const untaxedFreight = { freightAccountId: 'account-260', freightTax: 'taxType', freightTaxTypeId: 'tax-EXEMPTOUTPUT' } as const;
export const untaxedDiscount = {
  discountWay: 'linePerTaxType',
  discountAccountId: 'account-260',
  discountTaxTypeId: 'tax-EXEMPTOUTPUT',
} as const;

// One line of 100.00 at 10 %.
export const exclusive: readonly (readonly [
  tax: string | null,
  Beside,
  Partial<Settings>,
  xeroComputes: string,
  dynamicsIsTruth: string,
])[] = [
  [null, amount, {}, '90.00 9.00 99.00', 'TAX_DOES_NOT_TIE'],
  [null, percent, {}, '90.00 9.00 99.00', 'TAX_DOES_NOT_TIE'],
  [null, freight, taxedFreight, '112.50 11.25 123.75', 'TAX_DOES_NOT_TIE'],
  ['9.00', amount, {}, '90.00 9.00 99.00', '90.00 9.00 99.00'],
  ['9.00', percent, {}, '90.00 9.00 99.00', '90.00 9.00 99.00'],
  ['9.00', amount, { ...untaxedDiscount, discountTaxTypeId: null }, '90.00 9.00 99.00', '90.00 9.00 99.00'],
  ['9.00', amount, untaxedDiscount, 'TAX_RATE_DIFFERS', 'TAX_RATE_DIFFERS'],
  ['10.00', amount, {}, 'TAX_BEFORE_DISCOUNT', 'TAX_BEFORE_DISCOUNT'],
  ['10.00', percent, {}, 'TAX_BEFORE_DISCOUNT', 'TAX_BEFORE_DISCOUNT'],
  ['10.00', amount, untaxedDiscount, '90.00 10.00 100.00', '90.00 10.00 100.00'],
  ['10.00', { ...amount, taxTotal: '9.00' }, {}, '90.00 9.00 99.00', '90.00 9.00 99.00'],
  ['13.50', amount, {}, 'TAX_RATE_DIFFERS', 'TAX_RATE_DIFFERS'],
  ['10.00', freight, untaxedFreight, '112.50 10.00 122.50', '112.50 10.00 122.50'],
  ['10.00', freight, taxedFreight, 'FREIGHT_TAX_LEFT_OUT', 'FREIGHT_TAX_LEFT_OUT'],
  ['11.25', freight, taxedFreight, '112.50 11.25 123.75', '112.50 11.25 123.75'],
  ['10.00', { ...freight, taxTotal: '11.25' }, taxedFreight, '112.50 11.25 123.75', '112.50 11.25 123.75'],
  ['15.00', freight, taxedFreight, 'TAX_RATE_DIFFERS', 'TAX_RATE_DIFFERS'],
  ['10.25', { ...amount, ...freight }, taxedFreight, '102.50 10.25 112.75', '102.50 10.25 112.75'],
  [
    '10.00',
    { ...amount, ...freight },
    taxedFreight,
    'TAX_BEFORE_DISCOUNT FREIGHT_TAX_LEFT_OUT',
    'TAX_BEFORE_DISCOUNT FREIGHT_TAX_LEFT_OUT',
  ],
  ['9.00', { ...percent, ...freight }, taxedFreight, 'FREIGHT_TAX_LEFT_OUT', 'FREIGHT_TAX_LEFT_OUT'],
  ['11.25', { ...percent, ...freight }, taxedFreight, 'TAX_BEFORE_DISCOUNT', 'TAX_BEFORE_DISCOUNT'],
  ['0.00', { discountPercentage: '100', ...freight }, untaxedFreight, '12.50 0.00 12.50', '12.50 0.00 12.50'],
];

// The same line with 100.00 as its price: within it, or without any.
export const others: readonly (readonly [Settings['lineAmountTypes'], tax: string | null, Beside, Partial<Settings>, string])[] = [
  ['inclusive', null, amount, {}, '81.82 8.18 90.00'],
  ['inclusive', null, percent, {}, '81.82 8.18 90.00'],
  ['inclusive', null, amount, untaxedDiscount, '80.91 9.09 90.00'],
  ['inclusive', null, freight, taxedFreight, '102.27 10.23 112.50'],
  ['inclusive', null, { ...amount, ...freight }, untaxedFreight, '94.32 8.18 102.50'],
  ['inclusive', '9.00', amount, {}, 'TAX_WITHIN_INCLUSIVE'],
  ['noTax', null, amount, {}, '90.00 0.00 90.00'],
  ['noTax', null, percent, untaxedDiscount, '90.00 0.00 90.00'],
  ['noTax', null, { ...amount, ...freight }, taxedFreight, '102.50 0.00 102.50'],
  ['noTax', '9.00', amount, {}, 'TAX_WITHOUT_TAX'],
];
