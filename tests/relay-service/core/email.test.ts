import { describe, expect, test } from '@jest/globals';
import type { Mapped } from '../../../relay-service/src/core/document.ts';
import { decideEmail, isAllowanceUsed } from '../../../relay-service/src/core/email.ts';
import { historyNote, MAX_NOTE } from '../../../relay-service/src/core/history-note.ts';
import { held } from './document-in-xero.ts';

const ready = (total: string) => ({ verdict: 'Ready', predicted: { net: '', tax: '', total, currency: 'AUD' } }) as unknown as Mapped;
const base = { document: held(), address: 'a@b.example', demo: false, mapped: ready('110.00') };

describe('mailing from Xero', () => {
  test('an authorised sales invoice whose total agrees', () => {
    expect(decideEmail(base)).toEqual({ kind: 'send' });
  });
  test.each([
    ['a bill', { document: held({ type: 'ACCPAY' }) }, 'EMAIL_OF_OTHER_KIND'],
    ['a credit note', { document: held({ type: 'ACCRECCREDIT' }) }, 'EMAIL_OF_OTHER_KIND'],
    ['a draft', { document: held({ status: 'draft' }) }, 'EMAIL_NOT_APPROVED'],
    ['a submitted one', { document: held({ status: 'submitted' }) }, 'EMAIL_NOT_APPROVED'],
    ['a paid one', { document: held({ status: 'paid' }) }, 'EMAIL_OF_ENDED'],
    ['a voided one', { document: held({ status: 'voided' }) }, 'EMAIL_OF_ENDED'],
    ['a demo company', { demo: true }, 'EMAIL_FROM_DEMO'],
    ['no address', { address: null }, 'EMAIL_WITHOUT_ADDRESS'],
    ['a blank address', { address: ' ' }, 'EMAIL_WITHOUT_ADDRESS'],
    ['a cent too much', { mapped: ready('109.99') }, 'EMAIL_TOTALS_DIFFER'],
    ['an invoice that could not be sent any more', { mapped: { verdict: 'Blocked', reasons: [] } as Mapped }, 'EMAIL_CHANGED_SINCE'],
    ['an invoice of which nobody knows', { mapped: null }, 'EMAIL_CHANGED_SINCE'],
  ])('refused: %s', (_case, change, code) => {
    expect(decideEmail({ ...base, ...change })).toMatchObject({ kind: 'refused', reason: { code } });
  });
  test.each([
    ['The daily email limit has been reached', true],
    ['You have exceeded the maximum number of e-mails for today', true],
    ['The contact has no email address', false],
    ['The minute limit is reached', false],
  ])('%s', (text, expected) => {
    expect(isAllowanceUsed(text)).toBe(expected);
  });
});

describe('the note in the history', () => {
  const facts = {
    requester: 'Ann Other',
    invoiceNumber: 'INV-1',
    invoiceName: 'Works',
    link: 'https://x.example/1',
    requestedAt: '2026-11-24T09:00:00Z',
  };
  test.each([
    [{}, 'Sent from Dynamics 365 by Ann Other on 2026-11-24: invoice INV-1 (Works). https://x.example/1'],
    [{ requester: null, requestedAt: null }, 'Sent from Dynamics 365: invoice INV-1 (Works). https://x.example/1'],
    [{ invoiceName: 'INV-1' }, 'Sent from Dynamics 365 by Ann Other on 2026-11-24: invoice INV-1. https://x.example/1'],
    [{ invoiceNumber: null, invoiceName: null }, 'Sent from Dynamics 365 by Ann Other on 2026-11-24. https://x.example/1'],
    [{ invoiceName: 'two\n lines' }, 'Sent from Dynamics 365 by Ann Other on 2026-11-24: invoice INV-1 (two lines). https://x.example/1'],
  ])('%j', (change, expected) => {
    expect(historyNote({ ...facts, ...change })).toBe(expected);
  });
  test('never longer than Xero takes, and its link is whole', () => {
    const note = historyNote({ ...facts, invoiceName: 'x'.repeat(4000) });
    expect(note).toHaveLength(MAX_NOTE);
    expect(note).toMatch(/…\. https:\/\/x\.example\/1$/);
  });
});
