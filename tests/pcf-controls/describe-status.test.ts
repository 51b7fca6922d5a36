import { describe, expect, test } from '@jest/globals';
import { exportState, requestAction, verdict, xeroStatus } from '@stl3/solution';
import { describeStatus, isSettled } from '../../pcf-controls/XeroStatus/describe-status.ts';
import type { StatusRows } from '../../pcf-controls/XeroStatus/status-rows.ts';
import { english } from '../../pcf-controls/XeroStatus/texts.ts';
import { detailsRow, formats, inXero, requestRow, text } from './status-rows.ts';

const describeRows = (rows: Partial<StatusRows>) => describeStatus({ details: null, request: null, ...rows }, text, formats);

describe('badge', () => {
  test.each([
    ['nothing at all', {}, 'Not sent', 'neutral', false],
    ['a request that nobody took', { request: requestRow('requested') }, 'Waiting', 'progress', true],
    ['a request that was taken', { request: requestRow('taken') }, 'Sending', 'progress', true],
    ['a check that was taken', { request: requestRow('taken', {}, 'check') }, 'Checking', 'progress', true],
    ['a void that was taken', { request: requestRow('taken', {}, 'void'), details: detailsRow('sent') }, 'Voiding', 'progress', true],
    [
      'an answer in doubt',
      { request: requestRow('taken'), details: detailsRow('checkingWithXero') },
      'Checking with Xero',
      'progress',
      true,
    ],
    ['sent', { request: requestRow('done'), details: detailsRow('sent', inXero) }, 'In Xero', 'success', false],
    [
      'a new request on what is in Xero',
      { request: requestRow('requested'), details: detailsRow('sent', inXero) },
      'Waiting',
      'progress',
      true,
    ],
    [
      'a check that found it ready',
      { details: detailsRow('checked', { stl3_verdict: verdict.values.ready.value }) },
      'Ready to send',
      'success',
      false,
    ],
    [
      'a check that found it blocked',
      { details: detailsRow('checked', { stl3_verdict: verdict.values.blocked.value }) },
      'Blocked',
      'danger',
      false,
    ],
    ['a check without verdict', { details: detailsRow('checked') }, 'Checked', 'neutral', false],
    ['a refusal without details', { request: requestRow('refused') }, 'Blocked', 'danger', false],
    [
      'a refusal that asks for a choice',
      { request: requestRow('refused'), details: detailsRow('needsChoice') },
      'Needs a choice',
      'warning',
      false,
    ],
    [
      'a refused update of a paid invoice',
      { request: requestRow('refused', {}, 'update'), details: detailsRow('paid') },
      'Paid',
      'success',
      false,
    ],
  ] as const)('%s', (_case, rows, badge, tone, busy) => {
    expect(describeRows(rows)).toMatchObject({ badge, tone, busy });
  });

  test.each(Object.keys(exportState.values) as (keyof typeof exportState.values)[])('state %s has a text of its own', (state) => {
    const { badge, busy } = describeRows({ details: detailsRow(state) });
    expect(badge).toBe(english[`state_${state}`]);
    expect(busy).toBe(['waiting', 'sending', 'checkingWithXero'].includes(state));
  });

  test.each(Object.keys(requestAction.values) as (keyof typeof requestAction.values)[])('action %s has a text of its own', (action) => {
    expect(describeRows({ request: requestRow('taken', {}, action) }).badge).toBe(english[`doing_${action}`]);
  });

  test('a choice value from a newer version shows as not sent rather than breaking the form', () => {
    expect(describeRows({ details: { stl3_exportstate: 715_330_099 as never } }).badge).toBe('Not sent');
  });
});

describe('message', () => {
  const refused = requestRow('refused', {
    stl3_result: 'No account on line 3.',
    stl3_remedy: 'Choose one.',
    stl3_remedylink: 'https://x.example/p',
  });

  test('a refusal tells result, remedy and where to mend it', () => {
    expect(describeRows({ request: refused })).toMatchObject({
      message: 'No account on line 3. Choose one.',
      messageTone: 'danger',
      remedyLink: 'https://x.example/p',
    });
  });

  test("details that were written after the refusal tell it in the relay's own words", () => {
    const details = detailsRow('blocked', { stl3_message: 'Line 3 has no account.' });
    expect(describeRows({ request: refused, details }).message).toBe('Line 3 has no account.');
  });

  test('a refusal newer than the details is told, and takes nothing from what Xero holds', () => {
    const details = detailsRow('sent', { ...inXero, stl3_message: 'Sent.', modifiedon: '2026-11-20T08:00:00Z' });
    expect(describeRows({ request: refused, details })).toMatchObject({
      badge: 'In Xero',
      number: 'INV-0042',
      message: 'No account on line 3. Choose one.',
      messageTone: 'warning',
    });
  });

  test('an old request says nothing once it is done', () => {
    expect(
      describeRows({ request: requestRow('done', { stl3_result: 'old news' }), details: detailsRow('sent', inXero) }).message,
    ).toBeNull();
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'go.xero.com'])('an address such as %s is no link', (address) => {
    const status = describeRows({ details: detailsRow('sent', { stl3_xerolink: address, stl3_remedylink: address }) });
    expect([status.link, status.remedyLink]).toEqual([null, null]);
  });
});

describe('facts', () => {
  const factsOf = (columns: object) => describeRows({ details: detailsRow('sent', { ...inXero, ...columns }) }).facts;

  test('status, dates and amounts', () => {
    expect(factsOf({}).map(({ label, value }) => [label, value])).toEqual([
      ['Status in Xero', 'Awaiting payment'],
      ['Date', '2026-11-02'],
      ['Due date', '2026-12-02'],
      ['Total', 'AUD 1320.50'],
      ['Amount due', 'AUD 1320.50'],
    ]);
  });

  test.each([
    ['the day before', { stl3_duedate: '2026-11-22' }, true],
    ['today', { stl3_duedate: '2026-11-23' }, false],
    ['past but paid', { stl3_duedate: '2026-11-01', stl3_due: 0 }, false],
    ['past but a draft', { stl3_duedate: '2026-11-01', stl3_xerostatus: xeroStatus.values.draft.value }, false],
  ])('due %s', (_case, columns, overdue) => {
    const due = factsOf(columns).find(({ label }) => label === 'Due date');
    expect(due?.alarming).toBe(overdue);
    expect(due?.value.includes('Overdue')).toBe(overdue);
  });

  test('an amount of zero is shown, an absent one is not', () => {
    expect(factsOf({ stl3_due: 0 }).at(-1)?.value).toBe('AUD 0.00');
    expect(factsOf({ stl3_due: null }).at(-1)?.label).toBe('Total');
  });

  test('no facts before Xero has given a number', () => {
    expect(factsOf({ stl3_number: null })).toEqual([]);
  });
});

describe('end state', () => {
  test.each([
    ['nothing', {}, true],
    ['requested', { request: requestRow('requested') }, false],
    ['taken', { request: requestRow('taken') }, false],
    ['done', { request: requestRow('done'), details: detailsRow('sent') }, true],
    ['refused', { request: requestRow('refused') }, true],
    ['done but in doubt', { request: requestRow('done'), details: detailsRow('checkingWithXero') }, false],
    ['waiting for its date', { details: detailsRow('waiting') }, false],
  ])('%s', (_case, rows: Partial<StatusRows>, settled) => {
    expect(isSettled({ details: null, request: null, ...rows })).toBe(settled);
  });
});
