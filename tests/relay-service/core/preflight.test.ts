import { describe, expect, test } from '@jest/globals';
import { reason, verdictOf } from '../../../relay-service/src/core/causes.ts';
import type { Connection, Organisation } from '../../../relay-service/src/core/connection.ts';
import { decideContact } from '../../../relay-service/src/core/contact-ladder.ts';
import { addDays } from '../../../relay-service/src/core/dates.ts';
import type { MappingInput } from '../../../relay-service/src/core/mapping.ts';
import { remedyLinkOf } from '../../../relay-service/src/core/remedy-link.ts';
import {
  approver,
  choices,
  codesOf,
  connection,
  customer,
  input,
  invoice,
  invoiceOf,
  line,
  map,
  ready,
  reasonsOf,
  withOrganisation,
  withSettings,
} from './examples.ts';

type Given = Partial<MappingInput>;
const having = (changes: Partial<typeof invoice>): Given => ({ invoice: { ...invoice, ...changes } });
const of = (changes: Partial<Connection>): Given => ({ connection: { ...connection, ...changes } });
const asking = (changes: Partial<typeof choices>): Given => ({ choices: { ...choices, ...changes } });

/** Every gate with its verdict; the words of each name what is in the way and who can mend it. */
const gates: Readonly<Record<string, readonly [given: Given, verdict: 'Ready' | 'Blocked' | 'NeedsChoice', ...codes: string[]]>> = {
  'nothing in the way': [{}, 'Ready'],
  'no record made beforehand is needed': [having({ connectorId: null, type: null, lineAmountTypes: null, brandingThemeId: null }), 'Ready'],
  'Date Delivered tomorrow': [having({ dateDelivered: '2026-11-20T13:00:00Z' }), 'Blocked', 'DATE_IN_FUTURE'],
  'Date Delivered today': [having({ dateDelivered: '2026-11-19T13:00:00Z' }), 'Ready'],
  'no Date Delivered, today by setting': [having({ dateDelivered: null }), 'Ready'],
  'no Date Delivered, and today is no answer': [
    { ...having({ dateDelivered: null }), connection: withSettings({ todayIfEmpty: false }) },
    'Blocked',
    'DATE_MISSING',
  ],
  'Date Delivered of another time zone': [having({ dateDelivered: '2026-11-08T10:00:00Z' }), 'NeedsChoice', 'DATE_AMBIGUOUS'],
  'no lines': [{ invoice: invoiceOf([]) }, 'Blocked', 'NO_LINES'],
  'a line without account': [{ connection: withSettings({ salesAccountId: null }) }, 'Blocked', 'ACCOUNT_MISSING'],
  'the number of another document': [{ numbersTaken: ['INV-01042'] }, 'NeedsChoice', 'NUMBER_TAKEN'],
  'the number in another case, of a voided or a deleted one': [{ numbersTaken: ['X', ' inv-01042'] }, 'NeedsChoice', 'NUMBER_TAKEN'],
  'a number that only begins alike': [{ numbersTaken: ['INV-0104', 'INV-010421'] }, 'Ready'],
  "Xero's own number needs none": [{ numbersTaken: ['INV-01042'], connection: withSettings({ useXeroNumber: true }) }, 'Ready'],
  'a former document is gone': [
    { resend: { generation: 2, formerNumber: 'INV-01042' }, connection: withSettings({ resendNumber: 'ask' }) },
    'NeedsChoice',
    'RESEND_NUMBER_NEEDED',
  ],
  'a currency that is not subscribed': [having({ currency: { code: 'EUR', precision: 2 } }), 'Blocked', 'CURRENCY_NOT_SUBSCRIBED'],
  'an archived account': [{ invoice: invoiceOf([line({ accountId: 'account-999' })]) }, 'Blocked', 'ACCOUNT_INACTIVE'],
  'a tax type against the account': [{ invoice: invoiceOf([line({ taxTypeId: 'tax-INPUT' })]) }, 'Blocked', 'TAX_TYPE_NOT_ALLOWED'],
  'mappings not confirmed': [{ connection: withSettings({ mappingsConfirmed: false }) }, 'Blocked', 'MAPPINGS_NOT_CONFIRMED'],
  'mappings of the demo company': [
    { connection: { ...withOrganisation({ demo: true }), settings: withSettings({ mappingsConfirmed: false }).settings } },
    'Ready',
  ],
  'the trial that has not begun': [of({ subscription: 'notStarted' }), 'Ready'],
  'the trial': [of({ subscription: 'trial' }), 'Ready'],
  'the trial over': [of({ subscription: 'trialOver' }), 'Blocked', 'TRIAL_OVER'],
  'a plan': [of({ subscription: 'active' }), 'Ready'],
  'a plan that ended': [of({ subscription: 'ended' }), 'Blocked', 'SUBSCRIPTION_ENDED'],
  'the connection waits for a consent': [of({ state: 'reconnect' }), 'Blocked', 'CONNECTION_DOWN'],
  'the connection was removed': [of({ state: 'disconnected' }), 'Blocked', 'CONNECTION_DOWN'],
  'a copied environment': [of({ state: 'copied' }), 'Blocked', 'ENVIRONMENT_COPIED'],
  'another installation': [of({ state: 'takenOver' }), 'Blocked', 'TAKEN_OVER'],
  'down and not paid for': [of({ state: 'disconnected', subscription: 'ended' }), 'Blocked', 'CONNECTION_DOWN', 'SUBSCRIPTION_ENDED'],
  'a column that no invoice has': [
    of({ unknownColumns: ['new_a', 'new_b'] }),
    'Blocked',
    'SETTINGS_COLUMN_UNKNOWN',
    'SETTINGS_COLUMN_UNKNOWN',
  ],
  'a time zone that is none': [of({ unknownTimeZone: 'Mars/North' }), 'Blocked', 'TIME_ZONE_UNKNOWN'],
  'Authorised by a User': [asking({ status: 'authorised' }), 'Blocked', 'NEEDS_APPROVER'],
  'canceled in Dynamics': [having({ state: 3 }), 'Blocked', 'INVOICE_CANCELED'],
  'a choice beside something to be mended': [
    { numbersTaken: ['INV-01042'], ...having({ state: 3 }) },
    'Blocked',
    'INVOICE_CANCELED',
    'NUMBER_TAKEN',
  ],
};

