import { describe, expect, test } from '@jest/globals';
import { decideItems, itemCodeOf, itemToMake, wasCut, withChosenItems } from '../../../relay-service/src/core/item-code.ts';
import { codesOf, invoiceOf, line, map, product, ready, reasonsOf, withSettings } from './examples.ts';

const long = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-0001';

describe('item codes', () => {
  test.each([
    ['AX-100', 'AX-100'],
    ['  AX   100 ', 'AX 100'],
    [long, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000'],
    ['', null],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZ-01 and more', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-01'],
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

describe('an item that a person chose', () => {
  const chosen = (itemCode: string) => product(long, { name: 'Long one', itemCode });

  test('stands in place of the number, is cut like one, and clashes with nothing', () => {
    expect([itemCodeOf(chosen(' AX  1 ')), itemCodeOf(chosen(long)), wasCut(chosen(long)), wasCut(product(long))]).toEqual([
      'AX 1',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000',
      false,
      true,
    ]);
    expect(decideItems([chosen('AX')], [{ Code: 'ax', Name: 'Anything' }])).toEqual({
      codes: { [chosen('').id]: 'ax' },
      clashes: {},
      tracked: [],
    });
    expect(itemToMake(chosen('AX'))).toMatchObject({ Code: 'AX', Name: 'Long one' });
  });

  test('and that Xero does not list is named with its line, and nothing else of the product stands in the way', () => {
    const sold = invoiceOf([line(), line({ id: 'b', order: 2, writeIn: false, product: chosen('AX') })]);
    const items = { codes: {}, clashes: {}, tracked: [], gone: [chosen('AX').id] };
    expect(reasonsOf({ invoice: sold, items, connection: withSettings({ createItems: false }) })).toMatchObject([
      { code: 'ITEM_CHOSEN_GONE', line: 2, message: expect.stringContaining('The item AX that') as unknown },
    ]);
    expect(codesOf({ invoice: sold, items: { ...items, gone: ['another'] }, connection: withSettings({ createItems: false }) })).toEqual(
      [],
    );
  });

  test('is taken for its product alone, on every line that sells it', () => {
    const lines = [
      line({ writeIn: false, product: product('A') }),
      line({ product: product('B') }),
      line({ writeIn: false, product: product('A') }),
    ];
    const { lines: named } = withChosenItems(invoiceOf([...lines, line()]), { 'product-A': 'AX' });
    // Everything else is as it was.
    expect([named[1], named[3]]).toStrictEqual([lines[1], line()]);
    expect(named.map(({ product: sold }) => sold && itemCodeOf(sold))).toEqual(['AX', 'B', 'AX', null]);
    expect(ready({ invoice: withChosenItems(invoiceOf(lines), { 'product-A': 'AX' }) }).document.LineItems[0]?.ItemCode).toBe('AX');
  });
});

describe('deciding items', () => {
  const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000';
  const cut = product(long, { name: 'Long one' });
  const other = product(`${code}2`, { name: 'Long two' });
  const owner = product(code, { name: 'Exactly as long' });
  const none = { codes: {}, clashes: {}, tracked: [] };

  test('one of the same code is used, whatever its name', () => {
    expect(decideItems([product('ax')], [{ Code: 'AX', Name: 'Other words' }])).toEqual({ ...none, codes: { 'product-ax': 'AX' } });
  });

  test.each([
    ['nothing', []],
    ['another item', [{ Code: 'B', Name: 'Product A' }]],
  ])('Xero has %s: there is no code yet, and nothing in the way', (_what, items) => {
    expect(decideItems([product('A'), product('A'), product('x', { number: ' ' })], items)).toEqual(none);
  });

  const clash = { products: `${code}1 and ${code}2`, code };
  test.each([
    ['two that were cut', [cut, other], { [cut.id]: clash, [other.id]: clash }],
    ['whatever their order', [other, cut], { [cut.id]: clash, [other.id]: clash }],
    ['two rows of one number', [cut, product('again', { number: `  ${long.toLowerCase()}` })], {}],
    ['one that was cut, and one whose number is the code', [cut, owner], { [cut.id]: { products: `${code} and ${code}1`, code } }],
    ['one of another code', [cut, product('AX')], {}],
  ])('in Xero neither yet: %s', (_case, products, clashes) => {
    expect(decideItems(products, [])).toEqual({ ...none, clashes });
  });

  test.each([
    ['of the same name', { Code: code, Name: 'long  one' }, { codes: { [cut.id]: code } }],
    ['of another name', { Code: code, Name: 'Another' }, { clashes: { [cut.id]: { products: `${code}1 and Another`, code } } }],
    ['without a name, which tells no other product', { Code: code, Name: ' ' }, { codes: { [cut.id]: code } }],
  ])('a cut code that is in Xero %s', (_case, item, expected) => {
    expect(decideItems([cut], [item])).toEqual({ ...none, ...expected });
  });

  test('of two that were cut, the one that Xero has by its name has the item, the other does not', () => {
    expect(decideItems([cut, other, owner], [{ Code: code.toLowerCase(), Name: 'Long two', IsTrackedAsInventory: true }])).toEqual({
      codes: { [other.id]: code.toLowerCase(), [owner.id]: code.toLowerCase() },
      clashes: { [cut.id]: { products: `${code}1 and Long two`, code: code.toLowerCase() } },
      tracked: [other.id, owner.id],
    });
  });

  test('a product without a name was made under its code', () => {
    const nameless = product(long, { name: null });
    expect(decideItems([nameless], [{ Code: code, Name: code }]).codes).toEqual({ [nameless.id]: code });
  });

  test.each([
    [true, ['x']],
    [false, []],
  ])('stock counted: %p', (IsTrackedAsInventory, tracked) => {
    expect(decideItems([product('X', { id: 'x' })], [{ Code: 'X', IsTrackedAsInventory }]).tracked).toEqual(tracked);
  });
});

describe('items of a document', () => {
  const sold = (number: string, order: number) => line({ id: `l${String(order)}`, order, writeIn: false, product: product(number) });
  const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-000';
  const lines = [sold('AX', 1), sold(`${code}1`, 2), sold(`${code}2`, 3)];

  test('two products of one invoice that would become one item: each line is named, and a person decides', () => {
    const mapped = map({ invoice: invoiceOf(lines) });
    expect(mapped).toMatchObject({ verdict: 'NeedsChoice' });
    expect(reasonsOf({ invoice: invoiceOf(lines) })).toMatchObject([
      { code: 'ITEM_CODE_CLASH', line: 2, field: 'product.productnumber', message: expect.stringContaining(`${code}1 and ${code}2`) },
      { code: 'ITEM_CODE_CLASH', line: 3 },
    ]);
  });

  test("what was judged by Xero's items is not judged again without them", () => {
    const codes = { [product(`${code}1`).id]: code, [product(`${code}2`).id]: code };
    expect(codesOf({ invoice: invoiceOf(lines), items: { codes, clashes: {}, tracked: [] } })).toEqual([]);
  });

  test('they go without items where none is made', () => {
    const connection = withSettings({ createItems: false });
    expect(ready({ invoice: invoiceOf(lines), connection }).document.LineItems.map(({ ItemCode }) => ItemCode)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('what another invoice of the batch or Xero uses the code for', () => {
    const clashes = { [product('AX').id]: { products: 'AX and BX', code: 'AX' } };
    expect(codesOf({ invoice: invoiceOf([sold('AX', 1)]), items: { clashes } })).toEqual(['ITEM_CODE_CLASH']);
    expect(codesOf({ invoice: invoiceOf([sold('CX', 1)]), items: { clashes } })).toEqual([]);
  });

  test('an item whose stock Xero counts is a warning that names the line', () => {
    const { id } = product('AX');
    const mapped = ready({ invoice: invoiceOf([sold('CX', 1), sold('AX', 2)]), items: { codes: { [id]: 'AX' }, tracked: [id] } });
    expect(mapped.warnings).toMatchObject([{ code: 'ITEM_TRACKED', line: 2, message: expect.stringContaining('item AX of line 2') }]);
    expect(mapped.document.LineItems[1]).toMatchObject({ ItemCode: 'AX' });
  });
});
