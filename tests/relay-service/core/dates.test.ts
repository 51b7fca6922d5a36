import { describe, expect, test } from '@jest/globals';
import {
  addDays,
  dateInZone,
  datesOfUserLocal,
  dayOfMonth,
  endOfMonth,
  isCalendarDate,
  isTimeZone,
  later,
} from '../../../relay-service/src/core/dates.ts';
import { dueByTerms } from '../../../relay-service/src/core/due-date.ts';
import { codesOf, connection, invoice, ready, reasonsOf, withOrganisation, withSettings } from './examples.ts';

describe('a "date only" value that is stored as an instant', () => {
  test.each([
    ['midnight in Sydney, summer', '2026-11-09T13:00:00Z', 'Australia/Sydney', ['2026-11-10']],
    ['midnight in Sydney, winter', '2026-07-09T14:00:00Z', 'Australia/Sydney', ['2026-07-10']],
    ['midnight in London, winter, is 00:00Z', '2026-01-15T00:00:00Z', 'Europe/London', ['2026-01-15']],
    ['midnight in London, summer', '2026-07-14T23:00:00Z', 'Europe/London', ['2026-07-15']],
    ['the morning London springs forward', '2026-03-29T00:00:00Z', 'Europe/London', ['2026-03-29']],
    ['the day after', '2026-03-29T23:00:00Z', 'Europe/London', ['2026-03-30']],
    ['midnight in New York', '2026-11-10T05:00:00Z', 'America/New_York', ['2026-11-10']],
    ["a flow's 00:00Z with New York", '2026-11-10T00:00:00Z', 'America/New_York', ['2026-11-10']],
    ["a flow's 00:00Z with Auckland", '2026-11-10T00:00:00Z', 'Pacific/Auckland', ['2026-11-10']],
    ['UTC+13', '2026-11-09T11:00:00Z', 'Pacific/Tongatapu', ['2026-11-10']],
    ['UTC-11', '2026-11-10T11:00:00Z', 'Pacific/Pago_Pago', ['2026-11-10']],
    ['UTC+14', '2026-11-09T10:00:00Z', 'Pacific/Kiritimati', ['2026-11-10']],
    ['a zone of three quarters of an hour', '2026-11-09T18:15:00Z', 'Asia/Kathmandu', ['2026-11-10']],
    ['an Auckland author with a London connection', '2026-11-09T11:00:00Z', 'Europe/London', ['2026-11-09', '2026-11-10']],
    ['a time of day on which both zones agree', '2026-11-09T10:11:12Z', 'Europe/London', ['2026-11-09']],
    ['a time of day on which they do not', '2026-11-09T20:11:12Z', 'Australia/Sydney', ['2026-11-10', '2026-11-09']],
    ['no instant', 'yesterday', 'Europe/London', []],
  ])('%s', (_, instant, zone, expected) => {
    expect(datesOfUserLocal(instant, zone)).toEqual(expected);
  });

  test('asks where it may mean two days', () => {
    const [first] = reasonsOf({
      connection: withOrganisation({ timeZone: 'Europe/London' }),
      invoice: { ...invoice, dateDelivered: '2026-11-09T11:00:00Z' },
    });
    expect(first).toMatchObject({ code: 'DATE_AMBIGUOUS', field: 'invoice.datedelivered' });
    expect(first?.message).toContain('2026-11-09 or 2026-11-10');
  });
});

describe('calendar dates', () => {
  test('instants fall on the day of their zone', () => {
    expect(dateInZone('2026-11-09T23:59:59Z', 'Pacific/Tongatapu')).toBe('2026-11-10');
    expect(dateInZone('2026-11-10T10:59:59Z', 'Pacific/Pago_Pago')).toBe('2026-11-09');
    expect(dateInZone('never', 'UTC')).toBeNull();
  });

  test.each([
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00:00Z', false],
  ])('%s exists: %s', (text, expected) => {
    expect(isCalendarDate(text)).toBe(expected);
  });

  test('zones are known or not', () => {
    expect([isTimeZone('Europe/London'), isTimeZone('Atlantis/Centre')]).toEqual([true, false]);
  });

  test('the later of two dates', () => {
    expect([later(null, null), later('2026-01-01', null), later(null, '2026-01-01'), later('2026-01-02', '2026-01-01')]).toEqual([
      null,
      '2026-01-01',
      '2026-01-01',
      '2026-01-02',
    ]);
    expect(later('2026-01-01', '2026-01-02')).toBe('2026-01-02');
  });

  test('days and months', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect([endOfMonth('2026-01-31'), endOfMonth('2026-01-31', 1), endOfMonth('2026-12-05', 1)]).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2027-01-31',
    ]);
    expect([dayOfMonth('2026-01-15', 31, 1), dayOfMonth('2026-01-15', 5)]).toEqual(['2026-02-28', '2026-01-05']);
  });
});

describe('due dates', () => {
  test.each([
    ['DAYSAFTERBILLDATE', 30, '2026-01-31', '2026-03-02'],
    ['DAYSAFTERBILLMONTH', 10, '2026-01-31', '2026-02-10'],
    ['OFCURRENTMONTH', 31, '2026-02-10', '2026-02-28'],
    ['OFFOLLOWINGMONTH', 31, '2026-01-31', '2026-02-28'],
    ['OFFOLLOWINGMONTH', 20, '2026-12-01', '2027-01-20'],
  ] as const)('%s %i from %s', (type, day, date, expected) => {
    expect(dueByTerms(date, { day, type })).toBe(expected);
  });

  const withDates = (changes: Partial<typeof invoice>, organisation = {}) =>
    ready({ invoice: { ...invoice, dueDate: null, ...changes }, connection: withOrganisation(organisation) }).document.DueDate;

  test('invoice date > invoice terms > customer terms > organisation terms > none', () => {
    const customer = invoice.customer && { ...invoice.customer, paymentTerms: 3 };
    const salesTerms = { day: 14, type: 'DAYSAFTERBILLDATE' };
    expect(withDates({ dueDate: '2026-11-30', paymentTerms: 1, customer }, { salesTerms })).toBe('2026-11-30');
    expect(withDates({ paymentTerms: 2, customer }, { salesTerms })).toBe('2026-12-10');
    expect(withDates({ customer }, { salesTerms })).toBe('2026-12-25');
    expect(withDates({}, { salesTerms })).toBe('2026-11-24');
    expect(withDates({})).toBeUndefined();
  });

  test('one before the date is warned of', () => {
    expect(ready({ invoice: { ...invoice, dueDate: '2026-11-09' } }).warnings?.map(({ code }) => code)).toEqual(['DUE_DATE_BEFORE_DATE']);
    expect(codesOf({ invoice: { ...invoice, dueDate: '2026-11-31' } })).toEqual(['DATE_INVALID']);
  });
});

describe('date sources', () => {
  const dated = (dateSource: 'createdOn' | 'today' | 'column', columnDate: string | null = null) =>
    ready({ invoice: { ...invoice, columnDate }, connection: withSettings({ dateSource }) }).document.Date;

  test('created on, today, any column, today for an empty one', () => {
    expect(connection.organisation.timeZone).toBe('Australia/Sydney');
    expect(dated('createdOn')).toBe('2026-11-09');
    expect(dated('today')).toBe('2026-11-20');
    expect(dated('column', '2026-11-03')).toBe('2026-11-03');
    expect(dated('column', '2026-11-02T13:00:00Z')).toBe('2026-11-03');
    expect(dated('column')).toBe('2026-11-20');
  });
});
