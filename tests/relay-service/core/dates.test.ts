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
import { choices, codesOf, connection, invoice, map, ready, reasonsOf, withOrganisation, withSettings } from './examples.ts';

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
    ['the day before Sydney springs forward', '2026-10-03T14:00:00Z', 'Australia/Sydney', ['2026-10-04']],
    ['the day after, an hour earlier', '2026-10-04T13:00:00Z', 'Australia/Sydney', ['2026-10-05']],
    ['the day that Auckland falls back', '2026-04-04T11:00:00Z', 'Pacific/Auckland', ['2026-04-05']],
    ['the day after that, an hour later', '2026-04-05T12:00:00Z', 'Pacific/Auckland', ['2026-04-06']],
    ['the day that New York falls back', '2026-11-01T04:00:00Z', 'America/New_York', ['2026-11-01']],
    ['the day after that, an hour later, too', '2026-11-02T05:00:00Z', 'America/New_York', ['2026-11-02']],
    ['half an hour of summer on Lord Howe', '2026-11-09T13:00:00Z', 'Australia/Lord_Howe', ['2026-11-10']],
    ['a day in Santiago that begins at one', '2026-09-06T04:00:00Z', 'America/Santiago', ['2026-09-06']],
    ['a day in Beirut that begins at one', '2026-03-28T22:00:00Z', 'Asia/Beirut', ['2026-03-29']],
    ["a flow's 00:00Z with UTC+13", '2026-11-10T00:00:00Z', 'Pacific/Tongatapu', ['2026-11-10']],
    ["a flow's 00:00Z with UTC-11", '2026-11-10T00:00:00Z', 'Pacific/Pago_Pago', ['2026-11-10']],
    ["a flow's 00:00Z in an hour's offset of its own", '2026-11-10T01:00:00+01:00', 'America/New_York', ['2026-11-10']],
    ['an Auckland author with a London connection, winter there', '2026-07-09T12:00:00Z', 'Europe/London', ['2026-07-09', '2026-07-10']],
    ['a London author with an Auckland connection', '2026-07-09T23:00:00Z', 'Pacific/Auckland', ['2026-07-10']],
    ['a New York author with a London connection', '2026-11-10T05:00:00Z', 'Europe/London', ['2026-11-10']],
    ['a Pago Pago author with a London connection', '2026-11-10T11:00:00Z', 'Europe/London', ['2026-11-10', '2026-11-11']],
    ['a second before midnight in Sydney', '2026-11-09T12:59:59Z', 'Australia/Sydney', ['2026-11-09']],
    ['a second after midnight in Sydney', '2026-11-09T13:00:01Z', 'Australia/Sydney', ['2026-11-10', '2026-11-09']],
    ['a second before midnight at UTC+13', '2026-11-10T10:59:59Z', 'Pacific/Tongatapu', ['2026-11-10']],
    ['a second after it', '2026-11-10T11:00:01Z', 'Pacific/Tongatapu', ['2026-11-11', '2026-11-10']],
    ['a second before midnight at UTC-11', '2026-11-10T10:59:59Z', 'Pacific/Pago_Pago', ['2026-11-09', '2026-11-10']],
    ['a second after it there', '2026-11-10T11:00:01Z', 'Pacific/Pago_Pago', ['2026-11-10']],
    ['the day that London falls back', '2026-10-24T23:00:00Z', 'Europe/London', ['2026-10-25']],
    ['the day after, by winter time', '2026-10-26T00:00:00Z', 'Europe/London', ['2026-10-26']],
    ['the day that New York springs forward', '2026-03-08T05:00:00Z', 'America/New_York', ['2026-03-08']],
    ['the day after that, an hour earlier', '2026-03-09T04:00:00Z', 'America/New_York', ['2026-03-09']],
    ['the day that Auckland springs forward', '2026-09-26T12:00:00Z', 'Pacific/Auckland', ['2026-09-27']],
    ['the day after that, an hour earlier there', '2026-09-27T11:00:00Z', 'Pacific/Auckland', ['2026-09-28']],
    ['no instant', 'yesterday', 'Europe/London', []],
    ['an instant without zone', '2026-11-10T00:00:00', 'Europe/London', []],
    ['a day that does not exist', '2026-02-30T00:00:00Z', 'Europe/London', []],
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
    expect(dateInZone('2026-11-10T00:00:00', 'UTC')).toBeNull();
  });

  test.each([
    ['Australia/Sydney', '2026-11-09T12:59:59.999Z', '2026-11-09'],
    ['Australia/Sydney', '2026-11-09T13:00:00Z', '2026-11-10'],
    ['Europe/London', '2026-07-09T22:59:59Z', '2026-07-09'],
    ['Europe/London', '2026-07-09T23:00:00Z', '2026-07-10'],
    ['Europe/London', '2026-12-09T23:59:59Z', '2026-12-09'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['Pacific/Tongatapu', '2026-11-10T10:59:59Z', '2026-11-10'],
    ['Pacific/Tongatapu', '2026-11-10T11:00:00Z', '2026-11-11'],
    ['Pacific/Pago_Pago', '2026-11-10T10:59:59Z', '2026-11-09'],
    ['Pacific/Pago_Pago', '2026-11-10T11:00:00Z', '2026-11-10'],
    ['Pacific/Auckland', '2026-12-31T11:00:00Z', '2027-01-01'],
  ])('in %s, %s is on %s', (zone, instant, expected) => {
    expect(dateInZone(instant, zone)).toBe(expected);
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
    expect(dated('column', ' ')).toBe('2026-11-20');
  });

  test('a column that holds something else than a date is never taken for today', () => {
    for (const columnDate of ['9/11/2026', '2026-11-31', '2026-11-09T13:00:00'])
      expect(codesOf({ invoice: { ...invoice, columnDate }, connection: withSettings({ dateSource: 'column' }) })).toEqual([
        'DATE_INVALID',
      ]);
  });

  test.each([
    ["a flow's 00:00Z", 'America/New_York', '2026-11-10T00:00:00Z', '2026-11-10'],
    ['midnight of New York', 'America/New_York', '2026-11-10T05:00:00Z', '2026-11-10'],
    ['midnight at UTC+13', 'Pacific/Tongatapu', '2026-11-09T11:00:00Z', '2026-11-10'],
    ['midnight at UTC-11', 'Pacific/Pago_Pago', '2026-11-10T11:00:00Z', '2026-11-10'],
  ])('%s in %s becomes the Date of the document', (_, timeZone, dateDelivered, expected) => {
    const sent = ready({ connection: withOrganisation({ timeZone }), invoice: { ...invoice, dateDelivered } });
    expect(sent.document.Date).toBe(expected);
  });

  test('an Auckland author with a London connection answers by the date of the request', () => {
    const asked = {
      connection: withOrganisation({ timeZone: 'Europe/London' }),
      invoice: { ...invoice, dateDelivered: '2026-11-09T11:00:00Z' },
    };
    expect(map(asked).verdict).toBe('NeedsChoice');
    expect(ready({ ...asked, choices: { ...choices, date: '2026-11-10' } }).document.Date).toBe('2026-11-10');
  });
});
