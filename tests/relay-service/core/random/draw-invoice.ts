/** A random invoice that is right in every way, with what Dynamics stores of it. */
import type { Settings } from '../../../../relay-service/src/core/connection.ts';
import { addDays } from '../../../../relay-service/src/core/dates.ts';
import type { KindName } from '../../../../relay-service/src/core/document-kinds.ts';
import type { Invoice, InvoiceLine } from '../../../../relay-service/src/core/invoice.ts';
import type { MappingInput } from '../../../../relay-service/src/core/mapping.ts';
import { createDraw } from '../../../sandbox/company/draw.ts';
import type { Draw } from '../../../sandbox/company/draw.ts';
import { sydneyMidnight } from '../../../sandbox/company/sydney-midnight.ts';
import { fixedOf, roundTo } from '../../../sandbox/xero/arithmetic.ts';
import { CONTACT_ID, TODAY, accountId, accountsOf, coreBooks, percentOf, ratesOf, taxId } from './books.ts';
import { drawDiscountWay, drawFreight, textsOf, withBundle } from './draw-extras.ts';
import type { DrawnLine, Side } from './draw-lines.ts';
import { drawLine, textOf, total } from './draw-lines.ts';

export interface RandomInvoice {
  readonly seed: number;
  readonly input: MappingInput;
  readonly mode: Settings['lineAmountTypes'];
  /** Who says what the tax is: Dynamics stores it, or leaves it to Xero. */
  readonly taxFrom: 'dynamics' | 'xero';
  readonly kind: KindName;
  /** A credit note that was entered wholly negative. */
  readonly negated: boolean;
  /** What Xero must come to: with tax where Dynamics stores tax. */
  readonly total: bigint;
  /** Lines of text alone that the document must have. */
  readonly texts: number;
  /** Tax rates among its lines. */
  readonly rates: number;
}

/** A seed of its own for each invoice, so that any one of them can be drawn alone. */
export const seedOf = (run: number, index: number): number => (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(run, 40_503)) >>> 0;

const statuses = ['draft', 'submitted', 'authorised'] as const;

/** Local midnight in Sydney, or 00:00Z as an API writes it. */
const instantOf = (draw: Draw, date: string): string => (draw.chance(30) ? `${date}T00:00:00Z` : sydneyMidnight(date));

const datesOf = (draw: Draw, status: (typeof statuses)[number]): Pick<Invoice, 'dateDelivered' | 'dueDate' | 'paymentTerms'> => {
  const date = addDays(TODAY, -draw.whole(0, status === 'authorised' ? 300 : 500));
  const terms = draw.chance(20) ? draw.whole(1, 4) : null;
  const none = terms !== null || (status === 'draft' && draw.chance(20));
  return { dateDelivered: instantOf(draw, date), dueDate: none ? null : addDays(date, draw.whole(0, 60)), paymentTerms: terms };
};

const ONE = fixedOf(1);
/** Whoever computes the tax: reductions at one rate may outweigh sales at another. */
const isPositive = (lines: readonly DrawnLine[]): boolean =>
  total(lines.map(({ amount, tax }) => amount + tax)) >= ONE && total(lines.map(({ gross }) => gross)) >= ONE;

/** Lines that come to more than nothing, as every invoice must. */
const linesOf = (draw: Draw, side: Side, fallback: { readonly account: string; readonly rate: string }): DrawnLine[] => {
  const count = draw.pick([1, 1, 2, 2, 3, 4, 5, 8, 12]);
  const lines = Array.from({ length: count }, (_, index) => drawLine(draw, side, index + 1, fallback));
  for (let tries = 0; !isPositive(lines); tries++) lines.push(drawLine(draw, side, count + tries + 1, fallback));
  return draw.chance(15) ? [...lines, textLine(lines.length + 1)] : lines;
};

const textLine = (order: number): DrawnLine => {
  const { line } = drawLine(createDraw(order), { name: 'sales', taxed: false, storesTax: false, decimals: 2 }, order, {
    account: '200',
    rate: 'NONE',
  });
  const nothing = { quantity: '0', pricePerUnit: '0', manualDiscount: null, volumeDiscount: null, tax: null, extendedAmount: '0' };
  return { line: { ...line, ...nothing, writeIn: true, product: null }, amount: 0n, tax: 0n, gross: 0n, rate: null };
};

