import { expect, test } from '@jest/globals';
import { unverifiedClaims } from '../../../relay-service/src/core/token-claims.ts';

const tokenOf = (payload: string): string => `header.${Buffer.from(payload).toString('base64url')}.signature`;

test('A token says what its payload says', () => {
  expect(unverifiedClaims(tokenOf('{"tid":"Bäume","n":1}'))).toEqual({ tid: 'Bäume', n: 1 });
});

test.each([
  ['no token', undefined],
  ['text without parts', 'opaque'],
  ['a payload that is no JSON', tokenOf('{')],
  ['a payload that is nothing', tokenOf('null')],
  ['a payload that is text', tokenOf('"tid"')],
])('%s says nothing', (_, token) => {
  expect(unverifiedClaims(token)).toEqual({});
});
