import { describe, expect, test } from '@jest/globals';
import type { Afterwards } from '../../../relay-service/src/core/after-sending.ts';
import { effectsAfter } from '../../../relay-service/src/core/after-sending.ts';
import type { Outcome } from '../../../relay-service/src/core/outcome.ts';
import { held } from './document-in-xero.ts';

const document = held().id;
const wanted: Afterwards = { emailAsked: false, emailWanted: true, note: true, allocate: true, contactUpdates: 'keepInStep' };
const asked: Afterwards = { ...wanted, emailAsked: true, emailWanted: false };
const unwanted: Afterwards = { ...wanted, emailWanted: false };
const outcome = (change: object): Outcome =>
  ({
    kind: 'sent',
    requestId: 'r',
    invoiceId: 'i',
    customer: { kind: 'account', id: 'c' },
    document: held(),
    receipt: null,
    ...change,
  }) as unknown as Outcome;

describe('a document that a lost life of the ledger may have mailed', () => {
  const posted = { action: 'send', receipt: {} };
  test.each([
    ['posted in that life, mail wanted', posted, wanted, 'asked', []],
    ['posted in that life, mail asked for anew', posted, asked, 'asked', ['email r']],
    ['posted in that life, mail asked for in it', posted, asked, 'never', [`perhaps email ${document}`]],
    ['approved already, mail wanted', { action: 'approve' }, wanted, 'asked', []],
    ['approved already, its mail refused before', { action: 'approve' }, unwanted, 'asked', []],
    ['approved already, mail asked for anew', { action: 'approve' }, asked, 'asked', ['email r']],
    ['sent already, mail asked for anew', { action: 'send' }, asked, 'asked', ['email r']],
    ['updated, mail asked for anew', { action: 'update' }, asked, 'asked', ['email r']],
    ['approved already, mail asked for in that life', { action: 'approve' }, asked, 'never', ['perhaps email r']],
    ['sent already, mail asked for in that life', { action: 'send' }, asked, 'never', ['perhaps email r']],
    ['updated, mail asked for in that life', { action: 'update' }, asked, 'never', ['perhaps email r']],
    ['approved already, mail wanted, asked in that life', { action: 'approve' }, wanted, 'never', []],
  ] as const)('%s', (_case, change, afterwards, repeats, expected) => {
    const called = effectsAfter(outcome(change), { ...afterwards, repeats });
    const once = called.filter(({ kind }) => kind === 'email' || kind === 'note');
    expect(once.map(({ kind, occasion, mayBeDone }) => `${mayBeDone ? 'perhaps ' : ''}${kind} ${occasion}`)).toEqual(expected);
  });
  test('what is read again at Xero follows all the same', () => {
    const credit = outcome({ action: 'send', receipt: {}, document: held({ type: 'ACCRECCREDIT' }) });
    expect(effectsAfter(credit, { ...wanted, repeats: 'never' })).toMatchObject([
      { kind: 'allocation', occasion: document },
      { kind: 'contact', occasion: 'customer' },
    ]);
  });
});
