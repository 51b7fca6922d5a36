/** Causes to plant in an invoice that is right: each spoils one thing, and the mapping has to name that very thing first. */
import type { CauseCode } from '../../../../relay-service/src/core/causes.ts';
import type { Connection, RequestChoices, Settings } from '../../../../relay-service/src/core/connection.ts';
import type { Customer, Invoice, InvoiceLine } from '../../../../relay-service/src/core/invoice.ts';
import type { MappingInput } from '../../../../relay-service/src/core/mapping.ts';
import { fixedOf } from '../../../sandbox/xero/arithmetic.ts';
import { LOCKED_UNTIL, accountId, taxId } from './books.ts';
import type { RandomInvoice } from './draw-invoice.ts';
import { textOf } from './draw-lines.ts';

export interface Plant {
  readonly code: CauseCode;
  /** Blocked where absent. */
  readonly verdict?: 'NeedsChoice';
  readonly applies?: (drawn: RandomInvoice) => boolean;
  readonly spoil: (input: MappingInput) => MappingInput;
}

const invoice = (changes: Partial<Invoice>) => (input: MappingInput): MappingInput => ({ ...input, invoice: { ...input.invoice, ...changes } }); // prettier-ignore
const customer =
  (changes: Partial<Customer>) =>
  (input: MappingInput): MappingInput => {
    const { customer: now } = input.invoice;
    return invoice({ customer: now && { ...now, ...changes } })(input);
  };
const settings =
  (changes: Partial<Settings>) =>
  (input: MappingInput): MappingInput => ({
    ...input,
    connection: { ...input.connection, settings: { ...input.connection.settings, ...changes } },
  });
const choices = (changes: Partial<RequestChoices>) => (input: MappingInput): MappingInput => ({ ...input, choices: { ...input.choices, ...changes } }); // prettier-ignore

const isText = ({ quantity, pricePerUnit, productType, extendedAmount }: InvoiceLine): boolean =>
  (productType > 2 && Number(extendedAmount) === 0) || (Number(quantity) === 0 && Number(pricePerUnit) === 0);
/** Changes the first line that has a price. */
const line =
  (change: (line: InvoiceLine) => Partial<InvoiceLine>) =>
  (input: MappingInput): MappingInput => {
    const first = input.invoice.lines.find((each) => !isText(each));
    return invoice({ lines: input.invoice.lines.map((each) => (each === first ? { ...each, ...change(each) } : each)) })(input);
  };
const then =
  (...steps: readonly ((input: MappingInput) => MappingInput)[]) =>
  (input: MappingInput): MappingInput =>
    steps.reduce((now, step) => step(now), input);

const isSales = ({ kind }: RandomInvoice): boolean => kind === 'salesInvoice' || kind === 'salesCreditNote';
const isInvoice = ({ kind }: RandomInvoice): boolean => kind === 'salesInvoice' || kind === 'bill';
const isTaxed = ({ mode }: RandomInvoice): boolean => mode !== 'noTax';
const hasPrice = ({ input }: RandomInvoice): boolean => input.invoice.lines.some((each) => !isText(each));
const storesTax = ({ mode, taxFrom, input }: RandomInvoice): boolean =>
  mode === 'exclusive' &&
  taxFrom === 'dynamics' &&
  input.connection.settings.roundingAccountId === null &&
  Number(input.invoice.taxTotal) !== 0;
/** Products that priced lines sell. */
const soldIn = ({ input }: RandomInvoice): ReadonlySet<string> =>
  new Set(
    input.invoice.lines.flatMap((each) =>
      !isText(each) && Number(each.extendedAmount) !== 0 && !each.writeIn ? (each.product?.id ?? []) : [],
    ),
  );
/** Numbers that are the same where Xero cuts them. */
const clashing = ({ product, ...rest }: InvoiceLine): InvoiceLine => ({
  ...rest,
  product: product && { ...product, number: `A-PRODUCT-NUMBER-OF-30-LETTERS-${product.id}` },
});
const plus = (text: string | null, more: string): string => textOf(fixedOf(text ?? '0') + fixedOf(more));

