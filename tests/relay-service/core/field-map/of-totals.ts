/** Amounts of the whole invoice, which Xero has as lines or not at all. */
import { invoice, invoiceOf, line } from '../examples.ts';
import type { Row } from './row.ts';
import { having, ofLines, under } from './row.ts';

const exempt = line({ id: 'line-exempt', order: 2, taxTypeId: 'tax-EXEMPTOUTPUT', quantity: '1', extendedAmount: '50' });
const published = ['25.06', '25.61', '25.63'].map((amount, order) =>
  line({ id: `line-${String(order)}`, order, quantity: '1', pricePerUnit: amount, extendedAmount: amount, taxTypeId: 'tax-OUTPUT15' }),
);

export const ofTotals: readonly Row[] = [
  {
    field: 'discount on the whole invoice',
    xero: ['LineItems'],
    file: 'invoice-discount.ts',
    proofs: [
      {
        why: 'negative lines, one for each tax type, whose parts sum exactly',
        given: { invoice: invoiceOf([line(), exempt], { discountTotal: '10' }) },
        lines: [
          { UnitAmount: 50 },
          { UnitAmount: 50 },
          { UnitAmount: -6.67, TaxType: 'OUTPUT' },
          { UnitAmount: -3.33, TaxType: 'EXEMPTOUTPUT' },
        ],
        comesTo: ['140.00', '9.33', '149.33'],
      },
      {
        why: 'onto an account of its own, by setting',
        given: under(
          { discountWay: 'linePerTaxType', discountAccountId: 'account-260' },
          { invoice: invoiceOf([line()], { discountTotal: '10' }) },
        ),
        lines: [{ AccountCode: '200' }, { AccountCode: '260', UnitAmount: -10 }],
      },
    ],
  },
  {
    field: 'freight',
    xero: ['LineItems'],
    file: 'freight-line.ts',
    proofs: [
      {
        why: 'a line of its own, taxed as the settings say',
        given: under(
          { freightAccountId: 'account-260', freightTaxTypeId: 'tax-EXEMPTOUTPUT' },
          { invoice: invoiceOf([line()], { freight: '12.50' }) },
        ),
        lines: [{}, { Description: 'Freight', Quantity: 1, UnitAmount: 12.5, AccountCode: '260', TaxType: 'EXEMPTOUTPUT' }],
      },
      {
        why: 'as the lines, where these agree',
        given: under(
          { freightAccountId: 'account-260', freightTax: 'sameAsLines' },
          { invoice: invoiceOf([line()], { freight: '12.50' }) },
        ),
        lines: [{}, { TaxType: 'OUTPUT' }],
      },
      {
        why: 'not where they do not',
        given: under(
          { freightAccountId: 'account-260', freightTax: 'sameAsLines' },
          { invoice: invoiceOf([line(), exempt], { freight: '12.50' }) },
        ),
        refused: 'FREIGHT_TAX_UNCLEAR',
      },
    ],
  },
  {
    field: 'tax and totals',
    xero: [],
    file: 'totals.ts',
    proofs: [
      { why: 'tax by line, rounded there', given: { invoice: invoiceOf(published) }, comesTo: ['76.30', '11.44', '87.74'] },
      { why: 'the net has to tie to the cent', given: having({ total: '99.00' }), refused: 'NET_DOES_NOT_TIE' },
      {
        why: "tax that Dynamics carries has to be Xero's",
        given: { invoice: invoiceOf([line({ tax: '15', extendedAmount: '115' })]) },
        refused: 'TAX_RATE_DIFFERS',
      },
      {
        why: 'Dynamics is truth, by setting: then tax is missing',
        given: under({ taxSource: 'dynamicsIsTruth' }),
        refused: 'TAX_DOES_NOT_TIE',
      },
      {
        why: 'inclusive: a line has no tax of its own',
        given: { invoice: { ...ofLines({ tax: '10', extendedAmount: '110' }).invoice!, lineAmountTypes: 'inclusive' } },
        refused: 'TAX_WITHIN_INCLUSIVE',
      },
      { why: 'inclusive: the price is gross', given: having({ lineAmountTypes: 'inclusive' }), comesTo: ['90.91', '9.09', '100.00'] },
      { why: 'a third decimal', given: { invoice: { ...invoice, total: '100.005' } }, refused: 'AMOUNT_TOO_FINE' },
    ],
  },
  {
    field: 'a cent that rounding left',
    xero: ['LineItems'],
    file: 'rounding-line.ts',
    proofs: [
      {
        why: 'tax on the total is a cent above tax by line: a line closes it, untaxed',
        given: under({ roundingAccountId: 'account-860' }, { invoice: invoiceOf(published, { taxTotal: '11.45', total: '87.75' }) }),
        lines: [{}, {}, {}, { Description: 'Rounding', UnitAmount: 0.01, AccountCode: '860', TaxType: 'EXEMPTOUTPUT' }],
        comesTo: ['76.31', '11.44', '87.75'],
      },
      {
        why: 'never above the cap',
        given: under({ roundingAccountId: 'account-860' }, having({ total: '100.06' })),
        refused: 'NET_DOES_NOT_TIE',
      },
    ],
  },
];
