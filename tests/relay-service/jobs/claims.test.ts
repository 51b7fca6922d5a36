import { expect, test } from '@jest/globals';
import { createClaims } from '../../../relay-service/src/jobs/claims.ts';

test('what one round has in hand no other takes, until it is put back', () => {
  const claims = createClaims();
  expect(claims.take('environment', ['a', 'b', 'c'], 2)).toEqual(['a', 'b']);
  expect(claims.take('environment', ['a', 'b', 'c'], 2)).toEqual(['c']);
  expect(claims.take('elsewhere', ['a'], 2)).toEqual(['a']);
  claims.putBack('environment', ['a', 'b']);
  expect(claims.count('environment')).toBe(1);
  expect(claims.take('environment', ['a', 'c'], 2)).toEqual(['a']);
});

test('of one invoice one request is in hand', () => {
  const claims = createClaims();
  claims.take('environment', ['a', 'b'], 2);
  expect(claims.takeInvoice('environment', 'invoice', 'a')).toBe(true);
  expect(claims.takeInvoice('environment', 'invoice', 'b')).toBe(false);
  expect(claims.takeInvoice('elsewhere', 'invoice', 'b')).toBe(true);
  claims.putBack('environment', ['a']);
  expect(claims.takeInvoice('environment', 'invoice', 'b')).toBe(true);
});
