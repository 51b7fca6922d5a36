import { describe, expect, test } from '@jest/globals';
import type { AutomaticSending, Candidate } from '../../../relay-service/src/core/automatic-sending.ts';
import { isDue } from '../../../relay-service/src/core/automatic-sending.ts';

/** Switched on in the evening of 2 November in Sydney, looked at in the evening of the 10th: both are a day earlier in UTC. */
const sending: AutomaticSending = {
  trigger: { kind: 'dateArrives' },
  settings: { dateSource: 'dateDelivered', todayIfEmpty: false },
  organisation: { timeZone: 'Australia/Sydney' },
  since: '2026-11-01T14:00:00.000Z',
  now: '2026-11-10T12:59:59.000Z',
};
const invoice: Candidate = {
  id: 'invoice',
  name: 'Invoice',
  status: 1,
  createdOn: '2026-01-05T00:00:00Z',
  dateDelivered: null,
  columnDate: null,
};
const OLD = '2026-11-01T13:59:59Z';
const NEW = '2026-11-01T14:00:00Z';

describe('when the date arrives: a day between the one it was switched on and today, in the zone of the connection', () => {
  test.each([
    ['the day before it was switched on', '2026-10-31T13:00:00Z', false],
    ['the day it was switched on', '2026-11-01T13:00:00Z', true],
    ['today', '2026-11-09T13:00:00Z', true],
    ['tomorrow', '2026-11-10T13:00:00Z', false],
    ['today, written by a flow as 00:00Z', '2026-11-10T00:00:00Z', true],
    ['tomorrow, written by a flow', '2026-11-11T00:00:00Z', false],
    ['yesterday or today, by somebody in another zone', '2026-11-09T12:00:00Z', true],
    ['today or tomorrow, by somebody in another zone', '2026-11-10T12:00:00Z', false],
    ['nothing', null, false],
    ['no date', 'soon', false],
  ])('%s', (_, dateDelivered, due) => {
    expect(isDue(sending, { ...invoice, dateDelivered })).toBe(due);
  });

  test('a second later it is tomorrow there', () => {
    const next = { ...invoice, dateDelivered: '2026-11-10T13:00:00Z' };
    expect(isDue({ ...sending, now: '2026-11-10T13:00:00.000Z' }, next)).toBe(true);
    expect(isDue({ ...sending, now: '2026-11-10T13:00:00.000Z', organisation: { timeZone: 'Europe/London' } }, next)).toBe(false);
  });

  test.each([
    ['2026-11-01', false],
    ['2026-11-02', true],
    ['2026-11-10', true],
    ['2026-11-11', false],
  ])('a column of dates: %s', (columnDate, due) => {
    expect(isDue({ ...sending, settings: { dateSource: 'column', todayIfEmpty: false } }, { ...invoice, columnDate })).toBe(due);
  });
});

describe('where no date of its own says when it is due, it was made after it was switched on', () => {
  test.each([
    ['created on', { dateSource: 'createdOn', todayIfEmpty: false }],
    ['today', { dateSource: 'today', todayIfEmpty: false }],
    ['today if empty', { dateSource: 'dateDelivered', todayIfEmpty: true }],
  ] as const)('%s', (_, settings) => {
    expect(isDue({ ...sending, settings }, { ...invoice, createdOn: OLD })).toBe(false);
    expect(isDue({ ...sending, settings }, { ...invoice, createdOn: NEW })).toBe(true);
    expect(isDue({ ...sending, settings }, { ...invoice, createdOn: null })).toBe(false);
  });

  test.each([
    [4, NEW, true],
    [4, OLD, false],
    [1, NEW, false],
    [null, NEW, false],
  ])('at a status: %s, made %s', (status, createdOn, due) => {
    const tomorrow = '2026-11-10T13:00:00Z';
    expect(
      isDue({ ...sending, trigger: { kind: 'atStatus', status: 4 } }, { ...invoice, status, createdOn, dateDelivered: tomorrow }),
    ).toBe(due);
  });
});
