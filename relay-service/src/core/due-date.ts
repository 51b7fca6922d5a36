/** The due date: invoice's date > invoice's terms > customer's terms > Xero's terms > none, which only a draft may have. */
import type { PaymentTerms } from './connection.ts';
import { addDays, dayOfMonth, endOfMonth, isCalendarDate } from './dates.ts';
import type { CalendarDate } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { refuse, warn } from './mapping.ts';

/** Days of Dynamics' payment terms (paymenttermscode); the discount of "2 % 10 Net 30" has no counterpart in Xero. */
const daysOfTerms: Readonly<Record<number, number>> = { 1: 30, 2: 30, 3: 45, 4: 60 };
const TWO_PERCENT_TEN_NET_30 = 2;

/** Due date by Xero's payment terms. */
export const dueByTerms = (date: CalendarDate, { day, type }: PaymentTerms): CalendarDate => {
  switch (type) {
    case 'DAYSAFTERBILLDATE':
      return addDays(date, day);
    case 'DAYSAFTERBILLMONTH':
      return addDays(endOfMonth(date), day);
    case 'OFCURRENTMONTH':
      return dayOfMonth(date, day);
    case 'OFFOLLOWINGMONTH':
      return dayOfMonth(date, day, 1);
  }
};

const chooseDueDate = (mapping: Mapping, date: CalendarDate): CalendarDate | null => {
  const { invoice, connection, kind } = mapping;
  if (invoice.dueDate !== null) {
    if (isCalendarDate(invoice.dueDate)) return invoice.dueDate;
    return refuse(mapping, 'DATE_INVALID', { date: invoice.dueDate, source: 'the due date' }, 'invoice.duedate');
  }
  for (const [terms, field] of [
    [invoice.paymentTerms, 'invoice.paymenttermscode'],
    [invoice.customer?.paymentTerms, `${invoice.customer?.kind ?? 'account'}.paymenttermscode`],
  ] as const) {
    const days = typeof terms === 'number' ? daysOfTerms[terms] : undefined;
    if (days === undefined) continue;
    if (terms === TWO_PERCENT_TEN_NET_30) warn(mapping, 'TERMS_DISCOUNT_LEFT_OUT', {}, field);
    return addDays(date, days);
  }
  const terms =
    mapping.contactTerms ?? (kind.side === 'sales' ? connection.organisation.salesTerms : connection.organisation.purchaseTerms);
  if (terms) return dueByTerms(date, terms);
  return mapping.status === 'draft' ? null : refuse(mapping, 'DUE_DATE_MISSING', {}, 'invoice.duedate');
};

/** The due date, or null where the document goes without or a reason was noted. */
export const dueDateOf = (mapping: Mapping, date: CalendarDate): CalendarDate | null => {
  if (!mapping.kind.dueDate) return null;
  const dueDate = chooseDueDate(mapping, date);
  if (dueDate !== null && dueDate < date) warn(mapping, 'DUE_DATE_BEFORE_DATE', { dueDate, date }, 'invoice.duedate');
  return dueDate;
};
