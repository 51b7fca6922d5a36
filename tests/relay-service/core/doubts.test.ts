import { describe, expect, test } from '@jest/globals';
import type { Doubt, FoundDocument } from '../../../relay-service/src/core/doubts.ts';
import { resolveDoubt } from '../../../relay-service/src/core/doubts.ts';
import { ABSENCE_PROOF_MS, mayMove, moves, newIntents, openStates } from '../../../relay-service/src/core/posting-states.ts';
import { held } from './document-in-xero.ts';

const INTENT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const OTHER = 'bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const SENT = 1_000_000;
const LATER = SENT + 60_000;
const PROVED = SENT + ABSENCE_PROOF_MS;

const found = (changes: Partial<FoundDocument> = {}): FoundDocument => ({
  ...held({ id: 'document-1', contactId: 'contact-1', dueDate: null }),
  intentId: null,
  ...changes,
});
const ours = found({ intentId: INTENT });

/** A sales invoice with a number of ours. */
const numbered: Doubt = {
  intentId: INTENT,
  type: 'ACCREC',
  number: 'INV-1',
  numberUnique: true,
  isSame: () => false,
  sentAt: SENT,
  absentAt: null,
};
/** A document that Xero numbers. */
const unnumbered: Doubt = { ...numbered, number: null };
/** A credit note that we numbered; it has no marker, so that contact, date and total say which it is. */
const credit: Doubt = { ...numbered, type: 'ACCRECCREDIT', number: 'CN-1', numberUnique: false, isSame: ({ total }) => total === '110' };
const creditNote = found({ type: 'ACCRECCREDIT', number: 'cn-1' });

