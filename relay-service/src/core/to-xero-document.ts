/**
 * The decision: an invoice and everything known about it in, the very document that is posted out, or all reasons why not.
 * Check shows what it answers and Send posts it, so the preview is the posting.
 */
import { verdictOf } from './causes.ts';
import { currencyOf, checkGates } from './invoice-gates.ts';
import { rateOf } from './currency-rate.ts';
import type { DocumentLine, Mapped, XeroDocument } from './document.ts';
import { CONTACT_TO_COME } from './document.ts';
import { dateOf } from './document-date.ts';
import type { MappedLine } from './document-lines.ts';
import { mapLines } from './document-lines.ts';
import { numberOf, referenceOf, themeOf } from './document-number.ts';
import { dueDateOf } from './due-date.ts';
import { freightLines } from './freight-line.ts';
import { checkLineTaxes } from './line-taxes.ts';
import { discountLines } from './invoice-discount.ts';
import { markedUrl } from './marker.ts';
import type { Mapping, MappingInput } from './mapping.ts';
import { beginMapping, refuse } from './mapping.ts';
import { checkApproverLimit, checkRequester } from './requester-rights.ts';
import { roundingLines } from './rounding-line.ts';
import { refuseTaxGap } from './tax-gap.ts';
import type { Asked } from './totals.ts';
import { askedOf, checkTotals, gapOf, predictedOf, predictTotals, refuseNetGap } from './totals.ts';

export type { MappingInput } from './mapping.ts';

/** Characters of one document; a request of Xero's may hold 3.5 MB, and a batch is split, a document is not. */
const MAX_SIZE = 2_500_000;

const lineAmountWords = { exclusive: 'Exclusive', inclusive: 'Inclusive', noTax: 'NoTax' } as const;
const statusWords = { draft: 'DRAFT', submitted: 'SUBMITTED', authorised: 'AUTHORISED' } as const;

const blocked = (mapping: Mapping): Mapped => ({ verdict: verdictOf(mapping.reasons), reasons: mapping.reasons });

interface Head {
  readonly currency: string | null;
  readonly rate: number | undefined;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly number: string | null | undefined;
  readonly reference: string | undefined;
  readonly theme: string | undefined;
}

const headOf = (mapping: Mapping): Head => {
  const currency = currencyOf(mapping);
  const date = dateOf(mapping);
  const number = numberOf(mapping);
  return {
    currency,
    rate: currency === null ? undefined : rateOf(mapping, currency),
    date,
    dueDate: date === null ? null : dueDateOf(mapping, date),
    number,
    reference: referenceOf(mapping, number),
    theme: themeOf(mapping),
  };
};

const assemble = (mapping: Mapping, head: Head, currency: string, date: string, lines: readonly DocumentLine[]): XeroDocument => ({
  Type: mapping.kind.type,
  Contact: { ContactID: mapping.contactId ?? CONTACT_TO_COME },
  Date: date,
  ...(head.dueDate === null ? {} : { DueDate: head.dueDate }),
  LineAmountTypes: lineAmountWords[mapping.lineAmountTypes],
  ...(head.number == null ? {} : { [mapping.kind.number]: head.number }),
  ...(head.reference === undefined ? {} : { Reference: head.reference }),
  CurrencyCode: currency,
  ...(head.rate === undefined ? {} : { CurrencyRate: head.rate }),
  ...(head.theme === undefined ? {} : { BrandingThemeID: head.theme }),
  Status: statusWords[mapping.status],
  ...(mapping.kind.url ? { Url: markedUrl(mapping.environmentUrl, mapping.invoice.id, mapping.intentId) } : {}),
  LineItems: lines,
});

/** The invoice's lines with those that make the document come to what Dynamics asks; every gap that stays is a reason. */
const withAddedLines = (mapping: Mapping, lines: readonly MappedLine[], asked: Asked): readonly MappedLine[] => {
  const added = { discount: discountLines(mapping, lines, asked.discount), freight: freightLines(mapping, lines, asked.freight) };
  const before = [...lines, ...added.discount, ...added.freight];
  if (mapping.reasons.length > 0) return before;
  checkLineTaxes(mapping, lines, added);
  const predicted = predictTotals(before, mapping.lineAmountTypes);
  checkTotals(mapping, asked, predicted);
  if (mapping.reasons.length > 0) return before;
  const gap = gapOf(mapping, asked, predicted);
  const rounding = roundingLines(mapping, gap, before);
  // Where the rounding line itself has something in its way, that is what is told.
  if (rounding.length > 0 || mapping.reasons.length > 0) return [...before, ...rounding];
  if (!gap.net.isZero()) refuseNetGap(mapping, asked, predicted);
  if (!gap.tax.isZero()) refuseTaxGap(mapping, gap.tax, { asked, predicted }, lines, added);
  return before;
};

/** Decides one invoice. Pure: the same input gives the same bytes. */
export const toXeroDocument = (input: MappingInput): Mapped => {
  const mapping = beginMapping(input);
  checkRequester(mapping);
  if (mapping.reasons.length > 0) return blocked(mapping);

  checkGates(mapping);
  checkApproverLimit(mapping);
  const head = headOf(mapping);
  if (mapping.reasons.some(({ code }) => code === 'TOO_MANY_LINES')) return blocked(mapping);
  const { lines, items } = mapLines(mapping);
  const asked = askedOf(mapping);
  const all = withAddedLines(mapping, lines, asked);
  const predicted = predictTotals(all, mapping.lineAmountTypes);
  const { currency, date } = head;
  if (mapping.reasons.length > 0 || currency === null || date === null) return blocked(mapping);

  const document = assemble(
    mapping,
    head,
    currency,
    date,
    all.map((line) => line.document),
  );
  if (JSON.stringify(document).length > MAX_SIZE) {
    refuse(mapping, 'DOCUMENT_TOO_LARGE', {}, 'invoice.invoice_details');
    return blocked(mapping);
  }
  const { warnings } = mapping;
  return { verdict: 'Ready', document, predicted: predictedOf(predicted, currency), items, ...(warnings.length === 0 ? {} : { warnings }) };
};