const ofHead: readonly Plant[] = [
  { code: 'NO_LINES', spoil: invoice({ lines: [], discountTotal: null, freight: null, taxTotal: null, total: null }) },
  { code: 'CUSTOMER_MISSING', spoil: invoice({ customer: null }) },
  { code: 'CUSTOMER_NOT_READABLE', spoil: invoice({ customer: null, customerUnread: true }) },
  { code: 'PAYER_NOT_READABLE', spoil: invoice({ customer: null, billToUnread: 'new_payerid' }) },
  { code: 'CUSTOMER_NAME_MISSING', spoil: customer({ name: ' \t ' }) },
  { code: 'DATE_MISSING', spoil: invoice({ dateDelivered: null }) },
  { code: 'DATE_INVALID', spoil: choices({ date: '2026-02-30' }) },
  { code: 'DATE_IN_FUTURE', spoil: invoice({ dateDelivered: '2026-11-21T00:00:00Z', dueDate: '2026-12-24' }) },
  // Midnight of somebody at UTC+14 or at UTC-10.
  { code: 'DATE_AMBIGUOUS', verdict: 'NeedsChoice', spoil: invoice({ dateDelivered: '2026-10-07T10:00:00Z' }) },
  {
    code: 'LOCKED_PERIOD',
    spoil: (input) => ({
      ...then(choices({ status: 'authorised', date: LOCKED_UNTIL }), invoice({ dueDate: '2026-01-31' }))(input),
      requester: { ...input.requester, roles: ['approver'] },
    }),
  },
  {
    code: 'DUE_DATE_MISSING',
    applies: isInvoice,
    spoil: then(choices({ status: 'submitted' }), invoice({ dueDate: null, paymentTerms: null })),
  },
  {
    code: 'TERMS_UNKNOWN',
    applies: isInvoice,
    spoil: then(choices({ status: 'submitted' }), invoice({ dueDate: null, paymentTerms: 715330001 })),
  },
  { code: 'CURRENCY_MISSING', spoil: invoice({ currency: { code: ' ', precision: 2 } }) },
  { code: 'CURRENCY_NOT_SUBSCRIBED', spoil: invoice({ currency: { code: 'SEK', precision: 2 } }) },
  {
    code: 'NUMBER_MISSING',
    applies: isSales,
    spoil: then(settings({ useXeroNumber: false, useInvoiceName: false }), invoice({ number: ' ' })),
  },
  { code: 'BILL_NUMBER_MISSING', applies: (drawn) => !isSales(drawn), spoil: invoice({ number: null, name: null }) },
  { code: 'NUMBER_TOO_LONG', spoil: choices({ number: '9'.repeat(256) }) },
  { code: 'NUMBER_NOT_PRINTABLE', spoil: choices({ number: 'INV‑0001' }) },
  {
    code: 'NUMBER_TAKEN',
    verdict: 'NeedsChoice',
    applies: (drawn) => isSales(drawn) && isInvoice(drawn),
    spoil: (input) => choices({ number: 'inv-7 ' })({ ...input, numbersTaken: ['INV-7'] }),
  },
  { code: 'TEXT_NOT_ALLOWED', spoil: line(() => ({ description: 'bell \u0007' })), applies: hasPrice },
  { code: 'BRANDING_THEME_UNKNOWN', applies: isSales, spoil: choices({ brandingThemeId: 'theme-of-another' }) },
  { code: 'INVOICE_CANCELED', spoil: invoice({ state: 3 }) },
  { code: 'INVOICE_CLOSED', spoil: invoice({ state: 1 }) },
  { code: 'PRICING_ERROR', spoil: invoice({ pricingError: 4 }) },
];

