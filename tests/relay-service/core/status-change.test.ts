import { describe, expect, test } from '@jest/globals';
import type { DocumentInXero } from '../../../relay-service/src/core/outcome.ts';
import type { StatusQuestion } from '../../../relay-service/src/core/status-change.ts';
import { decideStatusChange } from '../../../relay-service/src/core/status-change.ts';
import { held } from './document-in-xero.ts';
import { connection, settings } from './examples.ts';

const document = held({ id: 'd', contactId: 'c', status: 'draft', date: '2026-11-20', dueDate: '2026-12-20' });
const approver = { id: 'someone', name: 'Fiona', mayRead: true, roles: ['approver'] } as const;
const organisation = { ...connection.organisation, periodLockDate: null, endOfYearLockDate: null };
const decide = (action: StatusQuestion['action'], change: Partial<DocumentInXero> = {}, more: Partial<StatusQuestion> = {}): string => {
  const decision = decideStatusChange({
    action,
    document: { ...document, ...change },
    organisation,
    settings,
    requester: approver,
    ownerId: 'owner',
    ...more,
  });
  if (decision.kind === 'refused') return decision.reasons.map(({ code }) => code).join();
  return decision.kind === 'change' ? decision.status : decision.kind;
};
const locked = (periodLockDate: string | null, endOfYearLockDate: string | null = null) => ({
  organisation: { ...organisation, periodLockDate, endOfYearLockDate },
});
const credit = { type: 'ACCRECCREDIT', dueDate: null, status: 'authorised' } as const;

describe('approve', () => {
  test.each([
    ['a draft', {}, {}, 'AUTHORISED'],
    ['what awaits approval', { status: 'submitted' }, {}, 'AUTHORISED'],
    ['what is approved', { status: 'authorised' }, {}, 'is-so'],
    ['what is paid', { status: 'paid' }, {}, 'is-so'],
    ['what was voided', { status: 'voided' }, {}, 'DOCUMENT_ENDED'],
    ['what was deleted', { status: 'deleted' }, {}, 'DOCUMENT_ENDED'],
    ['a draft without due date', { dueDate: null }, {}, 'APPROVE_WITHOUT_DUE_DATE'],
    ['a credit note, which has none', { ...credit, status: 'draft' }, {}, 'AUTHORISED'],
    ['the day before the lock', { date: '2026-10-30' }, locked('2026-10-31'), 'APPROVE_IN_LOCKED_PERIOD'],
    ['the day of the lock', { date: '2026-10-31' }, locked('2026-10-31'), 'APPROVE_IN_LOCKED_PERIOD'],
    ['the day after the lock', { date: '2026-11-01' }, locked('2026-10-31'), 'AUTHORISED'],
    ['the later of two locks', { date: '2026-06-30' }, locked('2026-03-31', '2026-06-30'), 'APPROVE_IN_LOCKED_PERIOD'],
    [
      "one's own, where the settings forbid it",
      {},
      { settings: { ...settings, authoriseOwn: false }, ownerId: 'someone' },
      'CHANGE_NEEDS_ANOTHER_APPROVER',
    ],
    ["another's, where the settings forbid one's own", {}, { settings: { ...settings, authoriseOwn: false } }, 'AUTHORISED'],
    ['by nobody of ours', {}, { requester: { ...approver, roles: [] } }, 'NO_ROLE'],
    ['by somebody who may not read it', {}, { requester: { ...approver, mayRead: false } }, 'NO_RIGHT_TO_INVOICE'],
    ['by a user', {}, { requester: { ...approver, roles: ['user'] } }, 'CHANGE_NEEDS_APPROVER'],
  ] as const)('%s', (_, change, more, expected) => {
    expect(decide('approve', change, more as Partial<StatusQuestion>)).toBe(expected);
  });
});

describe('void', () => {
  test.each([
    ['a draft is deleted', {}, {}, 'DELETED'],
    ['so is what awaits approval', { status: 'submitted' }, {}, 'DELETED'],
    ['a draft in a locked period too', { date: '2026-01-01' }, locked('2026-10-31'), 'DELETED'],
    ['what is authorised is voided', { status: 'authorised' }, {}, 'VOIDED'],
    ['on the day of the lock it is not', { status: 'authorised', date: '2026-10-31' }, locked('2026-10-31'), 'CHANGE_IN_LOCKED_PERIOD'],
    ['on the day after it is', { status: 'authorised', date: '2026-11-01' }, locked('2026-10-31'), 'VOIDED'],
    ['part-paid', { status: 'authorised', paid: '10', due: '100' }, {}, 'VOID_WITH_PAYMENTS'],
    ['part-credited', { status: 'authorised', credited: '0.01', due: '109.99' }, {}, 'VOID_WITH_PAYMENTS'],
    ['paid', { status: 'paid', paid: '110', due: '0' }, {}, 'VOID_WITH_PAYMENTS'],
    ['a credit note', credit, {}, 'VOIDED'],
    ['a credit note that is allocated', { ...credit, due: '60' }, {}, 'VOID_ALLOCATED'],
    ['what was voided', { status: 'voided', due: '0' }, {}, 'is-so'],
    ['what was deleted', { status: 'deleted', due: '0' }, {}, 'is-so'],
    ["one's own, which nobody minds", {}, { settings: { ...settings, authoriseOwn: false }, ownerId: 'someone' }, 'DELETED'],
    ['by a user', {}, { requester: { ...approver, roles: ['user'] } }, 'CHANGE_NEEDS_APPROVER'],
  ] as const)('%s', (_, change, more, expected) => {
    expect(decide('void', change, more as Partial<StatusQuestion>)).toBe(expected);
  });
});
