import { describe, expect, test } from '@jest/globals';
import { decideItems, itemCodeOf, itemToMake } from '../../../relay-service/src/core/item-code.ts';
import { product } from './examples.ts';

const long = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-0001';

describe('item codes', () => {
  test.each([
    ['AX-100', 'AX-100'],
    ['  AX   100 ', 'AX 100'],
    [long, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000'],
    ['', null],
  ])('%p becomes %p', (number, code) => {
    expect(itemCodeOf({ number })).toBe(code);
  });

  test('an item carries no price and keeps to the lengths of Xero', () => {
    const made = itemToMake(product('A', { name: 'n'.repeat(60), description: 'd'.repeat(5000) }));
    expect([made?.Name.length, made?.Description?.length, made?.IsSold]).toEqual([50, 4000, true]);
    expect(itemToMake(product('A', { name: null }))).toEqual({ Code: 'A', Name: 'A', IsSold: true });
    expect(itemToMake(product('', { number: null }))).toBeNull();
  });
});

describe('deciding items', () => {
  const cut = product(long, { name: 'Long one' });

  test('one of the same code is used, whatever its name', () => {
    expect(decideItems([product('ax')], [{ Code: 'AX', Name: 'Other words' }], {}, true)).toEqual({
      codes: { 'product-ax': 'AX' },
      make: [],
      reasons: [],
    });
  });

  test('a missing one is made once, or not at all', () => {
    expect(decideItems([product('A'), product('A')], [], {}, true).make.map(({ Code }) => Code)).toEqual(['A']);
    expect(decideItems([product('A')], [], {}, false)).toEqual({ codes: {}, make: [], reasons: [] });
  });

  test('numbers that clash after the cut are asked about', () => {
    const decided = decideItems([cut, product('ABCDEFGHIJKLMNOPQRSTUVWXYZ-0002')], [], {}, true);
    expect(decided.reasons.map(({ code }) => code)).toEqual(['ITEM_CODE_CLASH']);
    expect(decided.reasons[0]?.message).toContain('ABCDEFGHIJKLMNOPQRSTUVWXYZ-0001 and ABCDEFGHIJKLMNOPQRSTUVWXYZ-0002');
  });

  test('a cut code that is in Xero is ours by its name or by what was stored', () => {
    const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000';
    expect(decideItems([cut], [{ Code: code, Name: 'long  one' }], {}, true).codes).toEqual({ [cut.id]: code });
    expect(decideItems([cut], [{ Code: code, Name: 'Another' }], {}, true).reasons.map((reason) => reason.code)).toEqual([
      'ITEM_CODE_CLASH',
    ]);
    expect(decideItems([cut], [{ Code: code, Name: 'Another' }], { [cut.id]: code }, true).codes).toEqual({ [cut.id]: code });
  });

  test('a product without number has no item', () => {
    expect(decideItems([product('x', { number: ' ' })], [{ Code: 'x' }], {}, true)).toEqual({ codes: {}, make: [], reasons: [] });
  });
});