const connection = (changes: Partial<Connection>) => (input: MappingInput): MappingInput => ({ ...input, connection: { ...input.connection, ...changes } }); // prettier-ignore
const ofConnection: readonly Plant[] = [
  { code: 'CONNECTION_DOWN', spoil: connection({ state: 'reconnect' }) },
  { code: 'CONNECTION_DOWN', spoil: connection({ state: 'disconnected' }) },
  { code: 'ENVIRONMENT_COPIED', spoil: connection({ state: 'copied' }) },
  { code: 'TAKEN_OVER', spoil: connection({ state: 'takenOver' }) },
  { code: 'TRIAL_OVER', spoil: connection({ subscription: 'trialOver' }) },
  { code: 'SUBSCRIPTION_ENDED', spoil: connection({ subscription: 'ended' }) },
  { code: 'TIME_ZONE_UNKNOWN', spoil: connection({ unknownTimeZone: 'Mars/North' }) },
  { code: 'SETTINGS_COLUMN_UNKNOWN', spoil: connection({ unknownColumns: ['new_nowhere'] }) },
];

const ofRights: readonly Plant[] = [
  { code: 'NO_ROLE', spoil: (input) => ({ ...input, requester: { ...input.requester, roles: [] } }) },
  { code: 'NO_RIGHT_TO_INVOICE', spoil: (input) => ({ ...input, requester: { ...input.requester, mayRead: false } }) },
  {
    code: 'NEEDS_APPROVER',
    spoil: (input) => choices({ status: 'authorised' })({ ...input, requester: { ...input.requester, roles: ['user'] } }),
  },
  {
    code: 'NEEDS_ANOTHER_APPROVER',
    spoil: (input) => ({
      ...then(choices({ status: 'authorised' }), settings({ authoriseOwn: false }), invoice({ ownerId: input.requester.id }))(input),
      requester: { ...input.requester, roles: ['approver'] },
    }),
  },
  {
    code: 'NEEDS_APPROVER_ABOVE',
    spoil: (input) => ({ ...then(choices({ status: 'draft' }), settings({ approverAbove: '0' }))(input), requester: { ...input.requester, roles: ['user'] } }), // prettier-ignore
  },
  { code: 'MAPPINGS_NOT_CONFIRMED', spoil: settings({ mappingsConfirmed: false }) },
  {
    code: 'ENVIRONMENT_HOST_NAMES_XERO',
    applies: isInvoice,
    spoil: (input) => ({ ...input, environmentUrl: 'https://toxerocks.crm6.dynamics.com' }),
  },
];

const ofLines: readonly Plant[] = (
  [
    { code: 'LINE_AMOUNT_MISSING', spoil: line(() => ({ quantity: null })) },
    { code: 'LINE_AMOUNT_MISSING', spoil: line(() => ({ pricePerUnit: null })) },
    { code: 'LINE_AMOUNT_MISSING', spoil: line(() => ({ extendedAmount: ' ' })) },
    { code: 'AMOUNT_NOT_A_NUMBER', spoil: line(() => ({ quantity: 'NaN' })) },
    { code: 'AMOUNT_NOT_A_NUMBER', spoil: line(() => ({ manualDiscount: '1,5' })) },
    { code: 'AMOUNT_TOO_LARGE', spoil: line(() => ({ pricePerUnit: '10000000000' })) },
    { code: 'AMOUNT_TOO_FINE', spoil: line(({ extendedAmount }) => ({ extendedAmount: plus(extendedAmount, '0.005') })) },
    { code: 'LINE_TEXT_MISSING', spoil: line(() => ({ name: null, description: ' ', writeIn: true, product: null, accountId: accountId('710'), taxTypeId: taxId('NONE'), tax: null, extendedAmount: '1', quantity: '1' })) }, // prettier-ignore
    { code: 'PRODUCT_MISSING', spoil: line(() => ({ writeIn: false, product: null })) },
    { code: 'PROJECT_LINE', spoil: line(() => ({ productType: 5 })) },
    { code: 'ACCOUNT_INACTIVE', spoil: line(() => ({ accountId: accountId('299') })) },
    { code: 'ACCOUNT_UNKNOWN', spoil: line(() => ({ accountId: 'account-of-another' })) },
    { code: 'ACCOUNT_OF_SYSTEM', spoil: line(() => ({ accountId: accountId('610') })) },
    { code: 'ACCOUNT_CLASS_NOT_ALLOWED', spoil: line(() => ({ accountId: accountId('970') })) },
    {
      code: 'ACCOUNT_MISSING',
      spoil: then(
        settings({ salesAccountId: null, purchaseAccountId: null }),
        (input) =>
        invoice({ lines: input.invoice.lines.map((each) => ({ ...each, accountId: null, product: each.product && { ...each.product, salesAccountId: null, purchaseAccountId: null } })) })(input), // prettier-ignore
      ),
    },
    { code: 'TRACKING_UNKNOWN', spoil: line(() => ({ trackingOption1Id: 'option-of-another' })) },
    { code: 'TRACKING_INACTIVE', spoil: line(() => ({ trackingOption1Id: 'region-closed' })) },
    {
      code: 'ITEM_CODE_CLASH',
      verdict: 'NeedsChoice',
      applies: (drawn) => soldIn(drawn).size > 1 && drawn.input.connection.settings.createItems,
      spoil: (input) => invoice({ lines: input.invoice.lines.map(clashing) })(input),
    },
    { code: 'TRACKING_TWICE', spoil: line(() => ({ trackingOption1Id: 'region-north', trackingOption2Id: 'region-south' })) },
  ] as readonly Plant[]
).map((plant) => ({
  ...plant,
  // These make a line of more than nothing, which a credit note that is entered negative does not take.
  applies: (drawn: RandomInvoice) =>
    hasPrice(drawn) &&
    (plant.applies?.(drawn) ?? true) &&
    !(drawn.negated && ['LINE_TEXT_MISSING', 'AMOUNT_TOO_FINE'].includes(plant.code)),
}));

