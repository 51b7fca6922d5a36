import { describe, expect, test } from '@jest/globals';
import { bareName, searchTermOf } from '../../../relay-service/src/core/contact-near-match.ts';

describe('what Xero is searched for before a new contact is made', () => {
  test.each([
    ['Contoso', 'contoso'],
    ['Contoso Ltd', 'contoso'],
    ['Contoso, Ltd.', 'contoso'],
    ['The Contoso Company Pty Ltd', 'contoso'],
    ['Coral Dive & Surf Limited', 'coral dive'],
    ['Coral and Surfboards', 'surfboards'],
    ["O'Brien Sons", 'brien sons'],
    ['  Contoso   Harbour ', 'contoso harbour'],
    ['Band Camp', 'band camp'],
    ['Al', null],
    ['Ltd', 'ltd'],
    ['', null],
    [null, null],
  ])('%j: %j', (name, term) => {
    expect(searchTermOf(name)).toBe(term);
  });

  test.each([
    ['Contoso Ltd', 'CONTOSO'],
    ['The Contoso Company, Pty. Ltd.', 'Contoso'],
    ['Coral Dive and Surf', 'Coral Dive & Surf GmbH'],
  ])('%j is found where Xero has %j, and is the same but for what people leave out', (name, held) => {
    expect(held.toLowerCase()).toContain(searchTermOf(name));
    expect(bareName(name)).toBe(bareName(held));
  });
});