const settingsOf = (draw: Draw, side: Side, fallback: { readonly account: string; readonly rate: string }): Settings => ({
  useXeroNumber: draw.chance(20),
  useInvoiceName: draw.chance(20),
  createContacts: true,
  createItems: draw.chance(70),
  defaultStatus: 'draft',
  salesAccountId: side.name === 'sales' ? accountId(fallback.account) : null,
  salesTaxTypeId: side.name === 'sales' ? taxId(fallback.rate) : null,
  purchaseAccountId: side.name === 'purchase' ? accountId(fallback.account) : null,
  purchaseTaxTypeId: side.name === 'purchase' ? taxId(fallback.rate) : null,
  dateSource: 'dateDelivered',
  todayIfEmpty: false,
  lineAmountTypes: 'exclusive',
  mappingsConfirmed: true,
  taxSource: side.storesTax && draw.chance(40) ? 'dynamicsIsTruth' : 'xeroComputes',
  rateSource: draw.pick(['xero', 'dynamics']),
  roundingAccountId: null,
});

/** Parts of whole yen round the tax by more than cents, so that tax stored after such a discount rarely ties. */
const discountOf = (draw: Draw, side: Side, amount: bigint): bigint =>
  (side.storesTax && side.decimals === 0) || !draw.chance(20) ? 0n : roundTo((amount * BigInt(draw.whole(1, 40))) / 100n, side.decimals);

/** Tax that is stored beside a discount on the whole is worked out after it, line by line. */
const taxedAfter = (lines: readonly DrawnLine[], discount: bigint, net: bigint): readonly DrawnLine[] =>
  lines.map((each) => {
    if (each.rate === null || each.tax === 0n) return each;
    const tax = roundTo((each.amount * (net - discount) * BigInt(Math.round(percentOf(each.rate) * 100_000))) / (net * 10_000_000n), 2);
    return { ...each, tax, line: { ...each.line, tax: textOf(tax), extendedAmount: textOf(each.amount + tax) } };
  });

/** Some companies tax the invoice rather than the line: a few cents beside the lines' taxes, which a rounding line closes. */
const headerTax = (draw: Draw, lines: readonly DrawnLine[], side: Side): { readonly tax: bigint; readonly rounds: boolean } => {
  const byLine = total(lines.map(({ tax }) => tax));
  const taxed = lines.filter(({ tax }) => tax !== 0n);
  const few = total(lines.map(({ amount, tax }) => amount + tax)) < fixedOf(1);
  if (!side.storesTax || taxed.length < 2 || few || !draw.chance(15)) return { tax: byLine, rounds: false };
  const cents = BigInt(draw.whole(-Math.min(taxed.length, 5), Math.min(taxed.length, 5)));
  const tax = byLine + cents * fixedOf('0.01');
  return tax === 0n || byLine === 0n ? { tax: byLine, rounds: false } : { tax, rounds: true };
};

const minus = <Text extends string | null>(text: Text): Text => (text === null ? text : textOf(-fixedOf(text))) as Text;

/** The same as a person enters it who writes credit notes below zero. */
const negatedLine = (line: InvoiceLine): InvoiceLine => ({
  ...line,
  quantity: minus(line.quantity),
  manualDiscount: minus(line.manualDiscount),
  tax: minus(line.tax),
  extendedAmount: minus(line.extendedAmount),
});
const negatedInvoice = (invoice: Invoice): Invoice => ({
  ...invoice,
  lineTotal: minus(invoice.lineTotal),
  discountTotal: minus(invoice.discountTotal),
  freight: minus(invoice.freight),
  taxTotal: minus(invoice.taxTotal),
  total: minus(invoice.total),
  lines: invoice.lines.map(negatedLine),
});

const kindOf = (draw: Draw, name: Side['name']): KindName =>
  name === 'sales' ? (draw.chance(20) ? 'salesCreditNote' : 'salesInvoice') : draw.chance(35) ? 'billCreditNote' : 'bill';

