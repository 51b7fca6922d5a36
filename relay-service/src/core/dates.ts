/** Instants to calendar dates and back, without a clock: a date is text from the click to Xero. */
import type { CalendarDate, Instant } from './invoice.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
// The zones of the world lie between UTC-12 and UTC+14.
const WEST_MS = 12 * 3_600_000;
const EAST_MS = 14 * 3_600_000;

const iso = (ms: number): CalendarDate => new Date(ms).toISOString().slice(0, 10);

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** True for `YYYY-MM-DD` of a day that exists. */
export const isCalendarDate = (text: string): boolean => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && iso(ms) === text;
};

/** NaN for what is no instant. Without a zone a text means another instant on every machine, so it is none. */
const msOf = (instant: Instant): number => {
  const [, day = ''] = INSTANT.exec(instant) ?? [];
  return isCalendarDate(day) ? Date.parse(instant) : NaN;
};

/** True for a name that Intl knows as a time zone. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Clocks of zones; making one takes a hundred times as long as reading it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
};

const wallTime = (ms: number, timeZone: string): { readonly date: CalendarDate; readonly midnight: boolean } => {
  const parts = clockOf(timeZone).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    midnight: part('hour') === '00' && part('minute') === '00' && part('second') === '00',
  };
};

/** Calendar date on which an instant falls in a zone; null when it is no instant. */
export const dateInZone = (instant: Instant, timeZone: string): CalendarDate | null => {
  const ms = msOf(instant);
  return Number.isNaN(ms) ? null : wallTime(ms, timeZone).date;
};

/**
 * The dates that a "date only" value which Dynamics stores as an instant may mean, the most likely first.
 * One date: local midnight in the zone, or exactly 00:00Z, which an API or a flow writes. More than one: it was
 * entered by somebody in another zone, and a person has to say which day was meant.
 */
export const datesOfUserLocal = (instant: Instant, timeZone: string): CalendarDate[] => {
  const ms = msOf(instant);
  if (Number.isNaN(ms)) return [];
  const local = wallTime(ms, timeZone);
  if (local.midnight) return [local.date];
  const sinceMidnight = ((ms % DAY_MS) + DAY_MS) % DAY_MS;
  if (sinceMidnight === 0) return [iso(ms)];
  if (ms % QUARTER_MS !== 0) return [...new Set([local.date, iso(ms)])];
  const untilMidnight = DAY_MS - sinceMidnight;
  return [
    ...new Set([
      local.date,
      ...(untilMidnight <= EAST_MS ? [iso(ms + untilMidnight)] : []),
      ...(sinceMidnight <= WEST_MS ? [iso(ms)] : []),
    ]),
  ];
};

export const addDays = (date: CalendarDate, days: number): CalendarDate => iso(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);

/** Last day of the month that lies `months` after the date's own. */
export const endOfMonth = (date: CalendarDate, months = 0): CalendarDate => {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return iso(Date.UTC(year, month + months, 0));
};

/** That day of the month `months` after the date's own, or the month's last day where it is shorter. */
export const dayOfMonth = (date: CalendarDate, day: number, months = 0): CalendarDate => {
  const last = endOfMonth(date, months);
  const wanted = `${last.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return wanted < last ? wanted : last;
};

/** The later of two dates, either of which may be missing. */
export const later = (a: CalendarDate | null, b: CalendarDate | null): CalendarDate | null => (a === null || (b !== null && b > a) ? b : a);
