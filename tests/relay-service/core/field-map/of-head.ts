/** Fields of the whole document. */
import { billedOn } from '../../../../relay-service/src/core/bill-to.ts';
import { expect } from '@jest/globals';
import { approver, connection, customer, input, invoice, line, withOrganisation } from '../examples.ts';
import type { Row } from './row.ts';
import { asking, buying, having, ofLines, under } from './row.ts';

const INTENT = input.intentId;
const holding = { ...customer, id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0077', name: 'Works Holding' };

export const ofHead: readonly Row[] = [
  {
    field: "number: the invoice ID, the invoice's name, or Xero's own",
    xero: ['InvoiceNumber', 'CreditNoteNumber'],
    file: 'document-number.ts',
    proofs: [
      { why: 'the invoice ID', given: {}, sent: { InvoiceNumber: 'INV-01042' } },
      { why: 'the name, by setting', given: under({ useInvoiceName: true }), sent: { InvoiceNumber: 'October consulting' } },
      { why: 'none, so that Xero gives one', given: under({ useXeroNumber: true }), without: ['InvoiceNumber'] },
      {
        why: 'a credit note has a property of its own',
        given: having({ type: 'salesCreditNote' }),
        sent: { CreditNoteNumber: 'INV-01042' },
      },
      {
        why: "a bill's is its supplier's",
        given: under({ ...buying, useXeroNumber: true }, having({ type: 'bill' })),
        sent: { InvoiceNumber: 'INV-01042' },
      },
      { why: 'a bill needs one', given: under(buying, having({ type: 'bill', number: null })), refused: 'BILL_NUMBER_MISSING' },
      { why: 'taken in another case is taken', given: { numbersTaken: ['inv-01042 '] }, refused: 'NUMBER_TAKEN' },
    ],
  },
  {
    field: 'currency',
    xero: ['CurrencyCode'],
    file: 'invoice-gates.ts',
    proofs: [
      { why: 'the code of the currency', given: having({ currency: { code: 'usd', precision: 2 } }), sent: { CurrencyCode: 'USD' } },
      {
        why: 'the organisation has to use it',
        given: having({ currency: { code: 'EUR', precision: 2 } }),
        refused: 'CURRENCY_NOT_SUBSCRIBED',
      },
    ],
  },
  {
    field: 'exchange rate',
    xero: ['CurrencyRate'],
    file: 'currency-rate.ts',
    proofs: [
      {
        why: "Xero's own by default",
        given: having({ currency: { code: 'USD', precision: 2 }, exchangeRate: '0.65', baseCurrency: 'AUD' }),
        without: ['CurrencyRate'],
      },
      {
        why: "Dynamics', of the same base currency",
        given: under(
          { rateSource: 'dynamics' },
          having({ currency: { code: 'USD', precision: 2 }, exchangeRate: '0.654321', baseCurrency: 'AUD' }),
        ),
        sent: { CurrencyRate: 0.654321 },
      },
      {
        why: 'never one of another base currency',
        given: under(
          { rateSource: 'dynamics' },
          having({ currency: { code: 'USD', precision: 2 }, exchangeRate: '0.65', baseCurrency: 'NZD' }),
        ),
        without: ['CurrencyRate'],
        warned: 'RATE_OF_XERO',
      },
      {
        why: 'never one that six decimals do not hold',
        given: under(
          { rateSource: 'dynamics' },
          having({ currency: { code: 'USD', precision: 2 }, exchangeRate: '0.6543217', baseCurrency: 'AUD' }),
        ),
        without: ['CurrencyRate'],
        warned: 'RATE_OF_XERO',
      },
      {
        why: 'never in the base currency',
        given: under({ rateSource: 'dynamics' }, having({ exchangeRate: '1', baseCurrency: 'AUD' })),
        without: ['CurrencyRate'],
      },
    ],
  },
  {
    field: 'date (Date Delivered, Created On, today or a column)',
    xero: ['Date'],
    file: 'document-date.ts',
    proofs: [
      { why: 'Date Delivered as a day of the books', given: {}, sent: { Date: '2026-11-10' } },
      { why: 'Created On', given: under({ dateSource: 'createdOn' }), sent: { Date: '2026-11-09' } },
      { why: 'a column', given: under({ dateSource: 'column' }, having({ columnDate: '2026-11-03' })), sent: { Date: '2026-11-03' } },
      { why: 'entered in Auckland, it is asked for', given: having({ dateDelivered: '2026-11-09T11:00:00Z' }), refused: 'DATE_AMBIGUOUS' },
    ],
  },
  {
    field: 'due date and payment terms',
    xero: ['DueDate'],
    file: 'due-date.ts',
    proofs: [
      { why: "the invoice's", given: {}, sent: { DueDate: '2026-12-10' } },
      { why: "the invoice's terms", given: having({ dueDate: null, paymentTerms: 3 }), sent: { DueDate: '2026-12-25' } },
      {
        why: "the customer's terms",
        given: having({ dueDate: null, customer: { ...customer, paymentTerms: 4 } }),
        sent: { DueDate: '2027-01-09' },
      },
      {
        why: "the terms of Xero's contact",
        given: { ...having({ dueDate: null }), contactTerms: { day: 20, type: 'OFFOLLOWINGMONTH' } },
        sent: { DueDate: '2026-12-20' },
      },
      {
        why: "the terms of Xero's organisation",
        given: { ...having({ dueDate: null }), connection: withOrganisation({ salesTerms: { day: 7, type: 'DAYSAFTERBILLMONTH' } }) },
        sent: { DueDate: '2026-12-07' },
      },
      {
        why: 'terms that mean no date are not passed over',
        given: { ...having({ dueDate: null }), contactTerms: { day: 0, type: 'OFCURRENTMONTH' } },
        refused: 'XERO_TERMS_UNREADABLE',
      },
      {
        why: 'a discount for paying early is said to be left out',
        given: having({ dueDate: null, paymentTerms: 2 }),
        sent: { DueDate: '2026-12-10' },
        warned: 'TERMS_DISCOUNT_LEFT_OUT',
      },
      { why: 'a draft goes without', given: having({ dueDate: null }), without: ['DueDate'] },
      { why: 'nothing else does', given: asking({ status: 'submitted' }, having({ dueDate: null })), refused: 'DUE_DATE_MISSING' },
    ],
  },
  {
    field: 'invoice type',
    xero: ['Type'],
    file: 'document-kinds.ts',
    proofs: [
      { why: 'a sales invoice, if nothing is said', given: {}, sent: { Type: 'ACCREC' } },
      { why: 'a bill', given: under(buying, having({ type: 'bill' })), sent: { Type: 'ACCPAY' } },
      { why: 'a sales credit note', given: having({ type: 'salesCreditNote' }), sent: { Type: 'ACCRECCREDIT' } },
      { why: 'a bill credit note', given: under(buying, having({ type: 'billCreditNote' })), sent: { Type: 'ACCPAYCREDIT' } },
    ],
  },
  {
    field: 'status that is asked for',
    xero: ['Status'],
    file: 'requester-rights.ts',
    proofs: [
      { why: 'a draft by default', given: {}, sent: { Status: 'DRAFT' } },
      {
        why: 'authorised by an Approver',
        given: { ...asking({ status: 'authorised' }), requester: approver },
        sent: { Status: 'AUTHORISED' },
      },
      { why: 'authorised by nobody else', given: asking({ status: 'authorised' }), refused: 'NEEDS_APPROVER' },
    ],
  },
  {
    field: 'line amount types',
    xero: ['LineAmountTypes'],
    file: 'mapping.ts',
    proofs: [
      { why: 'as the settings say', given: {}, sent: { LineAmountTypes: 'Exclusive' } },
      { why: 'as the invoice says', given: having({ lineAmountTypes: 'inclusive' }), sent: { LineAmountTypes: 'Inclusive' } },
      {
        why: 'as the request says',
        given: asking({ lineAmountTypes: 'noTax' }, having({ lineAmountTypes: 'inclusive' })),
        sent: { LineAmountTypes: 'NoTax' },
      },
    ],
  },
  {
    field: 'branding theme',
    xero: ['BrandingThemeID'],
    file: 'document-number.ts',
    proofs: [
      {
        why: "the invoice's",
        given: having({ brandingThemeId: 'theme-row' }),
        sent: { BrandingThemeID: connection.brandingThemes['theme-row'] },
      },
      {
        why: 'a bill has none',
        given: under(buying, having({ type: 'bill', brandingThemeId: 'theme-row' })),
        without: ['BrandingThemeID'],
      },
    ],
  },
  {
    field: 'reference (description or a column)',
    xero: ['Reference'],
    file: 'document-number.ts',
    proofs: [
      { why: 'the description', given: {}, sent: { Reference: 'PO 4711' } },
      {
        why: 'a column',
        given: under({ referenceSource: 'column' }, having({ columnReference: 'ORDER 9' })),
        sent: { Reference: 'ORDER 9' },
      },
      { why: 'its first 255 characters', given: having({ description: 'x'.repeat(300) }), sent: { Reference: 'x'.repeat(255) } },
      { why: 'a bill has none', given: under(buying, having({ type: 'bill' })), without: ['Reference'] },
      {
        why: 'a credit note that Xero numbers carries the marker in it',
        given: under({ useXeroNumber: true }, having({ type: 'salesCreditNote' })),
        sent: { Reference: `PO 4711 #${INTENT}` },
      },
    ],
  },
  {
    field: 'customer',
    xero: ['Contact'],
    file: 'contact-ladder.ts',
    proofs: [{ why: 'by its id alone, so that nothing in Xero is renamed', given: {}, sent: { Contact: { ContactID: input.contactId } } }],
  },
  {
    field: 'who is billed in place of the customer',
    xero: ['Contact'],
    file: 'bill-to.ts',
    proofs: [
      {
        why: 'the parent account takes the place of the customer, with its taxes',
        given: having({
          customer: billedOn(
            { ...invoice, customer: { ...customer, parent: { ...holding, salesTaxTypeId: 'tax-EXEMPTOUTPUT' } } },
            'parent',
          ),
        }),
        lines: [{ TaxType: 'EXEMPTOUTPUT' }],
      },
    ],
  },
  {
    field: 'link back to Dynamics, with the marker',
    xero: ['Url'],
    file: 'marker.ts',
    proofs: [
      {
        why: 'the invoice and the intent',
        given: {},
        sent: { Url: expect.stringMatching(new RegExp(`etn=invoice&id=${invoice.id}&stl3intent=${INTENT}$`)) },
      },
      { why: 'credit notes have none', given: having({ type: 'salesCreditNote' }), without: ['Url'] },
    ],
  },
  {
    field: 'credit note, entered negative or positive',
    xero: ['Type'],
    file: 'mapping.ts',
    proofs: [
      {
        why: 'negative becomes positive',
        given: {
          invoice: {
            ...invoice,
            type: 'salesCreditNote',
            total: null,
            taxTotal: null,
            lineTotal: null,
            lines: [line({ quantity: '-2', extendedAmount: '-100' })],
          },
        },
        lines: [{ Quantity: 2, UnitAmount: 50 }],
        comesTo: ['100.00', '10.00', '110.00'],
      },
      { why: 'positive stays so', given: having({ type: 'salesCreditNote' }), lines: [{ Quantity: 2, UnitAmount: 50 }] },
      {
        why: 'an invoice below zero is to be a credit note',
        given: ofLines({ quantity: '-2', extendedAmount: '-100' }),
        refused: 'NEGATIVE_TOTAL',
      },
    ],
  },
  {
    field: 'pricing error code',
    xero: [],
    file: 'invoice-gates.ts',
    proofs: [
      { why: 'of the invoice', given: having({ pricingError: 6 }), refused: 'PRICING_ERROR' },
      { why: 'of a line', given: ofLines({ pricingError: 37 }), refused: 'PRICING_ERROR' },
    ],
  },
  {
    field: 'lock dates',
    xero: [],
    file: 'document-date.ts',
    proofs: [
      {
        why: 'the later of the two, for what is authorised',
        given: {
          ...asking({ status: 'authorised', date: '2026-10-31' }),
          requester: approver,
          connection: {
            ...connection,
            organisation: { ...connection.organisation, periodLockDate: '2026-10-31', endOfYearLockDate: '2026-06-30' },
          },
        },
        refused: 'LOCKED_PERIOD',
      },
    ],
  },
];
