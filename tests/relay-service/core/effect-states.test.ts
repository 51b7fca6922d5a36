import { describe, expect, test } from '@jest/globals';
import type { Afterwards } from '../../../relay-service/src/core/after-sending.ts';
import { effectsAfter } from '../../../relay-service/src/core/after-sending.ts';
import type { EffectKind, EffectState } from '../../../relay-service/src/core/effect-states.ts';
import { afterLostAnswer, mayFollow } from '../../../relay-service/src/core/effect-states.ts';
import type { Outcome } from '../../../relay-service/src/core/outcome.ts';
import { held } from './document-in-xero.ts';

const kinds: readonly EffectKind[] = ['allocation', 'email', 'note', 'contact', 'cancellation'];
const states: readonly EffectState[] = ['wanted', 'intended', 'done', 'refused', 'unsure'];

describe('states of an effect', () => {
  test.each(['email', 'note'] as const)('%s: no way leads from sent to sent again but by a certain no', (kind) => {
    expect(afterLostAnswer(kind)).toBe('unsure');
    expect(states.filter((to) => mayFollow(kind, 'done', to) || mayFollow(kind, 'unsure', to))).toEqual([]);
  });
  test.each(['allocation', 'contact', 'cancellation'] as const)('%s: a lost answer is read again, never unsure', (kind) => {
    expect(afterLostAnswer(kind)).toBe('wanted');
    expect(mayFollow(kind, 'intended', 'unsure')).toBe(false);
  });
  test('nothing is sent that was not committed; what is done is done', () => {
    for (const kind of kinds) {
      expect(states.filter((from) => mayFollow(kind, from, 'intended'))).toEqual(['wanted']);
      expect(mayFollow(kind, 'done', 'wanted')).toBe(kind === 'contact');
    }
  });
});

describe('what a document calls for', () => {
  const off: Afterwards = { emailAsked: false, emailWanted: false, note: false, allocate: false, contactUpdates: 'never' };
  const on: Afterwards = { emailAsked: false, emailWanted: true, note: true, allocate: true, contactUpdates: 'fillEmpty' };
  const outcome = (change: object): Outcome =>
    ({
      kind: 'sent',
      action: 'send',
      requestId: 'r',
      invoiceId: 'i',
      customer: { kind: 'account', id: 'c' },
      document: held(),
      receipt: {},
      ...change,
    }) as unknown as Outcome;
  const called = (change: object, afterwards: Afterwards = on) =>
    effectsAfter(outcome(change), afterwards).map(({ kind, occasion, onlyAgain }) => `${kind} ${occasion}${onlyAgain ? ' again' : ''}`);
  const document = held().id;

  test.each([
    ['sent as authorised', {}, [`email ${document}`, `note ${document}`, 'contact customer']],
    ['sent as draft', { document: held({ status: 'draft' }) }, [`note ${document}`, 'contact customer']],
    ['sent already', { receipt: null }, []],
    ['approved', { action: 'approve', receipt: null }, [`email ${document}`]],
    ['updated', { action: 'update', receipt: null }, ['contact customer']],
    ['a bill', { document: held({ type: 'ACCPAY' }) }, [`note ${document}`, 'contact customer']],
    ['a credit note', { document: held({ type: 'ACCRECCREDIT' }) }, [`allocation ${document}`, `note ${document}`, 'contact customer']],
    ['a draft credit note', { document: held({ type: 'ACCRECCREDIT', status: 'draft' }) }, [`note ${document}`, 'contact customer']],
    ['an approved credit note', { action: 'approve', receipt: null, document: held({ type: 'ACCRECCREDIT' }) }, [`allocation ${document}`]],
    ['voided', { action: 'void', receipt: null }, []],
    ['refreshed', { action: 'refresh', receipt: null }, []],
    ['refused', { kind: 'refused' }, []],
    ['in doubt', { kind: 'checking' }, []],
  ])('%s', (_case, change, expected) => {
    expect(called(change)).toEqual(expected);
  });
  test('nothing, where nothing is wanted; an approval takes up the mail that was refused for a draft', () => {
    expect(called({}, off)).toEqual([]);
    expect(called({ action: 'approve', receipt: null }, off)).toEqual([`email ${document} again`]);
  });
  test('asked on the request: once with the document, and once more by each further request', () => {
    const asks = { ...off, emailAsked: true };
    expect(called({}, asks)).toEqual([`email ${document}`]);
    expect(called({ receipt: null }, asks)).toEqual(['email r']);
  });
});
