import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const sheet = readFileSync(join(import.meta.dirname, '../../../relay-service/src/portal/style.css'), 'utf8');

test('a new rule took the name of another one, and every log-in page lost its margins: no selector stands there twice', () => {
  const selectors = [...sheet.matchAll(/^(?![@\s}/])[^{}@]+(?= \{)/gm)].map(([selector]) => selector);
  expect(selectors).toContain('.field');
  expect(selectors.filter((selector, index) => selectors.indexOf(selector) !== index)).toEqual([]);
});
