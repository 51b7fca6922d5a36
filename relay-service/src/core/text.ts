/** Text as Xero takes it: lengths, blanks and characters. */

const CUT_MARK = '…';
// Everything below a blank but tab and line feed, and DEL with the C1 block: Xero and XML both refuse them.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export const hasControlCharacters = (text: string): boolean => CONTROL.test(text) || LONE_SURROGATE.test(text);

export const isPrintableAscii = (text: string): boolean => /^[\x20-\x7E]*$/.test(text);

/** Line ends of one kind and no blanks around. */
export const tidyLines = (text: string | null | undefined): string => (text ?? '').replaceAll(/\r\n?/g, '\n').trim();

/** One line: every run of blanks is one space. */
export const oneLine = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/gu, ' ').trim();

const firstUnits = (text: string, max: number): string => {
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
};

/** First `max` UTF-16 units, never half a character. */
export const first = (text: string, max: number): string => (text.length <= max ? text : firstUnits(text, max));

/** Cut to `max` with a mark, so that a reader sees that something is missing. */
export const cutWithMark = (text: string, max: number): string =>
  text.length <= max ? text : firstUnits(text, max - CUT_MARK.length) + CUT_MARK;

/** Form in which names are compared: blanks folded, without case, composed characters. */
export const foldedName = (text: string | null | undefined): string => oneLine(text).normalize('NFC').toLowerCase();
