/** The document's number: the request's, Xero's own, the invoice's name or its Dynamics id; and the Reference. */
import { markedReference } from './marker.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import { first, hasControlCharacters, isPrintableAscii, oneLine } from './text.ts';

const MAX_NUMBER = 255;
const MAX_REFERENCE = 255;

/** Compared as Xero compares numbers: without case and outer blanks. */
export const foldedNumber = (number: string): string => number.trim().toLowerCase();

const source = (mapping: Mapping): { readonly text: string | null; readonly words: string; readonly field: string } => {
  const { invoice, choices, connection } = mapping;
  if (choices.number !== null && choices.number.trim() !== '')
    return { text: choices.number, words: 'the number of the request', field: 'stl3_xerorequest.stl3_number' };
  return connection.settings.useInvoiceName
    ? { text: invoice.name, words: 'the name of the invoice', field: 'invoice.name' }
    : { text: invoice.number, words: 'the invoice ID', field: 'invoice.invoicenumber' };
};

/** The number to send; undefined where Xero gives it, null with the reason noted. */
export const numberOf = (mapping: Mapping): string | null | undefined => {
  const { kind, connection, choices, numbersTaken = [] } = mapping;
  const { text, words, field } = source(mapping);
  const chosen = choices.number !== null && choices.number.trim() !== '';
  if (kind.numberedBy !== 'supplier' && connection.settings.useXeroNumber && !chosen) return undefined;
  const resend = chosen || kind.numberedBy === 'supplier' ? null : (mapping.resend ?? null);
  if (resend !== null && connection.settings.resendNumber === 'xero') return undefined;
  if (resend !== null && connection.settings.resendNumber !== 'suffix')
    return refuse(mapping, 'RESEND_NUMBER_NEEDED', { number: resend.formerNumber ?? '' }, 'stl3_xerorequest.stl3_number');
  const given = oneLine(text);
  if (given === '')
    return refuse(mapping, kind.numberedBy === 'supplier' ? 'BILL_NUMBER_MISSING' : 'NUMBER_MISSING', { source: words }, field);
  const number = resend === null ? given : `${given}-${String(resend.generation)}`;
  if (number.length > MAX_NUMBER) return refuse(mapping, 'NUMBER_TOO_LONG', { source: words }, field);
  if (!isPrintableAscii(number)) return refuse(mapping, 'NUMBER_NOT_PRINTABLE', { source: words }, field);
  if (kind.numberUnique && numbersTaken.some((taken) => foldedNumber(taken) === foldedNumber(number)))
    return refuse(mapping, 'NUMBER_TAKEN', { number }, field);
  return number;
};

/** The Reference, or undefined where the document has none. A credit note that Xero numbers carries its marker here. */
export const referenceOf = (mapping: Mapping, number: string | null | undefined): string | undefined => {
  const { invoice, kind, connection } = mapping;
  if (!kind.reference) return undefined;
  const text = connection.settings.referenceSource === 'column' ? invoice.columnReference : invoice.description;
  if (text != null && hasControlCharacters(text)) refuse(mapping, 'TEXT_NOT_ALLOWED', {}, 'invoice.description');
  const marker = kind.url || number !== undefined ? '' : markedReference(mapping.intentId);
  const reference = `${first(oneLine(text), marker === '' ? MAX_REFERENCE : MAX_REFERENCE - marker.length - 1).trim()} ${marker}`.trim();
  return reference === '' ? undefined : reference;
};

/** The branding theme's id in Xero; undefined where the organisation's own applies. */
export const themeOf = (mapping: Mapping): string | undefined => {
  const { invoice, choices, connection, kind } = mapping;
  if (!kind.theme) return undefined;
  const row = choices.brandingThemeId ?? invoice.brandingThemeId ?? connection.settings.brandingThemeId ?? null;
  if (row === null) return undefined;
  const theme = connection.brandingThemes[row];
  if (theme === undefined)
    refuse(mapping, 'BRANDING_THEME_UNKNOWN', { organisation: connection.organisation.name }, 'invoice.stl3_brandingthemeid');
  return theme;
};
