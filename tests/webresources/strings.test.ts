import { beforeEach, describe, expect, test } from '@jest/globals';
import { request } from '@stl3/solution';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAME_LENGTH } from '../../webresources/src/request-rows.ts';
import { english } from '../../webresources/src/strings-english.ts';
import { text } from '../../webresources/src/strings.ts';
import { installXrm } from './fake-xrm.ts';

const resx = (language: number): Map<string, string> => {
  const file = join(import.meta.dirname, `../../webresources/strings/connector.${language}.resx`);
  const parsed = new DOMParser().parseFromString(readFileSync(file, 'utf8'), 'application/xml');
  return new Map(
    [...parsed.querySelectorAll('data')].map((data) => [data.getAttribute('name') ?? '', data.querySelector('value')?.textContent ?? '']),
  );
};
const places = (value: string): string[] => [...value.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

describe('texts', () => {
  beforeEach(() => void installXrm());

  test('the English web resource holds the same texts as the fallback', () => {
    expect(Object.fromEntries(resx(1033))).toEqual(english);
  });

  test('German has every text, with the same places for values', () => {
    const german = resx(1031);
    expect([...german.keys()]).toEqual(Object.keys(english));
    for (const [key, value] of Object.entries(english)) expect([key, places(german.get(key) ?? '')]).toEqual([key, places(value)]);
  });

  test("the user's language comes first, values included", () => {
    (Xrm.Utility as unknown as Record<string, unknown>)['getResourceString'] = (name: string, key: string) =>
      name === 'stl3_/strings/connector' && key === 'not_in_xero' ? '{0} ist noch nicht in Xero.' : null;
    expect(text('not_in_xero', 'RE-7')).toBe('RE-7 ist noch nicht in Xero.');
    expect(text('no_selection')).toBe('Select at least one invoice.');
  });

  test('a host that cannot give strings does not stop a command', () => {
    (Xrm.Utility as unknown as Record<string, unknown>)['getResourceString'] = () => {
      throw new Error('not available here');
    };
    expect(text('no_selection')).toBe('Select at least one invoice.');
  });

  test('the name of a request fits its column', () => {
    expect(NAME_LENGTH).toBe(request.columns.stl3_name.maxLength);
  });
});
