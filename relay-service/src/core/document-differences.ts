/** In what a document in Xero differs from the one that the invoice would be now: named for people, and by what each may touch. */
import type { DocumentLine, XeroDocument } from './document.ts';
import type { CalendarDate } from './invoice.ts';
import type { DocumentInXero } from './outcome.ts';

/** A line as Xero holds it. */
export interface LineInXero extends DocumentLine {
  readonly LineItemID: string;
  /** After discounts, and what it is taxed with, as Xero computed them. */
  readonly LineAmount?: number;
  readonly TaxAmount?: number;
}

/** A document with everything that an update may touch. */
export interface WholeDocument {
  readonly head: DocumentInXero;
  readonly lineAmountTypes: XeroDocument['LineAmountTypes'] | null;
  readonly brandingThemeId: string | null;
  readonly lines: readonly LineInXero[];
}

/**
 * - `free`: may change on a paid sales invoice too
 * - `coding`: account or tracking, which a bookkeeper may have set in Xero; free too, but named before it is overwritten
 * - `tax`: a bookkeeper's too, but it moves the total
 * - `amount`: only while nothing was paid or credited
 */
export interface Difference {
  readonly what: string;
  readonly kind: 'free' | 'coding' | 'tax' | 'amount';
}

/** A line that is wanted, with the line of Xero's that it continues. */
export interface PairedLine {
  readonly wanted: DocumentLine;
  readonly current: LineInXero | null;
}

const sameText = (a: string | null | undefined, b: string | null | undefined): boolean => (a ?? '').trim() === (b ?? '').trim();
const sameId = (a: string | null | undefined, b: string | null | undefined): boolean => (a ?? '').toLowerCase() === (b ?? '').toLowerCase();

/** Wanted lines continue those of the same text and item, then those that are left, in order; what is new has none. */
export const pairLines = (current: readonly LineInXero[], wanted: readonly DocumentLine[]): readonly PairedLine[] => {
  const left = [...current];
  const take = (fits: (line: LineInXero) => boolean): LineInXero | null => {
    const index = left.findIndex(fits);
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null);
  };
  const exact = wanted.map((line) =>
    take((known) => sameText(known.Description, line.Description) && sameId(known.ItemCode, line.ItemCode)),
  );
  return wanted.map((line, index) => ({ wanted: line, current: exact[index] ?? take(() => true) }));
};

const trackingText = ({ Tracking = [] }: DocumentLine): string =>
  Tracking.map(({ Name, Option }) => `${Name}: ${Option}`)
    .toSorted()
    .join(', ');

const lineDifferences = ({ wanted, current }: PairedLine, number: number): readonly Difference[] => {
  const place = `line ${String(number)}`;
  if (current === null) return [{ what: `${place} is new`, kind: 'amount' }];
  const differs: readonly (readonly [boolean, string, Difference['kind']])[] = [
    [!sameText(current.Description, wanted.Description), 'description', 'free'],
    [(current.AccountCode ?? '') !== (wanted.AccountCode ?? ''), `account ${current.AccountCode ?? 'none'}`, 'coding'],
    [trackingText(current) !== trackingText(wanted), `tracking ${trackingText(current) || 'none'}`, 'coding'],
    [(current.TaxType ?? 'NONE') !== (wanted.TaxType ?? current.TaxType ?? 'NONE'), `tax type ${current.TaxType ?? 'none'}`, 'tax'],
    [(current.Quantity ?? 0) !== (wanted.Quantity ?? 0), 'quantity', 'amount'],
    [(current.UnitAmount ?? 0) !== (wanted.UnitAmount ?? 0), 'unit price', 'amount'],
    [(current.DiscountAmount ?? 0) !== (wanted.DiscountAmount ?? 0), 'discount', 'amount'],
    [!sameId(current.ItemCode, wanted.ItemCode), 'item', 'amount'],
  ];
  return differs.flatMap(([is, what, kind]) => (is ? [{ what: `${what} of ${place}`, kind }] : []));
};

const head = ({ head: current, lineAmountTypes, brandingThemeId }: WholeDocument, wanted: XeroDocument): readonly Difference[] => {
  const number = wanted.InvoiceNumber ?? wanted.CreditNoteNumber;
  const moved = (now: CalendarDate | null, then: CalendarDate | undefined): boolean => then !== undefined && now !== then;
  const differs: readonly (readonly [boolean, string, Difference['kind']])[] = [
    [moved(current.date, wanted.Date), 'date', 'amount'],
    [moved(current.dueDate, wanted.DueDate), 'due date', 'free'],
    [number !== undefined && !sameText(current.number, number), 'number', 'free'],
    [wanted.Reference !== undefined && !sameText(current.reference, wanted.Reference), 'reference', 'free'],
    [wanted.BrandingThemeID !== undefined && !sameId(brandingThemeId, wanted.BrandingThemeID), 'branding theme', 'free'],
    [!sameId(current.contactId, wanted.Contact.ContactID), 'contact', 'free'],
    [current.currency !== wanted.CurrencyCode, 'currency', 'amount'],
    [lineAmountTypes !== wanted.LineAmountTypes, 'line amount types', 'amount'],
  ];
  return differs.flatMap(([is, what, kind]) => (is ? [{ what, kind }] : []));
};

/** All differences; none = the document is up to date. */
export const differencesOf = (current: WholeDocument, wanted: XeroDocument): readonly Difference[] => {
  const paired = pairLines(current.lines, wanted.LineItems);
  const gone = current.lines.length - paired.filter(({ current: known }) => known !== null).length;
  return [
    ...head(current, wanted),
    ...paired.flatMap((line, index) => lineDifferences(line, index + 1)),
    ...(gone > 0 ? [{ what: gone === 1 ? 'a line is gone' : `${String(gone)} lines are gone`, kind: 'amount' as const }] : []),
  ];
};
