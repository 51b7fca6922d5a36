import { describe, expect, test } from '@jest/globals';
import { connectionState, exportState, historyResult, requestState } from '@stl3/solution';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as views from '../../webresources/src/views.ts';

const choices = { exportState, connectionState, requestState, historyResult };
const columns = {
  exportState: 'stl3_exportstate',
  connectionState: 'stl3_connectionstate',
  requestState: 'stl3_state',
  historyResult: 'stl3_result',
} as const;
const names = Object.keys(columns) as (keyof typeof columns)[];
const row = (column: string, value: unknown, words: unknown): string => JSON.stringify({ [`${column}_Value`]: value, [column]: words });

describe.each(names)('%s', (name) => {
  const states = Object.entries(choices[name].values) as [string, { value: number; label: string }][];

  test.each(states)('%s has a sign that is in the solution, and the words of the list over it', (_, { value }) => {
    const [icon, tooltip] = views[name](row(columns[name], value, 'In words'));
    expect(existsSync(join(import.meta.dirname, '../../webresources', icon.replace('stl3_/', '')))).toBe(true);
    expect(tooltip).toBe('In words');
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['another column', row('stl3_other', states[0]?.[1].value, 'x')],
    ['an empty column', row(columns[name], null, '')],
    ['a state of a newer version', row(columns[name], 99, 'x')],
  ])('%s: no sign', (_, data) => {
    expect(views[name](data)).toEqual(['', '']);
  });
});

test.each([
  ['sent', 'done'],
  ['blocked', 'failed'],
  ['needsChoice', 'warning'],
  ['checkingWithXero', 'busy'],
] as const)('an invoice that is %s has the sign %s', (state, sign) => {
  expect(views.exportState(row('stl3_exportstate', exportState.values[state].value, ''))[0]).toBe(`stl3_/icons/state-${sign}.svg`);
});

test('a column of the linked table is found by its alias, and a number as text is one', () => {
  const data = JSON.stringify({ 'xero.stl3_exportstate_Value': String(exportState.values.paid.value), 'xero.stl3_exportstate': 'Bezahlt' });
  expect(views.exportState(data)).toEqual(['stl3_/icons/state-done.svg', 'Bezahlt']);
});
