import type { Formats } from './describe-status.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Writes money and dates as the browser's language does. */
export const browserFormats = (now: Date, locale?: string): Formats => ({
  money: (amount, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(amount),
  // A calendar date has no zone: read and written in UTC it stays the day that it is.
  date: (isoDate) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(isoDate)),
  today: `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`,
});
