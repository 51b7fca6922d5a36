/** How amounts and dates are shown: as the platform formats them for the user, taken from its annotations where they are. */
import type { Row } from './web-api.ts';

const FORMATTED = '@OData.Community.Display.V1.FormattedValue';

/** The formatted value of a column, else its plain one. */
export const shown = (row: Row, column: string): string => {
  const formatted = row[column + FORMATTED];
  if (typeof formatted === 'string') return formatted;
  const value = row[column];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** An amount in a currency. */
export const money = (value: number, currency: string): string =>
  new Intl.NumberFormat('en-AU', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(value);
