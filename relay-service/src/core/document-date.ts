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

/** Dates that the source may mean; none when it is empty. */
const datesOfSource = (mapping: Mapping): readonly CalendarDate[] => {
  const { invoice, today, connection } = mapping;
  const { timeZone } = connection.organisation;
  switch (connection.settings.dateSource) {
    case 'today':
      return [today];
    case 'createdOn': {
      const date = invoice.createdOn === null ? null : dateInZone(invoice.createdOn, timeZone);
      return date === null ? [] : [date];
    }
    case 'column': {
      const value = invoice.columnDate ?? null;
      if (value === null) return [];
      return isCalendarDate(value) ? [value] : datesOfUserLocal(value, timeZone);
    }
    case 'dateDelivered':
      return invoice.dateDelivered === null ? [] : datesOfUserLocal(invoice.dateDelivered, timeZone);
  }
};

const chooseDate = (mapping: Mapping): CalendarDate | null => {
  const { choices, today, connection } = mapping;
  const { words: source, field } = sources[connection.settings.dateSource];
  if (choices.date !== null) {
    if (isCalendarDate(choices.date)) return choices.date;
    return refuse(mapping, 'DATE_INVALID', { date: choices.date, source: 'the date of the request' }, 'stl3_xerorequest.stl3_date');
  }
  const dates = datesOfSource(mapping);
  const [date] = dates;
  if (date === undefined) return connection.settings.todayIfEmpty ? today : refuse(mapping, 'DATE_MISSING', { source }, field);
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