describe('a document in doubt', () => {
  test('is found by its marker, however that is written and whatever its number has become', () => {
    for (const doubt of [numbered, unnumbered, credit]) {
      const document = found({ intentId: INTENT.toUpperCase(), number: 'changed in Xero' });
      expect(resolveDoubt(doubt, [found({ intentId: OTHER, number: 'X' }), document], LATER)).toEqual({ kind: 'found', document });
    }
  });

  test('is found even where it was voided since: what Xero has is not sent again', () => {
    for (const status of ['voided', 'deleted', 'paid', 'draft'] as const)
      expect(resolveDoubt(numbered, [{ ...ours, status }], LATER).kind).toBe('found');
  });

  test('of two with its marker of which somebody voided or deleted one was never settled', () => {
    for (const status of ['voided', 'deleted'] as const) {
      const living = { ...ours, id: 'document-2' };
      expect(resolveDoubt(numbered, [{ ...ours, status }, living], PROVED)).toEqual({ kind: 'found', document: living });
    }
  });

  test('of two with its marker that were both voided is settled, for neither is sent again', () => {
    const voided = { ...ours, status: 'voided' } as const;
    expect(resolveDoubt(numbered, [voided, { ...voided, id: 'document-2' }], PROVED).kind).toBe('found');
  });

  test('is never settled while two bear its marker', () => {
    expect(resolveDoubt(numbered, [ours, { ...ours, id: 'document-2' }], PROVED)).toEqual({ kind: 'several' });
  });

  test('with a number of ours that another document has: the number is taken', () => {
    for (const intentId of [null, OTHER])
      expect(resolveDoubt(numbered, [found({ intentId, number: 'inv-1' })], LATER)).toEqual({ kind: 'number-taken' });
  });

  test('a number of another kind of document is no obstacle', () => {
    expect(resolveDoubt(numbered, [found({ type: 'ACCPAY' })], LATER)).toEqual({ kind: 'absent', by: 'number' });
  });

  test('with a unique number of ours that nobody has: it may be sent again at once, for a second one would be refused', () => {
    expect(resolveDoubt(numbered, [], SENT)).toEqual({ kind: 'absent', by: 'number' });
  });

  describe('that is to bear another number now', () => {
    const renumbered: Doubt = { ...numbered, numberChanged: true };

    test('is absent only by two look-ups, for Xero would refuse neither of two', () => {
      expect(resolveDoubt(renumbered, [], LATER)).toEqual({ kind: 'look-again', inMs: 30_000 });
      expect(resolveDoubt({ ...renumbered, absentAt: LATER }, [], PROVED)).toEqual({ kind: 'absent', by: 'look-ups' });
    });

    test('is found under its former number, and somebody else who has that is no obstacle', () => {
      expect(resolveDoubt(renumbered, [ours], LATER).kind).toBe('found');
      expect(resolveDoubt({ ...renumbered, absentAt: LATER }, [found()], PROVED)).toEqual({ kind: 'absent', by: 'look-ups' });
    });
  });

  describe('that Xero numbers', () => {
    test('is looked for again after half a minute, and its absence is proved by a second look after seven minutes', () => {
      expect(ABSENCE_PROOF_MS).toBe(420_000);
      expect(resolveDoubt(unnumbered, [], LATER)).toEqual({ kind: 'look-again', inMs: 30_000 });
      const absent = { ...unnumbered, absentAt: LATER };
      expect(resolveDoubt(absent, [], LATER + 1)).toEqual({ kind: 'look-again', inMs: PROVED - LATER - 1 });
      expect(resolveDoubt(absent, [], PROVED - 1)).toEqual({ kind: 'look-again', inMs: 1_000 });
      expect(resolveDoubt(absent, [], PROVED)).toEqual({ kind: 'absent', by: 'look-ups' });
    });

    test('a first look that comes late proves nothing alone', () => {
      expect(resolveDoubt(unnumbered, [], PROVED + 5)).toEqual({ kind: 'look-again', inMs: 1_000 });
      expect(resolveDoubt(unnumbered, [], PROVED - 10_000)).toEqual({ kind: 'look-again', inMs: 10_000 });
    });

    test('is found by the second look', () => {
      expect(resolveDoubt({ ...unnumbered, absentAt: LATER }, [ours], PROVED)).toEqual({ kind: 'found', document: ours });
    });

    test('a document without a number is not taken for one without a number', () => {
      expect(resolveDoubt(unnumbered, [found({ number: null })], LATER).kind).toBe('look-again');
    });

    test('a test may let time run faster', () => {
      expect(resolveDoubt({ ...unnumbered, absentAt: SENT }, [], SENT + 4_200, 100)).toEqual({ kind: 'absent', by: 'look-ups' });
      expect(resolveDoubt({ ...unnumbered, absentAt: SENT }, [], SENT + 4_199, 100)).toEqual({ kind: 'look-again', inMs: 10 });
    });

    test('a fraction of a millisecond, which PostgreSQL keeps nowhere, left doubts open for ever', () => {
      for (const timeScale of [7, 60, 90])
        for (let sinceSending = 0; sinceSending < 420_000 / timeScale; sinceSending += 13) {
          const judged = resolveDoubt({ ...unnumbered, absentAt: SENT }, [], SENT + sinceSending, timeScale);
          expect({ ...judged, whole: 'inMs' in judged && Number.isInteger(judged.inMs) }).toMatchObject({
            kind: 'look-again',
            whole: true,
          });
        }
    });
  });

  describe('whose number Xero has refused', () => {
    const refused: Doubt = { ...numbered, numberRefused: true };

    test('belongs to another document that lists do not show, once its own absence is proved', () => {
      expect(resolveDoubt(refused, [], LATER)).toEqual({ kind: 'look-again', inMs: 30_000 });
      expect(resolveDoubt({ ...refused, absentAt: LATER }, [], PROVED)).toEqual({ kind: 'number-taken' });
    });

    test('may be our own, and is then found', () => {
      expect(resolveDoubt(refused, [ours], LATER).kind).toBe('found');
    });
  });

  describe('without room for a marker, of which only what would be sent now is known', () => {
    const unseen: Doubt = { ...credit, contentUnknown: true, isSame: ({ contactId }) => contactId === 'contact-1' };
    const another = found({ type: 'ACCRECCREDIT', number: 'CN-1', contactId: 'contact-2' });
    test.each<[string, Doubt, FoundDocument, string]>([
      ['is what bears its number for the same customer', unseen, found({ ...creditNote, total: '1', date: '2020-01-01' }), 'found'],
      ['is not sent where another customer has its number', unseen, another, 'number-taken'],
      ['is looked for again where that one is another posting of ours', { ...unseen, isAnothers: () => true }, another, 'look-again'],
      ['is looked for again where that one is void', unseen, { ...another, status: 'voided' }, 'look-again'],
      ['is looked for again where its content is known', { ...unseen, contentUnknown: false }, another, 'look-again'],
    ])('%s', (_what, doubt, document, kind) => {
      expect(resolveDoubt(doubt, [document], LATER).kind).toBe(kind);
    });
  });

  describe('without room for a marker', () => {
    test('is the one of its number with the same contact, date and total', () => {
      expect(resolveDoubt(credit, [creditNote], LATER)).toEqual({ kind: 'found', document: creditNote });
    });

    test.each<[string, Partial<FoundDocument>]>([
      ['another total', { total: '120' }],
      ['another number', { number: 'CN-2' }],
      ['no number', { number: null }],
      ['another kind', { type: 'ACCPAYCREDIT' }],
      ['voided since', { status: 'voided' }],
      ['deleted since', { status: 'deleted' }],
      ['the marker of another', { intentId: OTHER }],
    ])('is not one with %s', (_, changes) => {
      expect(resolveDoubt(credit, [{ ...creditNote, ...changes }], LATER)).toEqual({ kind: 'look-again', inMs: 30_000 });
    });

    test('as many as are alike in doubt are each the one of somebody; they were refused as several', () => {
      const twin: Doubt = { ...credit, intentId: OTHER };
      const found = [creditNote, { ...creditNote, id: 'document-2' }];
      expect(resolveDoubt(credit, found, LATER, 1, [twin])).toEqual({ kind: 'found', document: creditNote });
      expect(resolveDoubt(credit, [...found, { ...creditNote, id: 'document-3' }], LATER, 1, [twin])).toEqual({ kind: 'several' });
      expect(resolveDoubt(credit, found, LATER, 1, [{ ...twin, number: 'CN-2' }])).toEqual({ kind: 'several' });
    });

    test('two of its kind are one too many', () => {
      expect(resolveDoubt(credit, [creditNote, { ...creditNote, id: 'document-2' }], LATER)).toEqual({ kind: 'several' });
    });

    test('a number that need not be unique proves nothing by its absence', () => {
      expect(resolveDoubt(credit, [], LATER).kind).toBe('look-again');
      expect(resolveDoubt({ ...credit, absentAt: LATER }, [], PROVED)).toEqual({ kind: 'absent', by: 'look-ups' });
    });

    test('a sales invoice of the same number without a marker is never ours', () => {
      expect(resolveDoubt({ ...numbered, isSame: () => true }, [found()], LATER)).toEqual({ kind: 'number-taken' });
    });
  });
});

describe('moves of a posting', () => {
  test('every move that is listed may be made, and says when', () => {
    for (const { from, to, when } of moves) {
      expect(mayMove(from, to)).toBe(true);
      expect(when).toMatch(/^[a-zA-Z].+[^.]$/);
    }
    expect(new Set(moves.map(({ from, to }) => `${from} > ${to}`)).size).toBe(moves.length);
  });

  test('what was posted is never sent again: no way leads from it to a sending state', () => {
    const reached = new Set<string>(['posted']);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const { from, to } of moves) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].filter((state) => (openStates as readonly string[]).includes(state))).toEqual([]);
  });

  test('bytes leave only what was prepared, and what may have left is never prepared without a reason', () => {
    expect(moves.filter(({ to }) => to === 'intended').map(({ from }) => from)).toEqual(['prepared']);
    expect(mayMove('refused', 'prepared')).toBe(false);
    expect(mayMove('told', 'posted')).toBe(false);
    expect(mayMove('prepared', 'posted')).toBe(false);
    // Another intent takes only the place of what was never sent.
    expect(new Set(newIntents.map(({ from }) => from))).toEqual(new Set(['prepared', 'refused']));
    expect(openStates).toEqual(['prepared', 'intended', 'doubtful']);
  });
});