const around = {
  environmentUrl: input.environmentUrl,
  invoiceId: invoice.id,
  connectorId: connection.connectorId,
  customer: { kind: 'account' as const, id: customer.id },
  lines: [{ id: 'line-1', productId: null }],
  shortCode: '!abc',
};

describe('preflight', () => {
  test.each(Object.entries(gates))('%s', (_, [given, verdict, ...codes]) => {
    const mapped = map(given);
    expect([mapped.verdict, codesOf(given)]).toEqual([verdict, codes]);
    for (const each of reasonsOf(given)) {
      expect(`${each.message} ${each.remedy}`).not.toMatch(/[{}]|undefined|unknown| {2}/);
      if (each.code !== 'NEEDS_APPROVER') expect(remedyLinkOf(each, around)).toMatch(/^https:\/\//);
    }
  });

  test('each cause names the organisation that it is about, once there is one', () => {
    for (const state of ['reconnect', 'disconnected', 'copied', 'takenOver'] as const)
      expect(reasonsOf(of({ state }))[0]?.message).toContain('Fabrikam Pty Ltd');
    for (const subscription of ['trialOver', 'ended'] as const)
      expect(reasonsOf(of({ subscription }))[0]?.message).toContain('Fabrikam Pty Ltd');
    expect(reasonsOf({ connection: withSettings({ mappingsConfirmed: false }) })[0]?.message).toContain('Fabrikam Pty Ltd');
  });

  test('two default connections, or none, are a choice', () => {
    expect(verdictOf([reason('CONNECTOR_NOT_CHOSEN')])).toBe('NeedsChoice');
    expect(verdictOf([reason('CONNECTOR_UNKNOWN')])).toBe('Blocked');
  });

  test('an archived contact is a choice', () => {
    const archived = { ContactID: 'a', Name: 'Adventure Works', ContactStatus: 'ARCHIVED' };
    const decision = decideContact(customer, [archived], null, true);
    expect(decision).toMatchObject({ kind: 'choose', reason: { code: 'CONTACT_ARCHIVED', field: 'invoice.customerid' } });
    expect('reason' in decision && verdictOf([decision.reason])).toBe('NeedsChoice');
  });
});

describe('lock dates', () => {
  const LOCK = '2026-10-31';
  const locked: Readonly<Record<string, Partial<Organisation>>> = {
    'the period alone': { periodLockDate: LOCK },
    'the end of year alone': { endOfYearLockDate: LOCK },
    'the period after the end of year': { periodLockDate: LOCK, endOfYearLockDate: '2026-06-30' },
    'the end of year after the period': { periodLockDate: '2026-06-30', endOfYearLockDate: LOCK },
  };
  const on = (organisation: Partial<Organisation>, date: string, status: 'draft' | 'submitted' | 'authorised'): Given => ({
    connection: withOrganisation(organisation),
    requester: approver,
    ...asking({ status, date }),
  });

  describe.each(Object.entries(locked))('%s', (_, organisation) => {
    test.each([
      [-1, true],
      [0, true],
      [1, false],
    ])('%i days from it', (days, isLocked) => {
      const date = addDays(LOCK, days);
      expect(codesOf(on(organisation, date, 'authorised'))).toEqual(isLocked ? ['LOCKED_PERIOD'] : []);
      for (const status of ['draft', 'submitted'] as const)
        expect(ready(on(organisation, date, status)).warnings?.map(({ code }) => code)).toEqual(
          isLocked ? ['LOCKED_PERIOD_DRAFT'] : undefined,
        );
    });
  });

  test('the first open day is offered, never taken', () => {
    const [first] = reasonsOf(on({ periodLockDate: LOCK }, LOCK, 'authorised'));
    expect(first).toMatchObject({
      message: 'The date 2026-10-31 lies in a period that is closed in Xero up to 2026-10-31, so the invoice cannot be authorised there.',
      field: 'invoice.datedelivered',
    });
    expect(first?.remedy).toContain('Choose 2026-11-01 or a later day');
  });

  test('a source of dates that lies in the settings is mended there', () => {
    const given = { ...on({ periodLockDate: LOCK }, LOCK, 'authorised') };
    const settings = { ...connection.settings, dateSource: 'column' as const };
    const [first] = reasonsOf({
      ...given,
      connection: { ...connection, settings, organisation: withOrganisation({ periodLockDate: LOCK }).organisation },
    });
    expect(first?.field).toBe('stl3_stellariseconnectorsettings.stl3_datecolumn');
  });
});
