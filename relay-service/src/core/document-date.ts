/** The document's date: request > date source of the settings > today, where the settings allow it; and the lock dates. */
import type { Organisation, Settings } from './connection.ts';
import { dateInZone, datesOfUserLocal, isCalendarDate } from './dates.ts';
import type { CalendarDate, Invoice } from './invoice.ts';
import { inLockedPeriod } from './locked-period.ts';
import type { Mapping } from './mapping.ts';
import { refuse, warn } from './mapping.ts';

const sources: Readonly<Record<Settings['dateSource'], { readonly words: string; readonly field: string }>> = {
  dateDelivered: { words: 'Date Delivered', field: 'invoice.datedelivered' },
  createdOn: { words: 'Created On', field: 'invoice.createdon' },
  today: { words: 'today', field: 'invoice.datedelivered' },
  column: { words: 'the date column of the settings', field: 'stl3_stellariseconnectorsettings.stl3_datecolumn' },
};

/** What of an invoice and its connection says the date. */
export interface Dated extends Partial<Pick<Mapping, 'updateOf'>> {
  readonly invoice: Pick<Invoice, 'createdOn' | 'dateDelivered' | 'columnDate'>;
  readonly today: CalendarDate;
  readonly connection: {
    readonly settings: Pick<Settings, 'dateSource'>;
    readonly organisation: Pick<Organisation, 'timeZone'>;
  };
}

/** The day of sending: today, or that of the document which is brought up to date. */
const dayOfSending = ({ today, updateOf }: Pick<Dated, 'today' | 'updateOf'>): CalendarDate => updateOf?.date ?? today;

/** What the source holds; null when it is empty. */
const valueOfSource = (dated: Dated): string | null => {
  const { invoice, connection } = dated;
  switch (connection.settings.dateSource) {
    case 'today':
      return dayOfSending(dated);
    case 'createdOn':
      return invoice.createdOn;
    case 'column':
      return invoice.columnDate ?? null;
    case 'dateDelivered':
      return invoice.dateDelivered;
  }
};

/** Dates that a value may mean; none where it is no date. Only Created On has a time of day that somebody meant. */
const datesOf = ({ connection }: Dated, value: string): readonly CalendarDate[] => {
  const { timeZone } = connection.organisation;
  if (isCalendarDate(value)) return [value];
  if (connection.settings.dateSource !== 'createdOn') return datesOfUserLocal(value, timeZone);
  const date = dateInZone(value, timeZone);
  return date === null ? [] : [date];
};

/** Dates that the source may mean; null where it holds nothing, none where it holds no date. */
export const datesOfSource = (dated: Dated): readonly CalendarDate[] | null => {
  const value = valueOfSource(dated);
  return value === null || value.trim() === '' ? null : datesOf(dated, value);
};

const chooseDate = (mapping: Mapping): CalendarDate | null => {
  const { choices, connection } = mapping;
  const { words: source, field } = sources[connection.settings.dateSource];
  if (choices.date !== null) {
    if (isCalendarDate(choices.date)) return choices.date;
    return refuse(mapping, 'DATE_INVALID', { date: choices.date, source: 'the date of the request' }, 'stl3_xerorequest.stl3_date');
  }
  const value = valueOfSource(mapping);
  if (value === null || value.trim() === '')
    return connection.settings.todayIfEmpty ? dayOfSending(mapping) : refuse(mapping, 'DATE_MISSING', { source }, field);
  const dates = datesOf(mapping, value);
  const [date] = dates;
  // Not today: whoever filled the column in meant some other day.
  if (date === undefined) return refuse(mapping, 'DATE_INVALID', { date: value, source }, field);
  if (dates.length > 1)
    return refuse(mapping, 'DATE_AMBIGUOUS', { zone: connection.organisation.timeZone, dates: dates.join(' or ') }, field);
  return date;
};

const checkLock = (mapping: Mapping, date: CalendarDate, field: string): void => {
  const locked = inLockedPeriod(mapping.connection.organisation, date);
  // Whether the books may be changed is decided over an update whole, by the document's own date as well.
  if (!locked || (mapping.updateOf && mapping.status === 'authorised')) return;
  if (mapping.status === 'authorised') refuse(mapping, 'LOCKED_PERIOD', locked, field);
  else warn(mapping, 'LOCKED_PERIOD_DRAFT', locked, field);
};

/** The calendar date of the document, or null with the reason noted. */
export const dateOf = (mapping: Mapping): CalendarDate | null => {
  const date = chooseDate(mapping);
  if (date === null) return null;
  const { field } = sources[mapping.connection.settings.dateSource];
  if (date > mapping.today && date !== mapping.updateOf?.date) {
    const values = { date, today: mapping.today };
    if (mapping.connection.settings.futureDate === 'warn') warn(mapping, 'DATE_IN_FUTURE', values, field);
    else refuse(mapping, 'DATE_IN_FUTURE', values, field);
  }
  checkLock(mapping, date, field);
  return date;
};