const taxed = (drawn: RandomInvoice): boolean => isTaxed(drawn) && hasPrice(drawn);
const ofTax: readonly Plant[] = [
  { code: 'TAX_TYPE_UNKNOWN', applies: taxed, spoil: line(() => ({ taxTypeId: 'tax-of-another' })) },
  { code: 'TAX_TYPE_INACTIVE', applies: taxed, spoil: line(() => ({ taxTypeId: taxId('OLD') })) },
  { code: 'TAX_AUTOMATIC', applies: taxed, spoil: line(() => ({ taxTypeId: taxId('AVALARA') })) },
  {
    code: 'TAX_TYPE_NOT_ALLOWED',
    applies: (drawn) => taxed(drawn) && isSales(drawn),
    spoil: line(() => ({ accountId: accountId('200'), taxTypeId: taxId('INPUT') })),
  },
  {
    code: 'TAX_TYPE_MISSING',
    applies: taxed,
    spoil: then(
      settings({ salesTaxTypeId: null, purchaseTaxTypeId: null }),
      (input) =>
      invoice({ lines: input.invoice.lines.map((each) => ({ ...each, taxTypeId: null, product: each.product && { ...each.product, salesTaxTypeId: null, purchaseTaxTypeId: null } })) })(input), // prettier-ignore
    ),
  },
  { code: 'TAX_WITHIN_INCLUSIVE', applies: ({ mode }) => mode === 'inclusive', spoil: line(() => ({ tax: '1' })) },
  { code: 'TAX_WITHOUT_TAX', applies: ({ mode }) => mode === 'noTax', spoil: line(() => ({ tax: '1' })) },
  {
    code: 'TAX_RATE_DIFFERS',
    applies: (drawn) => storesTax(drawn) && hasPrice(drawn),
    spoil: line(({ tax, extendedAmount }) => {
      const more = fixedOf(tax ?? '0') < 0n ? '-3' : '3';
      return { tax: plus(tax, more), extendedAmount: plus(extendedAmount, more) };
    }),
  },
  {
    code: 'TAX_BEFORE_DISCOUNT',
    applies: (drawn) => storesTax(drawn) && !drawn.negated && drawn.input.invoice.freight === null && Number(drawn.input.invoice.taxTotal) > 2 * drawn.input.invoice.lines.length && Number(drawn.input.invoice.total) > Number(drawn.input.invoice.taxTotal), // prettier-ignore
    spoil: (input) => {
      const half = String(Math.floor((Number(input.invoice.total) - Number(input.invoice.taxTotal)) / 2));
      return then(
        settings({ discountWay: 'spread' }),
        invoice({ discountTotal: half, total: plus(input.invoice.total, `-${half}`) }),
      )(input);
    },
  },
  { code: 'TAX_DOES_NOT_TIE', applies: storesTax, spoil: (input) => invoice({ taxTotal: plus(input.invoice.taxTotal, '1.5'), total: plus(input.invoice.total, '1.5') })(input) }, // prettier-ignore
];

