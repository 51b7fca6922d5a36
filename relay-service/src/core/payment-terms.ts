/** Payment terms as Xero holds them for an organisation and for a contact, one for each side. */
import { addDays, dayOfMonth, endOfMonth } from './dates.ts';
import type { CalendarDate } from './invoice.ts';

/** Kinds of terms in Xero, and the due date that each makes of a date. */
const dueDates = {
  DAYSAFTERBILLDATE: (date: CalendarDate, day: number) => addDays(date, day),
  DAYSAFTERBILLMONTH: (date: CalendarDate, day: number) => addDays(endOfMonth(date), day),
  OFCURRENTMONTH: (date: CalendarDate, day: number) => dayOfMonth(date, day),
  OFFOLLOWINGMONTH: (date: CalendarDate, day: number) => dayOfMonth(date, day, 1),
} as const;
type Kind = keyof typeof dueDates;

/** Terms of one side as they were read; whether they mean a date, `dueByTerms` says. */
export interface PaymentTerms {
  readonly day: number;
  readonly type: string;
}

/** Terms of both sides, as Xero answers them; it leaves out what is not set. */
export interface WirePaymentTerms {
  readonly Sales?: { readonly Day?: number | null; readonly Type?: string | null } | null;
  readonly Bills?: { readonly Day?: number | null; readonly Type?: string | null } | null;
}

/** Terms of one side; null where there are none. What is half there stays, so that nobody takes it for none. */
export const termsOf = (terms: WirePaymentTerms | null | undefined, side: 'sales' | 'purchase'): PaymentTerms | null => {
  const { Day: day, Type: type } = (side === 'sales' ? terms?.Sales : terms?.Bills) ?? {};
  return day == null && type == null ? null : { day: day ?? NaN, type: type ?? '' };
};

const isKind = (type: string): type is Kind => Object.hasOwn(dueDates, type);

/** Due date by Xero's payment terms; null for terms of an unknown kind and for days that no month has. */
export const dueByTerms = (date: CalendarDate, { day, type }: PaymentTerms): CalendarDate | null => {
  if (!isKind(type) || !Number.isInteger(day) || day < 0) return null;
  const ofMonth = type === 'OFCURRENTMONTH' || type === 'OFFOLLOWINGMONTH';
  if (ofMonth ? day < 1 || day > 31 : day > 999) return null;
  return dueDates[type](date, day);
};
