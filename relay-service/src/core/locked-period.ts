/** Xero's lock dates: nothing may be posted or changed on or before the later of the two. */
import type { Organisation } from './connection.ts';
import { addDays, later } from './dates.ts';
import type { CalendarDate } from './invoice.ts';

/** A date in a closed period, by the names that the causes have for it. */
export type InLockedPeriod = Readonly<Record<'date' | 'lockDate' | 'firstOpen', CalendarDate>>;

/** The first of these dates that lies in a closed period; null where none does. */
export const inLockedPeriod = (
  { periodLockDate, endOfYearLockDate }: Organisation,
  ...dates: readonly (CalendarDate | null)[]
): InLockedPeriod | null => {
  const lockDate = later(periodLockDate, endOfYearLockDate);
  if (lockDate === null) return null;
  const date = dates.find((each) => each !== null && each <= lockDate);
  return date == null ? null : { date, lockDate, firstOpen: addDays(lockDate, 1) };
};