/** Draws the invoice of a seed. */
export const drawInvoice = (seed: number): RandomInvoice => {
  const draw = createDraw(seed);
  const mode = draw.pick(['exclusive', 'exclusive', 'inclusive', 'noTax'] as const);
  const name = draw.chance(20) ? 'purchase' : 'sales';
  const kind = kindOf(draw, name);
  const currency = draw.pick([['AUD', 2], ['AUD', 2], ['AUD', 2], ['USD', 2], ['JPY', 0], ['KWD', 3]] as const); // prettier-ignore
  const side: Side = {
    name,
    taxed: mode !== 'noTax',
    storesTax: mode === 'exclusive' && draw.chance(75),
    decimals: Math.min(currency[1], 2),
  };
  const fallback = { account: draw.pick(accountsOf[name]), rate: draw.pick(ratesOf[name]) };
  const status = draw.pick(statuses);
  const bare = linesOf(draw, side, fallback);
  const bundled = withBundle(draw, side, bare, fallback);
  // A part with a price of its own may outweigh the rest.
  const atPrice = isPositive(bundled) ? bundled : bare;
  const headerOnly = draw.chance(40);
  const net = total(atPrice.map(({ amount }) => amount));
  const wanted = discountOf(draw, side, net);
  const less = side.storesTax && wanted !== 0n && net > ONE ? taxedAfter(atPrice, wanted, net) : atPrice;
  const isTaxedAfter = less !== atPrice && total(less.map((each) => each.tax)) > 0n;
  const lines = isTaxedAfter ? less : atPrice;
  const discount = side.storesTax && !isTaxedAfter ? 0n : wanted;
  const { tax, rounds } = isTaxedAfter ? { tax: total(lines.map((each) => each.tax)), rounds: true } : headerTax(draw, lines, side);
  const { freight, settings: ofFreight } = drawFreight(draw, side, lines);
  const onInvoice = draw.chance(50);
  const settings: Settings = {
    ...settingsOf(draw, side, fallback),
    ...ofFreight,
    ...drawDiscountWay(draw, side),
    bundleHeaderOnly: headerOnly && !onInvoice,
  };
  const whole = net - discount + freight + tax;
  const number = `INV-${String(seed)}`;
  const invoice: Invoice = {
    id: '11111111-2222-4333-8444-555555555555',
    rowVersion: 'W/"1"',
    name: `Order ${number}`,
    number,
    description: draw.chance(50) ? null : draw.pick(['PO 4711', 'Ваш заказ 12', 'x'.repeat(400)]),
    state: draw.chance(10) ? 2 : 0,
    ...datesOf(draw, status),
    createdOn: '2026-11-08T22:10:31Z',
    currency: { code: currency[0], precision: currency[1] },
    customer: {
      kind: draw.pick(['account', 'contact'] as const),
      id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0001',
      name: draw.pick(['Adventure Works', 'Zoë Ångström', '株式会社ファブリカム']),
      accountNumber: null,
      firstName: null,
      lastName: null,
      email: null,
      phone: null,
      address: null,
      taxNumber: null,
      salesTaxTypeId: null,
      paymentTerms: null,
    },
    billTo: null,
    email: null,
    ownerId: 'user-owner',
    exchangeRate: draw.pick(['0.66', '0.6612345678', '1']),
    baseCurrency: draw.pick(['AUD', 'NZD']),
    connectorId: 'connector-1',
    type: kind === 'salesInvoice' ? draw.pick([null, kind]) : kind,
    lineAmountTypes: mode,
    brandingThemeId: draw.chance(30) ? 'theme-row' : null,
    bundleHeaderOnly: headerOnly && onInvoice,
    sendEmail: false,
    lineTotal: textOf(net),
    discountTotal: discount === 0n ? null : textOf(discount),
    freight: freight === 0n ? null : textOf(freight),
    taxTotal: textOf(tax),
    total: textOf(whole),
    pricingError: 0,
    lines: draw.chance(20) ? lines.map(({ line }) => line).reverse() : lines.map(({ line }) => line),
  };
  const negated = kind.endsWith('CreditNote') && lines.every(({ amount }) => amount >= 0n) && draw.chance(50);
  return {
    seed,
    kind,
    negated,
    mode,
    taxFrom: side.storesTax || mode !== 'exclusive' ? 'dynamics' : 'xero',
    total: whole,
    texts: textsOf(lines, headerOnly),
    rates: new Set(lines.flatMap(({ rate }) => rate ?? [])).size,
    input: {
      invoice: negated ? negatedInvoice(invoice) : invoice,
      connection: {
        ...coreBooks,
        settings: rounds
          ? {
              ...settings,
              taxSource: 'xeroComputes',
              roundingAccountId: accountId('860'),
              ...(isTaxedAfter ? { roundingCap: '0.50' } : {}),
            }
          : settings,
      },
      choices: { type: null, status, lineAmountTypes: null, brandingThemeId: null, number: null, date: null, xeroContactId: null },
      requester: { id: 'user-1', name: 'Chris', mayRead: true, roles: status === 'authorised' ? ['approver'] : ['user'] },
      contactId: CONTACT_ID,
      intentId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      today: TODAY,
      environmentUrl: 'https://fabrikam.crm6.dynamics.com',
    },
  };
};
