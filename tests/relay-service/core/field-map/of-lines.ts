/** Fields of a line. */
import { connection, customer, product } from '../examples.ts';
import type { Row } from './row.ts';
import { buying, having, ofLines, under } from './row.ts';

const blue = product('AX-100', { salesAccountId: 'account-260', salesTaxTypeId: 'tax-OUTPUT15', purchaseAccountId: 'account-400' });
const sold = { writeIn: false, product: blue, name: 'Chair' } as const;
const nothing = { quantity: '0', pricePerUnit: '0', extendedAmount: '0' } as const;
const part = { productType: 3, quantity: '4', pricePerUnit: '0', extendedAmount: '0' } as const;
const blueTeam = { id: 'team-blue', category: 'Team', option: 'Blue', active: true };
const perth = { id: 'place-perth', category: 'Place', option: 'Perth', active: true };

export const ofInvoiceLines: readonly Row[] = [
  {
    field: 'write-in line',
    xero: ['LineItems', 'Description', 'Quantity', 'UnitAmount', 'AccountCode', 'TaxType'],
    file: 'document-lines.ts',
    proofs: [
      {
        why: 'all that it has, and no item',
        given: ofLines({}),
        lines: [{ Description: 'Consulting', Quantity: 2, UnitAmount: 50, AccountCode: '200', TaxType: 'OUTPUT' }],
        without: ['ItemCode', 'DiscountAmount', 'Tracking'],
      },
    ],
  },
  {
    field: 'write-in of no quantity and no price',
    xero: ['Description'],
    file: 'document-lines.ts',
    proofs: [
      {
        why: 'text alone',
        given: ofLines({}, { ...nothing, name: 'Thank you' }),
        lines: [{ Quantity: 2 }, { Description: 'Thank you', Quantity: undefined, AccountCode: undefined }],
      },
    ],
  },
  {
    field: 'product',
    xero: ['ItemCode'],
    file: 'item-code.ts',
    proofs: [
      { why: 'its number is the code', given: ofLines(sold), lines: [{ ItemCode: 'AX-100', Quantity: 2, UnitAmount: 50 }] },
      { why: 'cut to 30 characters', given: ofLines({ ...sold, product: product('N'.repeat(40)) }), lines: [{ ItemCode: 'N'.repeat(30) }] },
      { why: 'as Xero has it', given: { ...ofLines(sold), items: { codes: { [blue.id]: 'STORED' } } }, lines: [{ ItemCode: 'STORED' }] },
      { why: 'none, where new ones may not be made', given: under({ createItems: false }, ofLines(sold)), without: ['ItemCode'] },
    ],
  },
  {
    field: 'bundle',
    xero: ['Description'],
    file: 'document-lines.ts',
    proofs: [
      {
        why: 'a header with a price, parts as text; a part with an amount of its own has its price',
        given: ofLines(
          { productType: 2 },
          { ...part, name: 'Wheel' },
          { ...part, productType: 4, name: 'Bell', pricePerUnit: '2', extendedAmount: '8' },
        ),
        lines: [{ UnitAmount: 50 }, { Description: 'Wheel', UnitAmount: undefined }, { Description: 'Bell', Quantity: 4, UnitAmount: 2 }],
      },
      {
        why: 'header only: parts without an amount are left out',
        given: under({ bundleHeaderOnly: true }, ofLines({ productType: 2 }, { ...part, name: 'Wheel' })),
        lines: [{ Description: 'Consulting' }],
      },
    ],
  },
  {
    field: 'text of a line',
    xero: ['Description'],
    file: 'text.ts',
    proofs: [
      {
        why: 'name, then description',
        given: ofLines({ description: 'In October\r\nat your place' }),
        lines: [{ Description: 'Consulting\nIn October\nat your place' }],
      },
      {
        why: 'by sequence number',
        given: ofLines({ order: 9, name: 'Last' }, { order: 3, name: 'First' }),
        lines: [{ Description: 'First' }, { Description: 'Last' }],
      },
      {
        why: "cut with a mark at Xero's limit",
        given: ofLines({ name: 'x'.repeat(4001) }),
        lines: [{ Description: `${'x'.repeat(3999)}…` }],
      },
    ],
  },
  {
    field: 'account: line, product, settings',
    xero: ['AccountCode'],
    file: 'line-coding.ts',
    proofs: [
      { why: "the line's", given: ofLines({ ...sold, accountId: 'account-200' }), lines: [{ AccountCode: '200' }] },
      { why: "the product's", given: ofLines(sold), lines: [{ AccountCode: '260' }] },
      {
        why: "the product's of the purchase side",
        given: under({ ...buying, purchaseAccountId: null }, { invoice: { ...ofLines(sold).invoice!, type: 'bill' } }),
        lines: [{ AccountCode: '400' }],
      },
      { why: "the settings'", given: ofLines({}), lines: [{ AccountCode: '200' }] },
      { why: 'none is refused, and the line named', given: under({ salesAccountId: null }, ofLines({})), refused: 'ACCOUNT_MISSING' },
    ],
  },
  {
    field: 'tax type: line, customer, product, settings',
    xero: ['TaxType'],
    file: 'line-coding.ts',
    proofs: [
      { why: "the line's", given: ofLines({ ...sold, taxTypeId: 'tax-OUTPUT' }), lines: [{ TaxType: 'OUTPUT' }] },
      {
        why: "the customer's, who may be exempt, before the product's",
        given: { invoice: { ...ofLines(sold).invoice!, customer: { ...customer, salesTaxTypeId: 'tax-EXEMPTOUTPUT' } } },
        lines: [{ TaxType: 'EXEMPTOUTPUT' }],
      },
      { why: "the product's", given: ofLines(sold), lines: [{ TaxType: 'OUTPUT15' }] },
      { why: "the settings' of the side", given: under(buying, having({ type: 'bill' })), lines: [{ TaxType: 'INPUT' }] },
      {
        why: 'none is refused, for the relay never chooses',
        given: under({ salesTaxTypeId: null }, ofLines({})),
        refused: 'TAX_TYPE_MISSING',
      },
      { why: 'one that is not for the class of the account', given: ofLines({ taxTypeId: 'tax-INPUT' }), refused: 'TAX_TYPE_NOT_ALLOWED' },
      { why: 'automatic sales tax', given: ofLines({ taxTypeId: 'tax-AVALARA' }), refused: 'TAX_AUTOMATIC' },
    ],
  },
  {
    field: 'tracking options: line, settings',
    xero: ['Tracking'],
    file: 'tracking.ts',
    proofs: [
      {
        why: "the line's first, the settings' second",
        given: {
          ...ofLines({ trackingOption1Id: 'team-blue' }),
          connection: {
            ...under({ trackingOption1Id: 'place-perth', trackingOption2Id: 'place-perth' }).connection!,
            trackingOptions: [blueTeam, perth],
          },
        },
        lines: [
          {
            Tracking: [
              { Name: 'Team', Option: 'Blue' },
              { Name: 'Place', Option: 'Perth' },
            ],
          },
        ],
      },
      {
        why: 'two options of one category',
        given: {
          ...ofLines({ trackingOption1Id: 'team-blue', trackingOption2Id: 'team-red' }),
          connection: { ...connection, trackingOptions: [blueTeam, { ...blueTeam, id: 'team-red', option: 'Red' }] },
        },
        refused: 'TRACKING_TWICE',
      },
    ],
  },
  {
    field: 'quantity of five decimals, or a price that does not come to the amount',
    xero: ['Quantity', 'UnitAmount', 'Description'],
    file: 'line-amount.ts',
    proofs: [
      {
        why: 'four decimals go as they are',
        given: ofLines({ quantity: '1.2345', pricePerUnit: '10', extendedAmount: '12.35' }),
        lines: [{ Quantity: 1.2345, UnitAmount: 10 }],
      },
      {
        why: 'the net once, and the original in words',
        given: ofLines({ quantity: '1.23456', pricePerUnit: '10', extendedAmount: '12.35' }),
        lines: [{ Quantity: 1, UnitAmount: 12.35, Description: 'Consulting\n(1.23456 x 10)' }],
      },
      {
        why: 'a replaced price engine',
        given: ofLines({ quantity: '3', pricePerUnit: '33.33', extendedAmount: '100' }),
        lines: [{ Quantity: 1, UnitAmount: 100 }],
      },
      {
        why: 'by setting, neither',
        given: under({ foldedLine: 'refuse' }, ofLines({ quantity: '1.23456', pricePerUnit: '10', extendedAmount: '12.35' })),
        refused: 'LINE_NOT_REPRODUCIBLE',
      },
    ],
  },
  {
    field: 'discount of a line, manual and by volume',
    xero: ['DiscountAmount'],
    file: 'line-amount.ts',
    proofs: [
      {
        why: 'on a sales invoice, as an amount',
        given: ofLines({ manualDiscount: '7', volumeDiscount: '1.50', extendedAmount: '90' }),
        lines: [{ Quantity: 2, UnitAmount: 50, DiscountAmount: 10 }],
      },
      {
        why: 'on all else, within the price',
        given: { invoice: { ...ofLines({ manualDiscount: '10', extendedAmount: '90' }).invoice!, type: 'salesCreditNote' } },
        lines: [{ Quantity: 2, UnitAmount: 45 }],
        without: ['DiscountAmount'],
      },
    ],
  },
];
