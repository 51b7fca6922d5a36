/** The due date: invoice's date > invoice's terms > customer's > Xero contact's > Xero organisation's > none, which only a draft may have. */
import type { RequestChoices } from './connection.ts';
import { addDays, isCalendarDate } from './dates.ts';
import type { CalendarDate, Invoice } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { kindOf, refuse, warn } from './mapping.ts';
import { dueByTerms } from './payment-terms.ts';

/** Days of Dynamics' payment terms (paymenttermscode); the discount of "2 % 10 Net 30" has no counterpart in Xero. */
const daysOfTerms: Readonly<Record<number, number>> = { 1: 30, 2: 30, 3: 45, 4: 60 };
const TWO_PERCENT_TEN_NET_30 = 2;

interface Terms {
  readonly terms: number;
  readonly whose: 'invoice' | 'customer';
  readonly field: string;
}

/** Terms that Dynamics names, the invoice's own before the customer's. */
const termsInDynamics = ({ paymentTerms, customer }: Invoice): Terms | null => {
  if (paymentTerms !== null) return { terms: paymentTerms, whose: 'invoice', field: 'invoice.paymenttermscode' };
  return typeof customer?.paymentTerms === 'number'
    ? { terms: customer.paymentTerms, whose: 'customer', field: `${customer.kind}.paymenttermscode` }
    : null;
};

/** The choice of terms is the company's to extend; how many days its own mean, nothing says, and terms further down the ladder are not meant. */
const dueInDynamics = (mapping: Mapping, date: CalendarDate, { terms, whose, field }: Terms): CalendarDate | null => {
  const days = daysOfTerms[terms];
  if (terms === TWO_PERCENT_TEN_NET_30) warn(mapping, 'TERMS_DISCOUNT_LEFT_OUT', {}, field);
  if (days !== undefined) return addDays(date, days);
  if (mapping.status !== 'draft') return refuse(mapping, 'TERMS_UNKNOWN', { whose, terms }, field);
  warn(mapping, 'TERMS_UNKNOWN_DRAFT', { whose, terms }, field);
  return null;
};

/** Whether the due date depends on what Xero says of the contact; only then its terms are read. */
export const needsContactTerms = (invoice: Invoice, { type }: Pick<RequestChoices, 'type'>): boolean =>
  kindOf(invoice, type).dueDate && invoice.dueDate === null && termsInDynamics(invoice) === null;

const dueByXero = (mapping: Mapping, date: CalendarDate): CalendarDate | null => {
  const { contactTerms, connection, kind, status } = mapping;
  if (contactTerms === 'notYetRead') return null;
  const terms = contactTerms ?? (kind.side === 'sales' ? connection.organisation.salesTerms : connection.organisation.purchaseTerms);
  if (!terms) return status === 'draft' ? null : refuse(mapping, 'DUE_DATE_MISSING', {}, 'invoice.duedate');
  const whose = contactTerms ? 'the contact' : connection.organisation.name;
  return dueByTerms(date, terms) ?? refuse(mapping, 'XERO_TERMS_UNREADABLE', { whose }, 'invoice.duedate');
};

const chooseDueDate = (mapping: Mapping, date: CalendarDate): CalendarDate | null => {
  const { invoice } = mapping;
  if (invoice.dueDate !== null) {
    if (isCalendarDate(invoice.dueDate)) return invoice.dueDate;
    return refuse(mapping, 'DATE_INVALID', { date: invoice.dueDate, source: 'the due date' }, 'invoice.duedate');
  }
  const terms = termsInDynamics(invoice);
  return terms ? dueInDynamics(mapping, date, terms) : dueByXero(mapping, date);
};

/** The due date, or null where the document goes without or a reason was noted. */
export const dueDateOf = (mapping: Mapping, date: CalendarDate): CalendarDate | null => {
  if (!mapping.kind.dueDate) return null;
  const dueDate = chooseDueDate(mapping, date);
  // Xero refuses it for a draft too.
  if (dueDate !== null && dueDate < date) return refuse(mapping, 'DUE_DATE_BEFORE_DATE', { dueDate, date }, 'invoice.duedate');
  return dueDate;
};
