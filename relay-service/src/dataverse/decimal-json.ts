/** JSON whose numbers stay exact: a fraction or a long number becomes the text that stood there. */

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepDecimals: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && (!Number.isSafeInteger(value) || source.includes('.')) ? source : value;

/** A number, where JSON may have one, that may not stay exact: it has a fraction, an exponent, or more than fifteen digits. */
const MAY_BE_INEXACT = /(?:^|[:,[\s])-?\d+(?:[.eE]|\d{15})/;

/** Parses JSON; whole numbers stay numbers, everything else numeric becomes decimal text. */
export const parseJsonKeepingDecimals = (text: string): unknown =>
  // Looking at each value costs five times the parsing, and lists of requests have no amounts.
  MAY_BE_INEXACT.test(text)
    ? JSON.parse(text, keepDecimals as (this: unknown, key: string, value: unknown) => unknown)
    : (JSON.parse(text) as unknown);

/** A value of a money or decimal column as decimal text; null when it is empty. */
export const amountOf = (value: unknown): string | null => (typeof value === 'number' || typeof value === 'string' ? String(value) : null);
