/** The document's date: request > date source of the settings > today, where the settings allow it; and the lock dates. */
import type { Settings } from './connection.ts';
import { addDays, dateInZone, datesOfUserLocal, isCalendarDate, later } from './dates.ts';
import type { CalendarDate } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { refuse, warn } from './mapping.ts';

const sources: Readonly<Record<Settings['dateSource'], { readonly words: string; readonly field: string }>> = {
  dateDelivered: { words: 'Date Delivered', field: 'invoice.datedelivered' },
  createdOn: { words: 'Created On', field: 'invoice.createdon' },
  today: { words: 'today', field: 'invoice.datedelivered' },
  column: { words: 'the date column of the settings', field: 'stl3_stellariseconnectorsettings.stl3_datecolumn' },
};

/** What the source holds; null when it is empty. */
const valueOfSource = ({ invoice, today, connection }: Mapping): string | null => {
  switch (connection.settings.dateSource) {
    case 'today':
      return today;
    case 'createdOn':
      return invoice.createdOn;
    case 'column':
      return invoice.columnDate ?? null;
    case 'dateDelivered':
      return invoice.dateDelivered;
  }
};

/** Dates that a value may mean; none where it is no date. Only Created On has a time of day that somebody meant. */
const datesOf = ({ connection }: Mapping, value: string): readonly CalendarDate[] => {
  const { timeZone } = connection.organisation;
  if (isCalendarDate(value)) return [value];
  if (connection.settings.dateSource !== 'createdOn') return datesOfUserLocal(value, timeZone);
  const date = dateInZone(value, timeZone);
  return date === null ? [] : [date];
};

const chooseDate = (mapping: Mapping): CalendarDate | null => {
  const { choices, today, connection } = mapping;
  const { words: source, field } = sources[connection.settings.dateSource];
  if (choices.date !== null) {
    if (isCalendarDate(choices.date)) return choices.date;
    return refuse(mapping, 'DATE_INVALID', { date: choices.date, source: 'the date of the request' }, 'stl3_xerorequest.stl3_date');
  }
  const value = valueOfSource(mapping);
  if (value === null || value.trim() === '')
    return connection.settings.todayIfEmpty ? today : refuse(mapping, 'DATE_MISSING', { source }, field);
  const dates = datesOf(mapping, value);
  const [date] = dates;
  // Not today: whoever filled the column in meant some other day.
  if (date === undefined) return refuse(mapping, 'DATE_INVALID', { date: value, source }, field);
  if (dates.length > 1)
    return refuse(mapping, 'DATE_AMBIGUOUS', { zone: connection.organisation.timeZone, dates: dates.join(' or ') }, field);
  return date;
};

const checkLock = (mapping: Mapping, date: CalendarDate, field: string): void => {
  const { periodLockDate, endOfYearLockDate } = mapping.connection.organisation;
  const lockDate = later(periodLockDate, endOfYearLockDate);
  if (lockDate === null || date > lockDate) return;
  const values = { date, lockDate, firstOpen: addDays(lockDate, 1) };
  if (mapping.status === 'authorised') refuse(mapping, 'LOCKED_PERIOD', values, field);
  else warn(mapping, 'LOCKED_PERIOD_DRAFT', values, field);
};

/** The calendar date of the document, or null with the reason noted. */
export const dateOf = (mapping: Mapping): CalendarDate | null => {
  const date = chooseDate(mapping);
  if (date === null) return null;
  const { field } = sources[mapping.connection.settings.dateSource];
  if (date > mapping.today) {
    const values = { date, today: mapping.today };
    if (mapping.connection.settings.futureDate === 'warn') warn(mapping, 'DATE_IN_FUTURE', values, field);
    else refuse(mapping, 'DATE_IN_FUTURE', values, field);
  }
  checkLock(mapping, date, field);
  return date;
};
