import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appended, differenceOf, explain, linesOf } from './golden-list.ts';
import { listVocabulary, unlisted } from './list-vocabulary.ts';

const UPDATE = 'UPDATE_GOLDEN=1 npm test -- tests/solution';
const path = join(import.meta.dirname, 'golden', 'vocabulary.txt');

describe('the vocabulary is chosen once and for ever', () => {
  test('every promised line still holds, and every line is promised', () => {
    const text = readFileSync(path, 'utf8');
    const difference = differenceOf(linesOf(text), listVocabulary());
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, appended(text, difference));
    else expect(explain(difference, UPDATE)).toBe('');
  });

  test('no line is there twice, neither in the list nor in the schema', () => {
    for (const lines of [linesOf(readFileSync(path, 'utf8')), listVocabulary()])
      expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
  });

  test('the list speaks of everything that the schema exports', () => {
    expect(unlisted()).toEqual([]);
  });
});

describe('the golden list', () => {
  const golden = ['column a.b type=text', 'option c.d 1 "D"'];

  test('names the line that changed, and the one that is new', () => {
    const message = explain(differenceOf(golden, ['column a.b type=memo', 'option c.d 1 "D"']), UPDATE);
    expect(message).toContain('changed or vanished:\n  column a.b type=text\n');
    expect(message).toContain('new:\n  column a.b type=memo\n');
    expect(message).toContain(UPDATE);
  });

  test('an update appends new lines and leaves the rest as it was', () => {
    const text = '# why\n\ncolumn a.b type=text\noption c.d 1 "D"\n';
    expect(appended(text, differenceOf(linesOf(text), ['table e', ...golden]))).toBe(`${text}table e\n`);
  });

  test.each([
    ['changed', ['column a.b type=memo', 'option c.d 1 "D"', 'table e']],
    ['removed', ['column a.b type=text', 'table e']],
  ])('an update is refused where a line was %s', (_what, now) => {
    expect(() => appended('', differenceOf(golden, now))).toThrow('Refused to update');
  });

  test('the order of lines carries no meaning', () => {
    expect(explain(differenceOf(golden, [...golden].reverse()), UPDATE)).toBe('');
  });
});