/** Its lines are taxed in more than one way. */
const isMixed = ({ rates }: RandomInvoice): boolean => rates > 1;
const ofTotals: readonly Plant[] = [
  { code: 'NET_DOES_NOT_TIE', applies: ({ mode }) => mode === 'exclusive', spoil: (input) => invoice({ total: plus(input.invoice.total, '1') })(input) }, // prettier-ignore
  { code: 'TOTAL_DOES_NOT_TIE', applies: ({ mode }) => mode !== 'exclusive', spoil: (input) => invoice({ total: plus(input.invoice.total, '-0.01') })(input) }, // prettier-ignore
  { code: 'FREIGHT_ACCOUNT_MISSING', spoil: then(settings({ freightAccountId: null }), invoice({ freight: '9' })) },
  {
    code: 'FREIGHT_TAX_MISSING',
    applies: isTaxed,
    spoil: then(settings({ freightAccountId: accountId('710'), freightTax: 'taxType', freightTaxTypeId: null }), invoice({ freight: '9' })),
  },
  {
    code: 'FREIGHT_TAX_UNCLEAR',
    applies: (drawn) => isTaxed(drawn) && isMixed(drawn),
    spoil: then(settings({ freightAccountId: accountId('710'), freightTax: 'sameAsLines' }), invoice({ freight: '9' })),
  },
  {
    code: 'DISCOUNT_ACCOUNT_MISSING',
    spoil: then(settings({ discountWay: 'linePerTaxType', discountAccountId: null }), invoice({ discountTotal: '1' })),
  },
  {
    code: 'LINE_NOT_REPRODUCIBLE',
    applies: (drawn) => hasPrice(drawn) && !drawn.negated,
    spoil: then(
      settings({ foldedLine: 'refuse' }),
      line(() => ({ quantity: '3.1415926', pricePerUnit: '2.71', extendedAmount: '9', manualDiscount: null, volumeDiscount: null, tax: null })), // prettier-ignore
    ),
  },
  {
    code: 'NEGATIVE_TOTAL',
    applies: (drawn) => isInvoice(drawn) && hasPrice(drawn),
    spoil: then(
      (input) => invoice({ lines: input.invoice.lines.filter((each) => !isText(each)).slice(0, 1) })(input),
      settings({ taxSource: 'xeroComputes', roundingAccountId: null }),
      line(() => ({ quantity: '-1', pricePerUnit: '10', extendedAmount: '-10', manualDiscount: null, volumeDiscount: null, tax: null })),
      invoice({ discountTotal: null, freight: null, taxTotal: null, total: '-10' }),
    ),
  },
];

const isYen = ({ input }: RandomInvoice): boolean => input.invoice.currency?.code === 'JPY';
const ofCurrencies: readonly Plant[] = [
  {
    code: 'AMOUNT_NOT_WHOLE',
    applies: (drawn) => isYen(drawn) && hasPrice(drawn) && !drawn.negated,
    spoil: line(({ extendedAmount }) => ({ extendedAmount: plus(extendedAmount, '0.5') })),
  },
];

const ofCredits: readonly Plant[] = [
  {
    code: 'MIXED_CREDIT_NOTE',
    applies: (drawn) => drawn.negated && hasPrice(drawn),
    spoil: line(() => ({ quantity: '1', pricePerUnit: '0.01', extendedAmount: '0.01', manualDiscount: null, volumeDiscount: null, tax: null })), // prettier-ignore
  },
];

export const plants: readonly Plant[] = [
  ...ofCurrencies,
  ...ofCredits,
  ...ofHead,
  ...ofConnection,
  ...ofRights,
  ...ofLines,
  ...ofTax,
  ...ofTotals,
];
